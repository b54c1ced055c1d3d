package scenario

import (
	"fmt"
	"strings"
	"time"

	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

// hears sets what the user's connection does with what the server says: "nothing" holds it back until "again".
// Or it waits for how loud somebody is: "volume of B", "no volume of B".
func hears(who string, words []string) (func(*stage) error, error) {
	last := words[max(len(words)-1, 0):]
	switch what := strings.Join(words[:len(words)-len(last)], " "); {
	case len(words) == 1 && words[0] == "nothing":
		return ofUser(0, func(u *user, _ []string) error { u.line.hold(); return nil })(who, words)
	case len(words) == 1 && words[0] == "again":
		return ofUser(0, func(u *user, _ []string) error { u.line.release(); return nil })(who, words)
	case what == "volume of" || what == "no volume of":
		return ofUser(0, func(u *user, _ []string) error { return u.hearsVolume(last[0], what == "volume of") })(who, words)
	}
	return nil, fmt.Errorf("want hears nothing, again or [no] volume of user")
}

func (u *user) keepVolumes(e api.VoiceVolumeEvent) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.volumes = e
	close(u.spoke)
	u.spoke = make(chan struct{})
}

// hearsVolume waits for an event that says so; earlier ones do not count.
func (u *user) hearsVolume(of string, some bool) error {
	late := time.After(patience)
	for {
		u.mu.Lock()
		spoke := u.spoke
		u.mu.Unlock()
		select {
		case <-spoke:
		case <-late:
			return fmt.Errorf("the last volumes are %+v", u.volumesNow())
		}
		for _, v := range u.volumesNow() {
			if v.UserID == of && (v.AudioVolume > 0) == some {
				return nil
			}
		}
	}
}

func (u *user) volumesNow() []api.UserVolume {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.volumes.VolumeMap
}

// unplugs and plugs remove all devices of a kind, and put them back.
func (u *user) unplugs(words []string) error {
	return u.plugged(words, u.media.Unplug)
}

func (u *user) plugs(words []string) error {
	return u.plugged(words, u.media.Plug)
}

func (u *user) plugged(words []string, change func(native.Kind)) error {
	kind, known := map[string]native.Kind{"camera": native.Video, "microphone": native.Audio}[words[0]]
	if !known {
		return fmt.Errorf("%s is neither camera nor microphone", words[0])
	}
	change(kind)
	return nil
}

// choosers are the methods that choose devices.
var choosers = map[string]func(u *user, args []string) (method, error){
	"getCameras":     plainMethod((*calling.Client).GetCameras),
	"getMicrophones": plainMethod((*calling.Client).GetMicrophones),
	"getSpeakers":    plainMethod((*calling.Client).GetSpeakers),
	"switchCamera":   plainMethod((*calling.Client).SwitchCamera),
	"switchDevice": func(u *user, args []string) (method, error) {
		p := api.ReadSwitchParams([]byte(object(args, "deviceType", "deviceId")), api.NativeJSON{})
		return func(done calling.Done) { u.client.SwitchDevice(p, done) }, nil
	},
	"setVideoQuality": func(u *user, args []string) (method, error) {
		profile := args[0]
		if !strings.HasPrefix(profile, "{") {
			profile = fmt.Sprintf("%q", profile)
		}
		p := api.ReadQualityParams([]byte(profile), api.NativeJSON{})
		return func(done calling.Done) { u.client.SetVideoQuality(p, done) }, nil
	},
}

// methodNamed is nil for an unknown name.
func methodNamed(name string) func(u *user, args []string) (method, error) {
	if chooser := choosers[name]; chooser != nil {
		return chooser
	}
	return methods[name]
}
