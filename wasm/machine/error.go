package machine

import (
	"errors"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

const (
	textSwitchToVideo = "switch to video call error"
	textNoMicrophone  = "No microphone or microphone permission denied"
	textNoCamera      = "No camera or camera permission denied"
	textReturned      = "the browser had suspended the page and now shows it again: sign in again"
	joinFailed        = "TRTCClient.join - join room failed! Error: TRTCClient.join - "
)

func errorCallParams(p api.CallParams, codec api.Codec) *api.Error {
	if p.Passed == "" {
		return errorParams("call", p, codec)
	}
	return errorParamsText("call", []byte(p.Passed))
}

func errorGroupParams(method string, p api.GroupCallParams, codec api.Codec) *api.Error {
	if p.Passed == "" {
		return errorParams(method, p, codec)
	}
	return errorParamsText(method, []byte(p.Passed))
}

func errorParams(method string, params any, codec api.Codec) *api.Error {
	text, err := codec.Marshal(params)
	if err != nil {
		text = []byte("undefined") // an element of the page, say, which has no JSON
	}
	return errorParamsText(method, text)
}

func errorParamsText(method string, text []byte) *api.Error {
	return api.Errorf(int(protocol.CodeInvalid), "TRTCCalling.%s - params error:%s", method, text)
}

// errorLoginParams is the error of the original's media part, which checked these parameters.
func errorLoginParams(p api.LoginParams) *api.Error {
	e := api.Errorf(api.CodeInvalidArgument, "TRTCCalling.login - params error: userID and userSig must be non-empty strings (userID %q)", p.UserID)
	e.Name = "RtcError"
	return e
}

func errorKicked() *api.Error {
	return api.Errorf(api.CodeKicked, "TRTCCalling - the user signed in elsewhere")
}

func errorNotLogin(method string) *api.Error {
	return api.Errorf(int(protocol.CodeNotLoggedIn), "TRTCCalling.%s - not login，please use TRTCCalling.login", method)
}

func errorStatus(method string, status api.Status) *api.Error {
	return api.Errorf(int(protocol.CodeEngaged), "TRTCCalling.%s - CALL_STATUS: %s", method, status)
}

func errorNoLocalStream(method string) *api.Error {
	return api.Errorf(api.CodeNoLocalStream, "TRTCCalling.%s - there is no local stream now", method)
}

// errorQuality has the original's two extra fields as well.
func errorQuality() *api.Error {
	return &api.Error{Name: api.NameQuality, Code: api.CodeUnknown, Message: api.TextQuality + " <UNKNOWN 65535>"}
}

func errorSignedOut() *api.Error {
	return api.Errorf(api.CodeCancelled, "TRTCCalling - signed out before the method finished")
}

func errorCancelled(method string) *api.Error {
	return api.Errorf(api.CodeCancelled, "TRTCCalling.%s - the call ended before the method finished", method)
}

// errorLogin wraps the cause as the original does, and keeps the code that the original loses.
func errorLogin(userID string, cause error) *api.Error {
	return api.Errorf(codeOf(cause), "TRTCCalling.login - userId: %s login failed, error: %s ", userID, textOf(cause))
}

// errorSignal is the error of a request that the server refused or that could not be sent.
func errorSignal(cause error) *api.Error {
	e := api.Errorf(codeOf(cause), "%s", textOf(cause))
	e.Data = map[string]any{}
	return e
}

func codeOf(err error) int {
	var fromServer *protocol.Error
	var ours *api.Error
	switch {
	case errors.As(err, &fromServer):
		return int(fromServer.Code)
	case errors.As(err, &ours):
		return ours.Code
	}
	return api.CodeNetwork
}

// textOf leaves the code out of a server's message: here it is a field of its own.
func textOf(err error) string {
	if fromServer, ok := err.(*protocol.Error); ok {
		return fromServer.Message
	}
	return err.Error()
}

// mediaErrorText is the msg of an onError event that carries a media code.
func mediaErrorText(code int, message string, codec api.Codec) string {
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

// deviceEvent is the onError event for a microphone that cannot be opened.
func deviceEvent(err error) api.ErrorEvent {
	device, ok := err.(*api.DeviceError)
	switch {
	case !ok:
		return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: err.Error()}
	case device.Reason == api.DeviceMissing:
		return api.ErrorEvent{Code: api.CodeNoMicrophone, Msg: textNoMicrophone}
	case device.Reason == api.DeviceInsecure:
		return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: api.TextInsecure}
	case device.Reason == api.DeviceInUse:
		return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: device.Error()}
	}
	return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: "{}"} // the original's text: an error as JSON
}

// lostEvent is the onError event for a device that is gone, or cannot be replaced by another.
func lostEvent(device string, cause error) api.ErrorEvent {
	var why *api.DeviceError
	known := errors.As(cause, &why)
	switch {
	case known && (why.Reason == api.DeviceRefused || why.Reason == api.DeviceInsecure):
		return deviceEvent(why)
	case device == api.Camera:
		return api.ErrorEvent{Code: api.CodeNoCamera, Msg: textNoCamera}
	case known:
		return deviceEvent(why)
	}
	return api.ErrorEvent{Code: api.CodeNoMicrophone, Msg: textNoMicrophone}
}
