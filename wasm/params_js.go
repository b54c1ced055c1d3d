package main

import (
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/calling"
)

// Parameters are what a page passed: objects of any class with fields of any type, of which only those that
// have a name here are read.

// loginFields are the parameters of login.
type loginFields struct {
	UserID  js.Value `json:"userID"`
	UserSig js.Value `json:"userSig"`
}

func loginMethod(login func(calling.LoginParams, calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f loginFields, done calling.Done) {
		login(calling.ReadLoginParams(textOf(f), jsbridge.JSON{}), done)
	})
}

// callFields are the parameters of call.
type callFields struct {
	UserID  js.Value `json:"userID"`
	Type    js.Value `json:"type"`
	Timeout js.Value `json:"timeout"`
}

func callMethod(call func(calling.CallParams, calling.Done)) jsbridge.Handler {
	return func(argument js.Value, settle func(any, error)) {
		jsbridge.Method(func(f callFields, done calling.Done) {
			params := calling.ReadCallParams(textOf(f), jsbridge.JSON{})
			if whole := textOf(argument); whole != nil {
				params.Passed = string(whole)
			}
			call(params, done)
		})(argument, settle)
	}
}

// textOf is nil for what has no JSON text: a circle, a big integer.
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

// withView gives a client's method an element, or its id.
func withView(method func(calling.ViewParams, calling.Done)) func(viewParams, calling.Done) {
	return func(p viewParams, done calling.Done) {
		params := calling.ViewParams{}
		if p.UserID.Type() == js.TypeString {
			params.UserID = p.UserID.String()
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

// muteParams are the parameters of setMicMute; what is truthy mutes.
type muteParams struct {
	IsMute js.Value `json:"isMute"`
}

func withMute(method func(bool, calling.Done)) func(muteParams, calling.Done) {
	return func(p muteParams, done calling.Done) { method(p.IsMute.Truthy(), done) }
}
