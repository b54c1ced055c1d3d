package browser

import "trtccalling/wasm/calling"

// Names of the kinds of tracks, as media stream tracks and slots have them.
const (
	audioKind = "audio"
	videoKind = "video"
)

// Names of devices in a calling.DeviceError.
const (
	microphone = "microphone"
	camera     = "camera"
)

// reasonOf maps the name of an exception of getUserMedia to the cause. The texts differ between
// browsers, the names do not (Media Capture and Streams, section 10.2).
func reasonOf(exception string) calling.DeviceReason {
	switch exception {
	case "NotFoundError", "OverconstrainedError":
		return calling.DeviceMissing
	case "NotReadableError", "AbortError":
		return calling.DeviceInUse
	}
	// NotAllowedError and SecurityError are the user's or a policy's. What else a browser may invent
	// means no, too.
	return calling.DeviceRefused
}
