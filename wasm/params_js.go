package main

import (
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
)

// Parameters are what a page passed: objects of any class with fields of any type, of which only the fields
// named here are read.

// loginFields are the parameters of login.
type loginFields struct {
	UserID  js.Value `json:"userID"`
	UserSig js.Value `json:"userSig"`
	Nick    js.Value `json:"nick"`
	Avatar  js.Value `json:"avatar"`
	Offline js.Value `json:"offlineSupport"`
}

func loginMethod(login func(api.LoginParams, calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f loginFields, done calling.Done) {
		login(api.ReadLoginParams(textOf(f), jsbridge.JSON{}), done)
	})
}

// callFields are the parameters of call. Each struct spells out the options, because what is read from a page's
// object embeds nothing.
type callFields struct {
	UserID   js.Value `json:"userID"`
	Type     js.Value `json:"type"`
	Timeout  js.Value `json:"timeout"`
	UserData js.Value `json:"userData"`
	Push     js.Value `json:"offlinePushInfo"`
}

func callMethod(call func(api.CallParams, calling.Done)) jsbridge.Handler {
	return func(argument js.Value, settle func(any, error)) {
		jsbridge.Method(func(f callFields, done calling.Done) {
			params := api.ReadCallParams(textOf(f), jsbridge.JSON{})
			params.Passed = passed(argument, params.Passed)
			call(params, done)
		})(argument, settle)
	}
}

// groupFields are the parameters of groupCall and inviteUser.
type groupFields struct {
	UserIDs  js.Value `json:"userIDList"`
	Type     js.Value `json:"type"`
	GroupID  js.Value `json:"groupID"`
	Timeout  js.Value `json:"timeout"`
	UserData js.Value `json:"userData"`
	Push     js.Value `json:"offlinePushInfo"`
}

func groupMethod(call func(api.GroupCallParams, calling.Done)) jsbridge.Handler {
	return func(argument js.Value, settle func(any, error)) {
		jsbridge.Method(func(f groupFields, done calling.Done) {
			params := api.ReadGroupCallParams(textOf(f), jsbridge.JSON{})
			params.Passed = passed(argument, params.Passed)
			call(params, done)
		})(argument, settle)
	}
}

// passed is the text of everything that a page passed, for errors.
func passed(argument js.Value, read string) string {
	if whole := textOf(argument); whole != nil {
		return string(whole)
	}
	return read
}

// joinFields are the parameters of joinInGroupCall.
type joinFields struct {
	CallID js.Value `json:"callID"`
}

func joinMethod(join func(api.JoinParams, calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f joinFields, done calling.Done) {
		join(api.ReadJoinParams(textOf(f), jsbridge.JSON{}), done)
	})
}

// userFields are the parameters of getUserInfo.
type userFields struct {
	UserID js.Value `json:"userID"`
}

func userMethod(get func(api.UserParams, calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f userFields, done calling.Done) {
		get(api.ReadUserParams(textOf(f), jsbridge.JSON{}), done)
	})
}

// textOf is nil for what has no JSON text, like a circular object or a big integer.
func textOf(value any) []byte {
	text, err := jsbridge.JSON{}.Marshal(value)
	if err != nil {
		return nil
	}
	return text
}

// viewParams are the parameters of the view methods, which may be of any type.
type viewParams struct {
	UserID  js.Value `json:"userID"`
	Element js.Value `json:"videoViewDomID"`
}

// jsText is "" for what has no text.
func jsText(value js.Value) string {
	text, err := jsbridge.Call(js.Global(), "String", value)
	if err != nil {
		return ""
	}
	return text.String()
}

// withView gives a client's method an element, or its id.
func withView(method func(api.ViewParams, calling.Done)) func(viewParams, calling.Done) {
	return func(p viewParams, done calling.Done) {
		params := api.ViewParams{}
		if p.UserID.Truthy() { // applications pass numbers, too
			params.UserID = jsText(p.UserID)
		}
		switch {
		case p.Element.Type() == js.TypeString:
			if id := p.Element.String(); id != "" {
				params.Element = id
			}
		case p.Element.Truthy():
			params.Element = p.Element
		}
		method(params, done)
	}
}

// muteParams are the parameters of setMicMute; a truthy value mutes.
type muteParams struct {
	IsMute js.Value `json:"isMute"`
}

func withMute(method func(bool, calling.Done)) func(muteParams, calling.Done) {
	return func(p muteParams, done calling.Done) { method(p.IsMute.Truthy(), done) }
}
