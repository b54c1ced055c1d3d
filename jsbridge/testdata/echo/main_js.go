// Command echo stands in for the client in tests of the border and of the facade: a real Go program behind the
// real handshake, whose methods do what the test asks for.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall/js"
	"time"

	"trtccalling/jsbridge"
)

func main() {
	var scope jsbridge.Scope
	api := js.Global().Get("Object").New()
	api.Set("create", scope.Func(func(_ js.Value, args []js.Value) any {
		handle, err := create(args[0])
		if err != nil {
			return jsbridge.ErrorValue(err)
		}
		return handle
	}))
	api.Set("liveFuncs", scope.Func(func(js.Value, []js.Value) any { return jsbridge.LiveFuncs() }))
	if err := jsbridge.Ready(api); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	select {}
}

type options struct {
	Server   string   `json:"server"`
	SDKAppID uint32   `json:"sdkAppID"`
	Emit     js.Value `json:"emit"`
	State    js.Value `json:"state"`
	Log      js.Value `json:"log"`
	Dialing  js.Value `json:"dialing"`

	calls int // of login and call, so far
	kept  js.Value

	user    string   // who is signed in
	signing bool     // a login is under way
	tracks  js.Value // what localTracks gives
	last    any      // the method that was called last, of those that echo
}

// echoing are the methods that only report what they were called with.
var echoing = []string{
	"groupCall", "inviteUser", "joinInGroupCall", "reject", "hangup", "getCallInfo", "getUserInfo", "switchToAudioCall",
	"switchToVideoCall", "startLocalView", "stopLocalView", "stopRemoteView",
	"openCamera", "closeCamera", "setVideoQuality", "getCameras", "getMicrophones",
	"getSpeakers", "switchDevice", "switchCamera", "setSpeaker", "resumePlayback",
}

type done func(result any, err error)

func create(argument js.Value) (js.Value, error) {
	var o options
	if err := jsbridge.Decode(argument, &o); err != nil {
		return js.Undefined(), err
	}
	if o.SDKAppID == 666 {
		return js.Undefined(), refused{6017}
	}
	var scope jsbridge.Scope
	handle := scope.Object(o.methods())
	handle.Set("localTracks", scope.Func(func(js.Value, []js.Value) any { return o.tracks }))
	handle.Set("release", scope.Func(func(js.Value, []js.Value) any {
		scope.Release()
		return nil
	}))
	return handle, nil
}

func (o *options) methods() map[string]jsbridge.Handler {
	methods := map[string]jsbridge.Handler{
		"login":           jsbridge.Method(o.login),
		"logout":          jsbridge.Action(o.logout),
		"call":            jsbridge.Method(o.call),
		"accept":          jsbridge.Action(func(d done) { d(nil, nil) }),
		"setMicMute":      jsbridge.Method(echo),
		"startRemoteView": jsbridge.Method(o.view),
	}
	for _, name := range echoing {
		methods[name] = o.echo(name)
	}
	return methods
}

// echo makes a method that returns its name and what the page passed, or the answer that is asked for.
func (o *options) echo(name string) jsbridge.Handler {
	return func(argument js.Value, settle func(any, error)) {
		o.last = map[string]any{"method": name, "params": argument}
		if argument.Type() == js.TypeObject && argument.Get("answer").Truthy() {
			settle(argument.Get("answer"), nil)
			return
		}
		settle(o.last, nil)
	}
}

func (o *options) emit(name, payload string) {
	o.Emit.Invoke(name, js.Global().Get("JSON").Call("parse", payload))
}

type loginParams struct {
	UserID  string `json:"userID"`
	UserSig string `json:"userSig"` // "wrong" is refused; "late" and "wrong late" are answered later
}

// login settles before the event that follows from it, as the client does, and reports its options.
func (o *options) login(p loginParams, d done) {
	o.calls++
	switch {
	case o.signing:
		d(nil, refused{2025})
	case strings.HasSuffix(p.UserSig, "late"):
		o.signing = true
		time.AfterFunc(20*time.Millisecond, func() {
			o.signing = false
			o.signIn(p, d)
		})
	default:
		o.signIn(p, d)
	}
}

func (o *options) signIn(p loginParams, d done) {
	switch {
	case p.UserID == "nobody":
		d(nil, unreached{})
		return
	case p.UserID == "":
		d(nil, illegal{})
		return
	case strings.HasPrefix(p.UserSig, "wrong"):
		d(nil, refused{6017})
		return
	}
	repeat := o.user == p.UserID
	o.user = p.UserID
	o.State.Invoke(map[string]any{"userID": p.UserID, "callStatus": "idle"})
	d(map[string]any{"server": o.Server, "sdkAppID": o.SDKAppID, "calls": o.calls, "repeat": repeat}, nil)
	if !repeat {
		o.emit("sdkReady", `{"name": "ts_im_ready"}`)
	}
}

func (o *options) logout(d done) {
	o.user = ""
	o.State.Invoke(map[string]any{})
	d(map[string]any{"code": 0}, nil)
}

func echo(p json.RawMessage, d done) { d(p, nil) }

type viewParams struct {
	UserID  string   `json:"userID"`
	Element js.Value `json:"videoViewDomID"`
}

// view returns the element. For userID "keep" it also keeps it, and for "send" returns it from localTracks
// later. For "break" it reads it in the forbidden way: when the getter throws, the exception goes through this
// program.
func (o *options) view(p viewParams, d done) {
	switch p.UserID {
	case "keep":
		o.kept = p.Element
	case "send":
		o.tracks = p.Element
	case "break":
		p.Element.Get("property")
	}
	d(p.Element, nil)
}

type callParams struct {
	UserID  string   `json:"userID"`
	Name    string   `json:"name"`    // of an event
	Payload js.Value `json:"payload"` // of an event, or a snapshot
}

// call does what userID says.
func (o *options) call(p callParams, d done) {
	o.calls++
	switch p.UserID {
	case "count":
		d(o.calls, nil)
	case "fail":
		d(nil, refused{6017})
	case "never":
	case "late":
		go d("late", nil)
	case "event first":
		o.emit("onUserEnter", `{"userID": "1"}`)
		o.emit("onUserEnter", `{"userID": "2"}`)
		d(nil, nil)
		o.emit("onUserEnter", `{"userID": "3"}`)
	case "state":
		o.State.Invoke(map[string]any{"callStatus": "connected", "remoteUsers": []any{"B"}})
		d(nil, nil)
	case "snapshot":
		o.State.Invoke(p.Payload)
		d(nil, nil)
	case "emit":
		o.Emit.Invoke(p.Name, p.Payload)
		d(nil, nil)
	case "last":
		d(o.last, nil)
	case "warn":
		o.Log.Invoke(2, "mind the gap")
		d(nil, nil)
	case "dial":
		o.Dialing.Invoke()
		o.kept = js.Global().Get("WebSocket").New("ws://127.0.0.1:1")
		d(o.kept, nil)
	case "exit":
		os.Exit(3)
	case "panic":
		go panic("the program is broken")
	default:
		d(p.UserID, nil)
	}
}

type refused struct{ code int }

func (refused) Error() string            { return "refused" }
func (r refused) Fields() map[string]any { return map[string]any{"code": r.code} }

type unreached struct{}

func (unreached) Error() string          { return "cannot connect to " }
func (unreached) Fields() map[string]any { return map[string]any{"code": 2800} }

type illegal struct{}

func (illegal) Error() string          { return "not a user" }
func (illegal) Fields() map[string]any { return map[string]any{"code": 4096, "name": "RtcError"} }
