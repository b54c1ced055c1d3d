package browser

import (
	"syscall/js"
	"testing"

	"trtccalling/wasm/api"
)

// ids lists the devices of a kind, which a page knows once it has been allowed to use one. Here Chromium has
// two fake cameras and Firefox has one.
func ids(t *testing.T, p *Page, kind string) []string {
	t.Helper()
	all, err := p.ListDevices(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, d := range ofKind(all, kind) {
		found = append(found, d.DeviceID)
	}
	if len(found) == 0 {
		t.Fatalf("there is no %s in %+v", kind, all)
	}
	return found
}

func deviceID(track js.Value) string { return track.Call("getSettings").Get("deviceId").String() }

// failFor makes getUserMedia fail when it is asked for a camera with this id.
func failFor(t *testing.T, id, exception string) {
	replaceCapture(t, func(c js.Value) string {
		if video := c.Get("video"); video.Truthy() && video.Get("deviceId").Truthy() && video.Get("deviceId").Get("exact").String() == id {
			return exception
		}
		return ""
	})
}

func TestChoose(t *testing.T) {
	t.Run("the chosen camera is opened", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		cameras := ids(t, p, api.KindCamera)
		want := cameras[len(cameras)-1]
		p.Close(both)
		p.Choose(api.Choice{Camera: want})
		openAll(t, p)
		if got := deviceID(p.devices.tracks().video); got != want {
			t.Errorf("got camera %s, want %s", got, want)
		}
	})
	t.Run("a chosen device that is gone counts as none chosen", func(t *testing.T) {
		p := newPage(t)
		p.Choose(api.Choice{Camera: "gone", Microphone: "gone, too"})
		openAll(t, p)
	})
	t.Run("a chosen microphone that is gone does not fail the probe", func(t *testing.T) {
		p := newPage(t)
		p.Choose(api.Choice{Microphone: "gone"})
		if err := p.ProbeMicrophone(testContext(t)); err != nil {
			t.Error(err)
		}
	})
	t.Run("a direction is only a wish", func(t *testing.T) {
		p := newPage(t)
		p.Choose(api.Choice{Facing: api.FacingEnvironment})
		openAll(t, p)
	})
}

func TestSwitch(t *testing.T) {
	t.Run("another camera takes the place of the open one", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		cameras, before := ids(t, p, api.KindCamera), p.devices.tracks()
		want := cameras[len(cameras)-1]
		if open, err := p.Switch(testContext(t), camera, want); !open || err != nil {
			t.Fatalf("got %v, %v", open, err)
		}
		after := p.devices.tracks()
		if got := deviceID(after.video); got != want {
			t.Errorf("got camera %s, want %s", got, want)
		}
		if after.video.Equal(before.video) || before.video.Get("readyState").String() != "ended" {
			t.Error("the old capture goes on, want it ended")
		}
		if !after.audio.Equal(before.audio) {
			t.Error("got another microphone, want the same")
		}
	})
	t.Run("another microphone stays muted if the previous one was", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		p.Mute(true)
		microphones := ids(t, p, api.KindMicrophone)
		if open, err := p.Switch(testContext(t), microphone, microphones[len(microphones)-1]); !open || err != nil {
			t.Fatalf("got %v, %v", open, err)
		}
		if p.devices.tracks().audio.Get("enabled").Bool() {
			t.Error("got speech from the other microphone, want silence")
		}
	})
	t.Run("nothing is opened when nothing is open", func(t *testing.T) {
		p := newPage(t)
		if open, err := p.Switch(testContext(t), camera, "any"); open || err != nil {
			t.Errorf("got %v, %v, want false and no error", open, err)
		}
	})
	t.Run("a camera that is not there leaves the old one alone", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		before := p.devices.tracks().video
		open, err := p.Switch(testContext(t), camera, "nowhere")
		checkDeviceError(t, err, camera, api.DeviceMissing)
		if !open || !p.devices.tracks().video.Equal(before) || before.Get("readyState").String() != "live" {
			t.Error("got the old camera closed, want it as it was")
		}
	})
	t.Run("a camera in use brings the old one back", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		before := deviceID(p.devices.tracks().video)
		failFor(t, "taken", "NotReadableError")
		open, err := p.Switch(testContext(t), camera, "taken")
		checkDeviceError(t, err, camera, api.DeviceInUse)
		after := p.devices.tracks().video
		if !open || after.Get("readyState").String() != "live" || deviceID(after) != before {
			t.Error("got another camera or none, want the old one")
		}
	})
	t.Run("when the old one does not come back either, none is open", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		replaceCapture(t, func(js.Value) string { return "NotReadableError" })
		open, err := p.Switch(testContext(t), camera, "taken")
		checkDeviceError(t, err, camera, api.DeviceInUse)
		if want := (api.Devices{Microphone: true}); open || p.devices.live() != want {
			t.Errorf("got %+v open, want %+v", p.devices.live(), want)
		}
	})
	t.Run("a camera that is closed meanwhile stays closed", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		streams, cameras := spyOnStreams(t), ids(t, p, api.KindCamera)
		replaceCapture(t, func(js.Value) string {
			p.Close(api.Devices{Camera: true})
			return ""
		})
		if open, err := p.Switch(testContext(t), camera, cameras[0]); open || err != nil {
			t.Errorf("got %v, %v, want false and no error", open, err)
		}
		if !streams.ended(1) || p.devices.live().Camera {
			t.Error("got a live camera, want none")
		}
	})
}

func TestTurn(t *testing.T) {
	p := newPage(t)
	openAll(t, p)
	cameras, before := ids(t, p, api.KindCamera), p.devices.tracks().video
	id, open, err := p.Turn(testContext(t))
	if !open || err != nil {
		t.Fatalf("got %v, %v", open, err)
	}
	if len(cameras) == 1 {
		if id != "" || !p.devices.tracks().video.Equal(before) {
			t.Errorf("got camera %q, want none besides the only one", id)
		}
		return
	}
	if now := deviceID(p.devices.tracks().video); id != now || now == deviceID(before) {
		t.Errorf("got %q and camera %s, want another one than %s", id, now, deviceID(before))
	}
	if id, _, err = p.Turn(testContext(t)); err != nil || id != deviceID(before) {
		t.Errorf("got %q, %v after the second turn, want the first camera", id, err)
	}
}

func TestTurnByDirection(t *testing.T) {
	p := newPage(t)
	openAll(t, p)
	wish := map[string]any{}
	now := p.devices.named(camera)
	now.track = js.ValueOf(map[string]any{"getSettings": js.Global().Get("Function").New(`return {facingMode: "environment"}`)})
	for _, video := range p.otherCameras(testContext(t), now)[:1] {
		wish = video["facingMode"].(map[string]any)
	}
	if wish["exact"] != "user" {
		t.Errorf("got %v tried first, want the camera that faces the user", wish)
	}
}
