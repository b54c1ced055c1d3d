package api

import (
	"errors"
	"fmt"
)

// ErrAbandoned says that the connection to the server ended before a request was answered.
var ErrAbandoned = errors.New("the connection was closed before the server had answered")

// Error is what a method rejects with. Message has the original's wording; Code is one of the original's
// numbers or a protocol.Code, 0 when there is none.
type Error struct {
	Name    string         // "Error" unless the original has another one
	Code    int            // err.code in a page
	Message string         // err.message
	Data    map[string]any // err.data of signalling errors, else nil
}

func (e *Error) Error() string { return e.Message }

// Fields are the properties that the error has in a page, besides its message.
func (e *Error) Fields() map[string]any {
	fields := map[string]any{"name": e.Name}
	if e.Code != 0 {
		fields["code"] = e.Code
	}
	if e.Name == NameQuality {
		fields["code_"], fields["message_"] = e.Code, TextQuality
	}
	if e.Data != nil {
		fields["data"] = e.Data
	}
	return fields
}

// Codes of the event onError, and of the methods that fail for the same reasons.
const (
	CodeSwitchToVideo   = 60002
	CodeNoMicrophone    = 60003
	CodeNoCamera        = 60004
	CodeDeviceDenied    = 60005
	CodeUnsupported     = 60006
	CodeConnectionLost  = 16390 // signalling: the WebSocket is gone
	CodeMediaLost       = 16391 // the media connection is gone
	CodeInvalidArgument = 4096
	CodeNoLocalStream   = 4097
	CodeNetwork         = 2800
	CodeTimeout         = 2801
	CodeKicked          = 3002
	CodeUnknown         = 65535
	CodeCancelled       = 16461 // the user gave up before the method finished
)

const (
	NameQuality  = "TRTCCallingError"
	TextQuality  = "params validate failed."
	TextInsecure = "the page is not a secure context, so the browser gives it no microphone or camera: open it over https, or on localhost or 127.0.0.1"
)

// oldestBrowsers are the ones that browserslist names in the package's package.json.
const oldestBrowsers = "Chrome 80, Edge 80, Firefox 113, Safari 15.1"

// Info is the error as part of a result.
func (e *Error) Info() *ErrorInfo { return &ErrorInfo{e.Code, e.Message, e.Data} }

// Errorf makes an Error with the ordinary name.
func Errorf(code int, format string, args ...any) *Error {
	return &Error{Name: "Error", Code: code, Message: fmt.Sprintf(format, args...)}
}
