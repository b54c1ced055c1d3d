package api

import (
	"fmt"
	"strings"
)

// Support is what a place can do.
type Support struct {
	Secure bool            // false: a page on plain http by address; it has no devices, which is not the browser's fault
	Detail map[string]bool // what calls need, for the payload of ERROR 60006; all of it is there in a browser that will do
}

// Names of Support.Detail. The original's are those that it had.
const (
	HasWebRTC        = "isWebRTCSupported"
	HasReplaceTrack  = "isReplaceTrackSupported"
	HasSetParameters = "isSetParametersSupported"
	HasMediaDevices  = "isMediaDevicesSupported"
	HasWebSocket     = "isWebSocketSupported"
	IsSecure         = "isSecureContext" // no quality of the browser
)

// missing are the names of what the browser lacks. In an insecure page it hides its devices.
func (s Support) missing() []string {
	var names []string
	for _, name := range [...]string{HasWebRTC, HasReplaceTrack, HasSetParameters, HasMediaDevices, HasWebSocket} {
		there, known := s.Detail[name]
		if known && !there && (s.Secure || name != HasMediaDevices) {
			names = append(names, name)
		}
	}
	return names
}

// problem is why there can be no call here, or nil.
func (s Support) Problem() *ErrorEvent {
	if !s.Secure {
		return &ErrorEvent{CodeDeviceDenied, TextInsecure}
	}
	return s.Unsupported()
}

// unsupported is what an application is told of what is missing, or nil.
func (s Support) Unsupported() *ErrorEvent {
	missing := s.missing()
	if len(missing) == 0 {
		return nil
	}
	return &ErrorEvent{CodeUnsupported, SupportResult{Detail: s.Detail, missing: missing}}
}

// unreachable is why no server can be reached from here, or nil.
func (s Support) Unreachable() error {
	if there, known := s.Detail[HasWebSocket]; known && !there {
		return Errorf(CodeUnsupported, "%s", s.Unsupported().Msg)
	}
	return nil
}

// SupportResult is what the check for WebRTC found.
type SupportResult struct {
	Result  bool            `json:"result"`
	Detail  map[string]bool `json:"detail"`
	missing []string
}

// String is what a method says that cannot do its work.
func (r SupportResult) String() string {
	return fmt.Sprintf("this browser lacks what calls need (%s). Use %s, or newer. Apple's Lockdown Mode and some extensions "+
		"take WebRTC away, and can make an exception for this site", strings.Join(r.missing, ", "), oldestBrowsers)
}
