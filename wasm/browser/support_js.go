package browser

import (
	"syscall/js"

	"trtccalling/wasm/api"
)

// findSupport looks for what calls need: nothing more, and in no other way than calls use it. The oldest
// supported browsers have all of it.
func findSupport() api.Support {
	global := js.Global()
	secure := global.Get("isSecureContext").Truthy()
	devices := global.Get("navigator").Get("mediaDevices")
	return api.Support{Secure: secure, Detail: map[string]bool{
		api.HasWebRTC: has("RTCPeerConnection", "addTransceiver", "getTransceivers", "connectionState") &&
			has("RTCRtpTransceiver", "direction") && has("MediaStream"),
		api.HasReplaceTrack:  has("RTCRtpSender", "replaceTrack"),
		api.HasSetParameters: has("RTCRtpSender", "getParameters", "setParameters"),
		api.HasMediaDevices:  devices.Truthy() && devices.Get("getUserMedia").Truthy(),
		api.HasWebSocket:     has("WebSocket"),
		api.IsSecure:         secure,
	}}
}

// has says whether a class with these members exists. They are not read: getters of a prototype throw.
func has(class string, members ...string) bool {
	value := js.Global().Get(class)
	if !value.Truthy() {
		return false
	}
	for _, member := range members {
		if !js.Global().Get("Reflect").Call("has", value.Get("prototype"), member).Bool() {
			return false
		}
	}
	return true
}
