package main

import (
	"fmt"
	"maps"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/browser"
	"trtccalling/wasm/calling"
)

// methods is the whole API: the name of a method of the handle, and the client's method behind it.
func methods(c *calling.Client) map[string]jsbridge.Handler {
	return map[string]jsbridge.Handler{
		"login":             loginMethod(c.Login),
		"logout":            jsbridge.Action(c.Logout),
		"call":              callMethod(c.Call),
		"groupCall":         groupMethod(c.GroupCall),
		"inviteUser":        groupMethod(c.InviteUser),
		"joinInGroupCall":   joinMethod(c.JoinInGroupCall),
		"accept":            jsbridge.Action(c.Accept),
		"reject":            jsbridge.Action(c.Reject),
		"hangup":            jsbridge.Action(c.Hangup),
		"getCallInfo":       jsbridge.Action(c.GetCallInfo),
		"getUserInfo":       userMethod(c.GetUserInfo),
		"switchToAudioCall": jsbridge.Action(func(done calling.Done) { c.SwitchCall(protocol.AudioCall, done) }),
		"switchToVideoCall": jsbridge.Action(func(done calling.Done) { c.SwitchCall(protocol.VideoCall, done) }),
		"startLocalView":    jsbridge.Method(withView(c.StartLocalView)),
		"stopLocalView":     jsbridge.Method(withView(c.StopLocalView)),
		"startRemoteView":   jsbridge.Method(withView(c.StartRemoteView)),
		"stopRemoteView":    jsbridge.Method(withView(c.StopRemoteView)),
		"startScreenView":   jsbridge.Method(withView(c.StartScreenView)),
		"stopScreenView":    jsbridge.Method(withView(c.StopScreenView)),
		"startScreenShare":  jsbridge.Action(c.StartScreenShare),
		"stopScreenShare":   jsbridge.Action(c.StopScreenShare),
		"openCamera":        jsbridge.Action(c.OpenCamera),
		"closeCamera":       jsbridge.Action(c.CloseCamera),
		"setMicMute":        jsbridge.Method(withMute(c.SetMicMute)),
	}
}

// newAPI makes the object that the facade receives.
func newAPI(scope *jsbridge.Scope) js.Value {
	object := js.Global().Get("Object").New()
	object.Set("create", scope.Func(func(_ js.Value, args []js.Value) any {
		handle, err := create(args)
		if err != nil {
			return jsbridge.ErrorValue(err)
		}
		return handle
	}))
	object.Set("liveFuncs", scope.Func(func(js.Value, []js.Value) any { return jsbridge.LiveFuncs() }))
	return object
}

// options are the argument of create.
type options struct {
	Server   string   `json:"server"`
	SDKAppID uint32   `json:"sdkAppID"`
	OnlyNew  bool     `json:"onlyNew"`
	Emit     js.Value `json:"emit"`  // (name, payload)
	State    js.Value `json:"state"` // (snapshot)
	Log      js.Value `json:"log"`   // (level, text)
	Dialing  js.Value `json:"dialing"`
}

// Levels of options.Log.
const (
	levelWarning = 2
	levelError   = 3
)

// create makes a client and its handle. Every client has its own functions, which end with it.
func create(args []js.Value) (js.Value, error) {
	if len(args) == 0 {
		return js.Undefined(), fmt.Errorf("create: the options are missing")
	}
	var o options
	if err := jsbridge.Decode(args[0], &o); err != nil {
		return js.Undefined(), fmt.Errorf("create: %w", err)
	}
	page := browser.New(func(text string) { o.log(levelWarning, "TRTCCalling - "+text) })
	client := calling.New(calling.Options{
		Server: o.Server, SDKAppID: o.SDKAppID, OnlyNew: o.OnlyNew,
		Media: page,
		Emit:  o.emit,
		State: func(s api.Snapshot) { o.tell(o.State, s) },
		Warn:  func(text string) { o.log(levelWarning, text) },
		JSON:  jsbridge.JSON{},

		Dialing: func() { o.invoke(o.Dialing) },
	})
	var scope jsbridge.Scope
	all := methods(client)
	maps.Copy(all, deviceMethods(client, page))
	handle := scope.Object(all)
	handle.Set("localTracks", scope.Func(func(js.Value, []js.Value) any { return page.LocalTracks() }))
	handle.Set("release", scope.Func(func(js.Value, []js.Value) any {
		client.Close()
		scope.Release()
		return nil
	}))
	// The page is going away: the other side of a call must hear of it before the browser closes the
	// connection.
	scope.Listen(js.Global(), "pagehide", func(js.Value) { client.Bye() })
	scope.Listen(js.Global(), "pageshow", func(js.Value) { client.Return() })
	return handle, nil
}

func (o *options) emit(event string, payload any) {
	encoded, err := jsbridge.Encode(payload)
	if err != nil {
		o.log(levelError, fmt.Sprintf("event %s: %v", event, err))
		return
	}
	o.invoke(o.Emit, event, encoded)
}

// tell calls a function of the facade with one value.
func (o *options) tell(function js.Value, value any) {
	encoded, err := jsbridge.Encode(value)
	if err != nil {
		o.log(levelError, err.Error())
		return
	}
	o.invoke(function, encoded)
}

func (o *options) log(level int, text string) { o.invoke(o.Log, level, text) }

// invoke keeps exceptions of the facade out of the client's loop.
func (o *options) invoke(function js.Value, args ...any) {
	if err := jsbridge.Try(func() { function.Invoke(args...) }); err != nil {
		js.Global().Get("console").Call("error", "trtc-calling: "+err.Error())
	}
}
