//go:build !js

package calling_test

import (
	"context"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

// prompting is a page's media whose user is asked for the camera and does not answer until the test says so.
type prompting struct {
	*native.Media
	asked    chan struct{} // closed when the user is asked for the camera alone
	answered chan struct{} // closed when the user has answered
}

func (m *prompting) Open(ctx context.Context, want api.Devices) (api.Opened, error) {
	if want == (api.Devices{Camera: true}) {
		close(m.asked)
		select {
		case <-m.answered:
		case <-ctx.Done():
		}
	}
	return m.Media.Open(ctx, want)
}

// opensCamera puts a user into a video call without a picture and has the browser ask for the camera.
func opensCamera(t *testing.T) (p *page, media *prompting, opened chan error) {
	t.Helper()
	devices, err := native.New(native.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	media = &prompting{Media: devices, asked: make(chan struct{}), answered: make(chan struct{})}
	p = openWith(t, servertest.Start(t, servertest.Options{}).URL, media)
	p.login(t, "A")
	devices.Break(native.Video, api.DeviceRefused)
	params := api.CallParams{UserID: "B", Type: protocol.VideoCall}
	if _, err := do[api.CallResult](t, func(d calling.Done) { p.Call(params, d) }); err != nil {
		t.Fatal(err)
	}
	devices.Break(native.Video, "")
	opened = make(chan error, 1)
	p.OpenCamera(func(_ any, err error) { opened <- err })
	<-media.asked
	return p, media, opened
}

func TestAMicrophoneIsSwitchedWhileTheUserIsAskedForTheCamera(t *testing.T) {
	p, media, opened := opensCamera(t)
	params := api.SwitchParams{Type: "audio", ID: "microphone-2"}
	if _, err := do[any](t, func(d calling.Done) { p.SwitchDevice(params, d) }); err != nil {
		t.Errorf("switch the microphone: %v", err)
	}
	if got := media.Using()[native.Audio]; got != params.ID {
		t.Errorf("%s is in use, want %s", got, params.ID)
	}
	close(media.answered)
	if err := <-opened; err != nil {
		t.Errorf("open the camera: %v", err)
	}
}

func TestAnotherCameraWaitsUntilTheUserHasAnswered(t *testing.T) {
	p, media, opened := opensCamera(t)
	switched := make(chan error, 1)
	p.SwitchDevice(api.SwitchParams{Type: "video", ID: "camera-2"}, func(_ any, err error) { switched <- err })
	microphone := api.SwitchParams{Type: "audio", ID: "microphone-2"} // takes just as long
	if _, err := do[any](t, func(d calling.Done) { p.SwitchDevice(microphone, d) }); err != nil {
		t.Errorf("switch the microphone: %v", err)
	}
	select {
	case err := <-switched:
		t.Errorf("the camera was switched (%v) before the user had answered", err)
	default:
	}
	close(media.answered)
	if err := <-opened; err != nil {
		t.Errorf("open the camera: %v", err)
	}
	if err := <-switched; err != nil || media.Using()[native.Video] != "camera-2" {
		t.Errorf("got %v and %s, want camera-2", err, media.Using()[native.Video])
	}
}
