package main

import (
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
	"trtccalling/wasm/browser"
	"trtccalling/wasm/calling"
)

// deviceMethods are the API's methods for devices and sound. Playback belongs to the page alone and must be
// requested inside the gesture that the page is handling.
func deviceMethods(c *calling.Client, page *browser.Page) map[string]jsbridge.Handler {
	return map[string]jsbridge.Handler{
		"getCameras":      jsbridge.Action(c.GetCameras),
		"getMicrophones":  jsbridge.Action(c.GetMicrophones),
		"getSpeakers":     jsbridge.Action(c.GetSpeakers),
		"switchDevice":    switchMethod(c.SwitchDevice),
		"switchCamera":    jsbridge.Action(c.SwitchCamera),
		"setVideoQuality": qualityMethod(c.SetVideoQuality),
		"setSpeaker":      speakerMethod(c.SetSpeaker),
		"resumePlayback": func(_ js.Value, settle func(any, error)) {
			page.Resume(func(plays bool) { settle(plays, nil) })
		},
	}
}

// switchFields are the parameters of switchDevice.
type switchFields struct {
	DeviceType js.Value `json:"deviceType"`
	DeviceID   js.Value `json:"deviceId"`
}

func switchMethod(change func(api.SwitchParams, calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f switchFields, done calling.Done) {
		change(api.ReadSwitchParams(textOf(f), jsbridge.JSON{}), done)
	})
}

// qualityFields are the parameters of setVideoQuality: the page's own parameter is the profile.
type qualityFields struct {
	Profile js.Value `json:"profile"`
}

func qualityMethod(set func(api.QualityParams, calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f qualityFields, done calling.Done) {
		params := api.ReadQualityParams(textOf(f.Profile), jsbridge.JSON{})
		params.Passed = f.Profile
		set(params, done)
	})
}

// speakerFields are the parameters of setSpeaker.
type speakerFields struct {
	DeviceID js.Value `json:"deviceId"`
}

func speakerMethod(set func(id string, valid bool, passed string, done calling.Done)) jsbridge.Handler {
	return jsbridge.Method(func(f speakerFields, done calling.Done) {
		if f.DeviceID.Type() != js.TypeString {
			set("", false, string(textOf(f)), done)
			return
		}
		set(f.DeviceID.String(), true, "", done)
	})
}
