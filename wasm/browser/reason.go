package browser

import "trtccalling/wasm/calling"

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
