package calling

import (
	"errors"
	"fmt"

	"trtccalling/server/protocol"
)

// Error is what a method rejects with. Message has the original's wording; Code is a number of the
// original or a protocol.Code, 0 when there is none.
type Error struct {
	Name    string         // "Error" unless the original has another one
	Code    int            // err.code in a page
	Message string         // err.message
	Data    map[string]any // err.data of signalling errors, else nil
}

func (e *Error) Error() string { return e.Message }

// Fields are the properties that the error has in a page, beside its message.
func (e *Error) Fields() map[string]any {
	fields := map[string]any{"name": e.Name}
	if e.Code != 0 {
		fields["code"] = e.Code
	}
	if e.Name == nameQuality {
		fields["code_"], fields["message_"] = e.Code, textQuality
	}
	if e.Data != nil {
		fields["data"] = e.Data
	}
	return fields
}

// Codes of the event onError, and of the methods that fail for the same reason.
const (
	CodeSwitchToVideo   = 60002
	CodeNoMicrophone    = 60003
	CodeNoCamera        = 60004
	CodeDeviceDenied    = 60005
	CodeUnsupported     = 60006
	CodeConnectionLost  = 16390 // signalling: the WebSocket is gone
	CodeMediaLost       = 16391 // the media connection is gone
	codeInvalidArgument = 4096
	codeNoLocalStream   = 4097
	codeNetwork         = 2800
	codeTimeout         = 2801
	codeKicked          = 3002
	codeUnknown         = 65535
	codeCancelled       = 16461 // the user gave up before the method had finished
)

const (
	textSwitchToVideo = "switch to video call error"
	textNoMicrophone  = "No microphone or microphone permission denied"
	textNoCamera      = "No camera or camera permission denied"
	textInsecure      = "the page is not a secure context, so the browser gives it no microphone or camera: open it over https, or on localhost or 127.0.0.1"
	textNoServer      = "no calling server answers there, there is no network, or the page's Content-Security-Policy does not have it in connect-src"
	textReturned      = "the browser had put the page aside and shows it again: sign in again"
	textQuality       = "params validate failed."
	nameQuality       = "TRTCCallingError"
	joinFailed        = "TRTCClient.join - join room failed! Error: TRTCClient.join - "
)

// oldestBrowsers are those of browserslist in the package's package.json.
const oldestBrowsers = "Chrome 80, Edge 80, Firefox 113, Safari 15.1"

func (e *Error) info() *ErrorInfo { return &ErrorInfo{e.Code, e.Message, e.Data} }

func errorf(code int, format string, args ...any) *Error {
	return &Error{Name: "Error", Code: code, Message: fmt.Sprintf(format, args...)}
}

func errorClosed() *Error {
	return errorf(codeCancelled, "TRTCCalling - the client is closed")
}

func errorCallParams(p CallParams, codec Codec) *Error {
	if p.Passed == "" {
		return errorParams("call", p, codec)
	}
	return errorParamsText("call", []byte(p.Passed))
}

func errorGroupParams(method string, p GroupCallParams, codec Codec) *Error {
	if p.Passed == "" {
		return errorParams(method, p, codec)
	}
	return errorParamsText(method, []byte(p.Passed))
}

func errorParams(method string, params any, codec Codec) *Error {
	text, err := codec.Marshal(params)
	if err != nil {
		text = []byte("undefined") // an element of the page, say: it has no JSON
	}
	return errorParamsText(method, text)
}

func errorParamsText(method string, text []byte) *Error {
	return errorf(int(protocol.CodeInvalid), "TRTCCalling.%s - params error:%s", method, text)
}

// errorLoginParams is the original's error of its media part, which checked these parameters.
func errorLoginParams(p LoginParams) *Error {
	e := errorf(codeInvalidArgument, "TRTCCalling.login - params error: userID and userSig must be non-empty strings (userID %q)", p.UserID)
	e.Name = "RtcError"
	return e
}

func errorKicked() *Error {
	return errorf(codeKicked, "TRTCCalling - the user signed in elsewhere")
}

func errorNotLogin(method string) *Error {
	return errorf(int(protocol.CodeNotLoggedIn), "TRTCCalling.%s - not login，please use TRTCCalling.login", method)
}

func errorStatus(method string, status Status) *Error {
	return errorf(int(protocol.CodeEngaged), "TRTCCalling.%s - CALL_STATUS: %s", method, status)
}

func errorNoLocalStream(method string) *Error {
	return errorf(codeNoLocalStream, "TRTCCalling.%s - there is no local stream now", method)
}

// errorQuality has the original's two fields, too.
func errorQuality() *Error {
	return &Error{Name: nameQuality, Code: codeUnknown, Message: textQuality + " <UNKNOWN 65535>"}
}

func errorSignedOut() *Error {
	return errorf(codeCancelled, "TRTCCalling - signed out before the method had finished")
}

func errorCancelled(method string) *Error {
	return errorf(codeCancelled, "TRTCCalling.%s - the call was ended before the method had finished", method)
}

// errorLogin wraps the cause as the original does, and keeps the code that the original loses.
func errorLogin(userID string, cause error) *Error {
	return errorf(codeOf(cause), "TRTCCalling.login - userId: %s login failed, error: %s ", userID, textOf(cause))
}

// errorSignal is a request that the server refused or that could not be sent.
func errorSignal(cause error) *Error {
	e := errorf(codeOf(cause), "%s", textOf(cause))
	e.Data = map[string]any{}
	return e
}

func codeOf(err error) int {
	var fromServer *protocol.Error
	var ours *Error
	switch {
	case errors.As(err, &fromServer):
		return int(fromServer.Code)
	case errors.As(err, &ours):
		return ours.Code
	}
	return codeNetwork
}

// textOf leaves the code out of a server's message: it is a field of its own here.
func textOf(err error) string {
	if fromServer, ok := err.(*protocol.Error); ok {
		return fromServer.Message
	}
	return err.Error()
}

// mediaErrorText is the msg of an onError event that carries a media code.
func mediaErrorText(code int, message string, codec Codec) string {
	type rtcError struct {
		Code      int    `json:"code_"`
		ExtraCode int    `json:"extraCode_"`
		Name      string `json:"name"`
		Message   string `json:"message_"`
	}
	text, err := codec.Marshal(struct {
		Name  string   `json:"name"`
		Error rtcError `json:"error"`
	}{"TRTC", rtcError{Code: code, Name: "RtcError", Message: message}})
	if err != nil {
		return message
	}
	return string(text)
}
