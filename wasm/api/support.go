package api

import (
	"fmt"
	"strings"
)

// Support is what a place can do.
type Support struct {
	Secure bool            // false: a page on plain http by address; it has no devices, through no fault of the browser's
	Detail map[string]bool // what calls need, for the payload of ERROR 60006; all true in a supported browser
}

// Names of Support.Detail, spelt as in the original where it had them.
const (
	HasWebRTC        = "isWebRTCSupported"
	HasReplaceTrack  = "isReplaceTrackSupported"
	HasSetParameters = "isSetParametersSupported"
	HasMediaDevices  = "isMediaDevicesSupported"
	HasWebSocket     = "isWebSocketSupported"
	IsSecure         = "isSecureContext" // a property of the page, not of the browser
)

// missing lists the names of what the browser lacks. In an insecure page browsers hide their devices.
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

// Problem is why no call is possible here, or nil.
func (s Support) Problem() *ErrorEvent {
	if !s.Secure {
		return &ErrorEvent{CodeDeviceDenied, TextInsecure}
	}
	return s.Unsupported()
}

// Unsupported is what an application is told about missing features, or nil.
func (s Support) Unsupported() *ErrorEvent {
	missing := s.missing()
	if len(missing) == 0 {
		return nil
	}
	return &ErrorEvent{CodeUnsupported, SupportResult{Detail: s.Detail, missing: missing}}
}

// Unreachable is why no server can be reached from here, or nil.
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

// String is the text of a method that cannot do its work.
func (r SupportResult) String() string {
	return fmt.Sprintf("this browser lacks what calls need (%s). Use %s, or newer. Apple's Lockdown Mode and some extensions "+
		"disable WebRTC, and can make an exception for this site", strings.Join(r.missing, ", "), oldestBrowsers)
}
