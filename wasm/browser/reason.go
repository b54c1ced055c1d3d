package browser

import "trtccalling/wasm/api"

// reasonOf maps the name of an exception of getUserMedia to the cause. The texts differ between
// browsers, the names do not (Media Capture and Streams, section 10.2).
func reasonOf(exception string) api.DeviceReason {
	switch exception {
	case "NotFoundError", "OverconstrainedError":
		return api.DeviceMissing
	case "NotReadableError", "AbortError":
		return api.DeviceInUse
	}
	// NotAllowedError and SecurityError come from the user or a policy. Whatever else a browser may invent
	// means no, too.
	return api.DeviceRefused
}
