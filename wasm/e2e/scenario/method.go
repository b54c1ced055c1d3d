package scenario

import (
	"encoding/json"
	"fmt"
	"strings"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
)

// invoke calls one of the client's methods as a page would; the outcome comes when it settles.
func (u *user) invoke(method string, args []string) (<-chan outcome, error) {
	settled := make(chan outcome, 1)
	call, err := methodNamed(method)(u, args)
	if err != nil {
		return nil, err
	}
	call(func(result any, err error) { settled <- settledOutcome(result, err) })
	return settled, nil
}

func knownMethod(name string) error {
	if methodNamed(name) == nil {
		return fmt.Errorf("there is no method or line %q", name)
	}
	return nil
}

// method is a client's method with its parameters filled in.
type method func(calling.Done)

var methods = map[string]func(u *user, args []string) (method, error){
	"login": func(u *user, args []string) (method, error) {
		p, err := u.loginParams(args)
		return func(done calling.Done) { u.client.Login(p, done) }, err
	},
	"call": func(u *user, args []string) (method, error) {
		p, err := callParams(args)
		return func(done calling.Done) { u.client.Call(p, done) }, err
	},
	"setMicMute": func(u *user, args []string) (method, error) {
		mute := len(args) == 1 && args[0] == "true"
		return func(done calling.Done) { u.client.SetMicMute(mute, done) }, nil
	},
	"groupCall":  groupMethod((*calling.Client).GroupCall),
	"inviteUser": groupMethod((*calling.Client).InviteUser),
	"joinInGroupCall": func(u *user, args []string) (method, error) {
		p := api.ReadJoinParams([]byte(object(args, "callID")), api.NativeJSON{})
		return func(done calling.Done) { u.client.JoinInGroupCall(p, done) }, nil
	},
	"getUserInfo": func(u *user, args []string) (method, error) {
		p := api.ReadUserParams([]byte(object(args, "userID")), api.NativeJSON{})
		return func(done calling.Done) { u.client.GetUserInfo(p, done) }, nil
	},
	"startScreenShare":  plainMethod((*calling.Client).StartScreenShare),
	"stopScreenShare":   plainMethod((*calling.Client).StopScreenShare),
	"startScreenView":   viewMethod((*calling.Client).StartScreenView),
	"stopScreenView":    viewMethod((*calling.Client).StopScreenView),
	"getCallInfo":       plainMethod((*calling.Client).GetCallInfo),
	"switchToAudioCall": switchMethod(protocol.AudioCall),
	"switchToVideoCall": switchMethod(protocol.VideoCall),
	"logout":            plainMethod((*calling.Client).Logout),
	"accept":            plainMethod((*calling.Client).Accept),
	"reject":            plainMethod((*calling.Client).Reject),
	"hangup":            plainMethod((*calling.Client).Hangup),
	"openCamera":        plainMethod((*calling.Client).OpenCamera),
	"closeCamera":       plainMethod((*calling.Client).CloseCamera),
	"startLocalView":    viewMethod((*calling.Client).StartLocalView),
	"stopLocalView":     viewMethod((*calling.Client).StopLocalView),
	"startRemoteView":   viewMethod((*calling.Client).StartRemoteView),
	"stopRemoteView":    viewMethod((*calling.Client).StopRemoteView),
}

// plainMethod is a method whose parameters, if any are given, change nothing.
func plainMethod(m func(*calling.Client, calling.Done)) func(*user, []string) (method, error) {
	return func(u *user, _ []string) (method, error) {
		return func(done calling.Done) { m(u.client, done) }, nil
	}
}

func viewMethod(m func(*calling.Client, api.ViewParams, calling.Done)) func(*user, []string) (method, error) {
	return func(u *user, args []string) (method, error) {
		p, err := u.viewParams(args)
		return func(done calling.Done) { m(u.client, p, done) }, err
	}
}

func (u *user) viewParams(args []string) (api.ViewParams, error) {
	if len(args) > 0 && strings.HasPrefix(args[0], "{") {
		var p api.ViewParams
		_ = json.Unmarshal([]byte(args[0]), &p) // wrong use, too: a field of a wrong type is absent
		return p, nil
	}
	id := u.id
	if len(args) > 0 {
		id = args[0]
	}
	return api.ViewParams{UserID: id, Element: "view-" + id}, nil
}

func switchMethod(to protocol.CallType) func(*user, []string) (method, error) {
	return plainMethod(func(c *calling.Client, done calling.Done) { c.SwitchCall(to, done) })
}

// callParams makes the object that a page would pass, so that it is read the same way.
func callParams(args []string) (api.CallParams, error) {
	if len(args) > 0 && !strings.HasPrefix(args[0], "{") && len(args) < 2 {
		return api.CallParams{}, fmt.Errorf("call wants a user and audio or video")
	}
	return api.ReadCallParams([]byte(object(args, "userID", "type")), api.NativeJSON{}), nil
}

// groupMethod takes the users "B,C", for groupCall also audio or video, and options.
func groupMethod(m func(*calling.Client, api.GroupCallParams, calling.Done)) func(*user, []string) (method, error) {
	return func(u *user, args []string) (method, error) {
		p := api.ReadGroupCallParams([]byte(object(args, "userIDList", "type")), api.NativeJSON{})
		return func(done calling.Done) { m(u.client, p, done) }, nil
	}
}

// object makes the JSON of a page's parameters: the words stand for the fields in their order, options have
// their names with them.
func object(args []string, fields ...string) string {
	if len(args) > 0 && strings.HasPrefix(args[0], "{") {
		return args[0]
	}
	values := make(map[string]any)
	for i, arg := range args {
		name, value, named := strings.Cut(arg, "=")
		switch {
		case named:
			values[name] = optionValue(value)
		case i < len(fields) && fields[i] == "type":
			values["type"] = map[string]int{"audio": 1, "video": 2}[arg]
		case i < len(fields) && fields[i] == "userIDList":
			values["userIDList"] = strings.Split(arg, ",")
		case i < len(fields):
			values[fields[i]] = arg
		}
	}
	text, err := json.Marshal(values)
	if err != nil {
		return "{}"
	}
	return string(text)
}

func optionValue(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}
