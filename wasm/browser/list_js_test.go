package browser

import (
	"slices"
	"syscall/js"
	"testing"
	"time"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// told is an Observer that keeps what it is told.
type told struct {
	lost    chan string
	changed chan []api.Device
	blocked chan []string
	screen  chan bool
}

func newTold() *told {
	return &told{make(chan string, 10), make(chan []api.Device, 10), make(chan []string, 10), make(chan bool, 10)}
}

func (o *told) ScreenEnded()                    { o.screen <- false }
func (o *told) Lost(device string)              { o.lost <- device }
func (o *told) DevicesChanged(all []api.Device) { o.changed <- all }
func (o *told) Blocked(users []string)          { o.blocked <- users }

// observe makes an observer that is gone before the page is checked for leaks.
func observe(t *testing.T, p *Page) *told {
	o := newTold()
	p.Observe(o)
	t.Cleanup(func() { p.Observe(nil) })
	return o
}

func next[T any](t *testing.T, from chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(deadline):
		t.Fatal("was told nothing")
		panic("unreachable")
	}
}

// endTrack does what a browser does when a device is unplugged.
func endTrack(track js.Value) {
	track.Call("stop")
	track.Call("dispatchEvent", js.Global().Get("Event").New("ended"))
}

func TestReadDevices(t *testing.T) {
	list := js.Global().Call("eval", `[
		{kind: "audioinput", deviceId: "default", label: "Default", groupId: "g"},
		{kind: "audioinput", deviceId: "communications", label: "Twice", groupId: "g"},
		{kind: "audioinput", deviceId: "", label: "", groupId: ""},
		{kind: "videoinput", deviceId: "", label: "", groupId: ""},
		{kind: "videoinput", deviceId: "", label: "", groupId: ""},
		{kind: "audiooutput", deviceId: "", label: "", groupId: ""}]`)
	got := readDevices(list)
	want := []api.Device{
		{Label: "Default", DeviceID: "default", Kind: "audioinput", GroupID: "g"},
		{Label: "microphone_1", Kind: "audioinput"},
		{Label: "camera_0", Kind: "videoinput"},
		{Label: "camera_1", Kind: "videoinput"},
		{Label: "speaker_0", Kind: "audiooutput"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDeviceIsPulledOut(t *testing.T) {
	p := newPage(t)
	o := observe(t, p)
	openAll(t, p)
	cameras := ids(t, p, api.KindCamera)
	gone := deviceID(p.devices.tracks().video)
	endTrack(p.devices.tracks().video)
	if got := next(t, o.lost); got != camera {
		t.Errorf("got %s lost, want the camera", got)
	}
	if want := (api.Devices{Microphone: true}); p.devices.live() != want {
		t.Errorf("got %+v open, want %+v", p.devices.live(), want)
	}
	err := p.Replace(testContext(t), camera)
	if len(cameras) == 1 {
		checkDeviceError(t, err, camera, api.DeviceMissing)
	} else if now := deviceID(p.devices.tracks().video); err != nil || now == gone {
		t.Errorf("got %v and camera %s, want another than %s", err, now, gone)
	}
	p.Close(api.Devices{Camera: true})
	openAll(t, p) // a user who opens the camera may have plugged it in again
}

func TestDevicesAreUsedWhenTheBrowserListsNone(t *testing.T) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	var scope jsbridge.Scope
	source.Set("enumerateDevices", scope.Func(func(js.Value, []js.Value) any {
		return js.Global().Get("Promise").New(js.Global().Get("Function").New("")) // like Firefox without focus
	}))
	t.Cleanup(func() {
		js.Global().Get("Reflect").Call("deleteProperty", source, "enumerateDevices")
		scope.Release()
	})
	p := newPage(t)
	p.Choose(api.Choice{Microphone: "gone", Camera: "gone"})
	openAll(t, p)
	endTrack(p.devices.tracks().video)
	if err := p.Replace(testContext(t), camera); err != nil || !p.devices.live().Camera {
		t.Errorf("got %v in place of the lost camera, want one", err)
	}
}

func TestMicrophoneOfAnEarlierCallEnds(t *testing.T) {
	p := newPage(t)
	o := observe(t, p)
	openAll(t, p)
	before := p.devices.tracks().audio
	p.Close(both)
	openAll(t, p)
	endTrack(before)
	if len(o.lost) != 0 || !p.devices.live().Microphone {
		t.Error("got the new microphone lost, want it open")
	}
}

func TestDevicesComeAndGo(t *testing.T) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	var scope jsbridge.Scope
	list := []any{map[string]any{"kind": "videoinput", "deviceId": "c1", "label": "One", "groupId": ""}}
	source.Set("enumerateDevices", scope.Func(func(js.Value, []js.Value) any {
		return js.Global().Get("Promise").Call("resolve", list)
	}))
	t.Cleanup(func() {
		js.Global().Get("Reflect").Call("deleteProperty", source, "enumerateDevices")
		scope.Release()
	})
	change := func() { source.Call("dispatchEvent", js.Global().Get("Event").New("devicechange")) }

	p := newPage(t)
	o := observe(t, p)
	change()
	if got := next(t, o.changed); len(got) != 1 || got[0].Label != "One" {
		t.Errorf("got %+v, want the one camera", got)
	}
	change() // the same again
	list = append(list, map[string]any{"kind": "audioinput", "deviceId": "m1", "label": "Two", "groupId": ""})
	change()
	if got := next(t, o.changed); len(got) != 2 {
		t.Errorf("got %+v, want only the added device", got)
	}
	p.Observe(nil)
	list = list[:1]
	change()
	if len(o.changed) != 0 {
		t.Error("got a change, want none after the end")
	}
}

func TestSpeaker(t *testing.T) {
	p := newPage(t)
	speaker := ""
	all, err := p.ListDevices(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	if speakers := ofKind(all, api.KindSpeaker); len(speakers) > 0 {
		speaker = speakers[len(speakers)-1].DeviceID
	}
	checkDeviceError(t, p.SetSpeaker(testContext(t), "nowhere"), "speaker", api.DeviceMissing)
	if err := p.SetSpeaker(testContext(t), speaker); err != nil {
		t.Fatal(err)
	}
	player := newPlayer(p.views, remoteView("bob"))
	player.audio = player.newOutput(audioKind)
	element := player.audio.element
	eventually(t, "a new element plays there", func() bool { return element.Get("sinkId").String() == speaker })
	player.remove()
}
