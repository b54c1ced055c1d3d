package browser

import (
	"context"
	"errors"
	"syscall/js"
	"testing"

	"trtccalling/wasm/api"
)

var both = api.Devices{Microphone: true, Camera: true}

func TestOpen(t *testing.T) {
	t.Run("the camera has the default profile and both tracks are live", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		open := p.devices.tracks()
		settings := open.video.Call("getSettings")
		if w, h := settings.Get("width").Int(), settings.Get("height").Int(); w != 640 || h != 480 {
			t.Errorf("got %dx%d, want 640x480", w, h)
		}
		for _, track := range []js.Value{open.audio, open.video} {
			if state := track.Get("readyState").String(); state != "live" {
				t.Errorf("got a track that is %s, want live", state)
			}
		}
	})
	t.Run("a device that is already open is kept", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		before := p.devices.tracks()
		openAll(t, p)
		after := p.devices.tracks()
		if !after.audio.Equal(before.audio) || !after.video.Equal(before.video) {
			t.Error("got other tracks, want the same")
		}
	})
	t.Run("close ends the capture", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		video := p.devices.tracks().video
		p.Close(api.Devices{Camera: true})
		if state := video.Get("readyState").String(); state != "ended" {
			t.Errorf("got a camera that is %s, want ended", state)
		}
		if got, want := p.devices.live(), (api.Devices{Microphone: true}); got != want {
			t.Errorf("got %+v open, want %+v", got, want)
		}
	})
	t.Run("a device that is closed while the user is asked stays closed", func(t *testing.T) {
		p := newPage(t)
		replaceCapture(t, func(js.Value) string {
			p.Close(api.Devices{Camera: true})
			return ""
		})
		opened, err := p.Open(testContext(t), both)
		if err != nil {
			t.Fatal(err)
		}
		if want := (api.Devices{Microphone: true}); opened.Devices != want || p.devices.live() != want {
			t.Errorf("got %+v, want %+v", opened.Devices, want)
		}
	})
	t.Run("what is granted after the context ended is stopped", func(t *testing.T) {
		p := newPage(t)
		ctx, cancel := context.WithCancel(context.Background())
		streams := spyOnStreams(t)
		replaceCapture(t, func(js.Value) string {
			cancel()
			return ""
		})
		if _, err := p.Open(ctx, both); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
		eventually(t, "the tracks end", func() bool { return streams.ended(2) })
	})
}

func TestOpenFails(t *testing.T) {
	wants := func(kind string) func(js.Value) bool {
		return func(constraints js.Value) bool { return constraints.Get(kind).Truthy() }
	}
	wantsCamera, wantsMicrophone := wants(videoKind), wants(audioKind)

	t.Run("the camera is refused and the microphone stays open", func(t *testing.T) {
		p := newPage(t)
		replaceCapture(t, func(c js.Value) string {
			if wantsCamera(c) {
				return "NotAllowedError"
			}
			return ""
		})
		opened, err := p.Open(testContext(t), both)
		if err != nil || opened.Devices != (api.Devices{Microphone: true}) {
			t.Errorf("got %+v, %v, want the microphone", opened.Devices, err)
		}
		checkDeviceError(t, opened.CameraError, camera, api.DeviceRefused)
	})
	t.Run("the microphone is in use, and nothing stays open", func(t *testing.T) {
		p := newPage(t)
		replaceCapture(t, func(c js.Value) string {
			if wantsMicrophone(c) {
				return "NotReadableError"
			}
			return ""
		})
		_, err := p.Open(testContext(t), both)
		checkDeviceError(t, err, microphone, api.DeviceInUse)
		if got := p.devices.live(); got != (api.Devices{}) {
			t.Errorf("got %+v open, want nothing", got)
		}
	})
	t.Run("only the camera is wanted, but there is none", func(t *testing.T) {
		p := newPage(t)
		replaceCapture(t, func(js.Value) string { return "NotFoundError" })
		opened, err := p.Open(testContext(t), api.Devices{Camera: true})
		if err != nil || opened.Devices != (api.Devices{}) {
			t.Errorf("got %+v, %v, want nothing and no error", opened.Devices, err)
		}
		checkDeviceError(t, opened.CameraError, camera, api.DeviceMissing)
	})
	t.Run("the probe says who refused", func(t *testing.T) {
		p := newPage(t)
		replaceCapture(t, func(js.Value) string { return "SecurityError" })
		checkDeviceError(t, p.ProbeMicrophone(testContext(t)), microphone, api.DeviceRefused)
	})
}

func TestProbeLeavesNothingOpen(t *testing.T) {
	p := newPage(t)
	streams := spyOnStreams(t)
	if err := p.ProbeMicrophone(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if !streams.ended(1) {
		t.Error("got a live microphone, want none")
	}
}

func TestMute(t *testing.T) {
	p := newPage(t)
	p.Mute(true)
	openAll(t, p)
	track := p.devices.tracks().audio
	if track.Get("enabled").Bool() {
		t.Error("got speech from a microphone that was muted before it opened")
	}
	p.Mute(false)
	if !track.Get("enabled").Bool() {
		t.Error("got silence after unmuting, want speech")
	}
	if state := track.Get("readyState").String(); state != "live" {
		t.Errorf("got a microphone that is %s, want live", state)
	}
}

func checkDeviceError(t *testing.T, err error, device string, reason api.DeviceReason) {
	t.Helper()
	var got *api.DeviceError
	if !errors.As(err, &got) {
		t.Fatalf("got %v, want a device error", err)
	}
	if got.Device != device || got.Reason != reason || got.Text == "" {
		t.Errorf("got %+v, want %s %s and a text", got, device, reason)
	}
}

// streamSpy lists the tracks that getUserMedia hands out.
type streamSpy struct{ list js.Value }

func spyOnStreams(t *testing.T) streamSpy {
	js.Global().Get("Function").New(`
		const prototype = MediaDevices.prototype, original = prototype.getUserMedia
		globalThis.spiedTracks = []
		prototype.getUserMedia = async function (c) {
			const stream = await original.call(this, c)
			spiedTracks.push(...stream.getTracks())
			return stream
		}
		globalThis.endSpying = () => { prototype.getUserMedia = original }`).Invoke()
	t.Cleanup(func() { js.Global().Call("endSpying") })
	return streamSpy{js.Global().Get("spiedTracks")}
}

// ended is true when this many tracks were handed out and none is live.
func (s streamSpy) ended(count int) bool {
	for i := range s.list.Length() {
		if s.list.Index(i).Get("readyState").String() != "ended" {
			return false
		}
	}
	return s.list.Length() == count
}
