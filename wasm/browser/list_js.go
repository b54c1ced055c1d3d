package browser

import (
	"context"
	"fmt"
	"slices"
	"syscall/js"
	"time"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// communications is a second name that Windows gives to the device for calls; the original leaves it out.
const communications = "communications"

// fallback begins the name of a device whose own name is hidden; its place in the list follows.
func fallback(kind string) string {
	switch kind {
	case api.KindCamera:
		return "camera"
	case api.KindMicrophone:
		return "microphone"
	}
	return "speaker"
}

// ListDevices lists the devices.
func (p *Page) ListDevices(ctx context.Context) ([]api.Device, error) {
	all, err := listDevices(ctx)
	if err != nil {
		return nil, deviceError(camera, err)
	}
	p.devices.note(all)
	return all, nil
}

func listDevices(ctx context.Context) ([]api.Device, error) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	if source.IsUndefined() {
		return nil, errNoCapture
	}
	promise, err := jsbridge.Call(source, "enumerateDevices")
	if err != nil {
		return nil, err
	}
	found, err := jsbridge.Await(ctx, promise)
	if err != nil {
		return nil, err
	}
	return readDevices(found), nil
}

// listPatience is how long a call waits for a list. Firefox does not answer a page whose window has no focus
// until the focus is back.
const listPatience = 500 * time.Millisecond

func listSoon(ctx context.Context) ([]api.Device, error) {
	ctx, cancel := context.WithTimeout(ctx, listPatience)
	defer cancel()
	return listDevices(ctx)
}

func readDevices(found js.Value) []api.Device {
	var all []api.Device
	count := make(map[string]int)
	for i := range found.Length() {
		info := found.Index(i)
		d := api.Device{
			Label: info.Get("label").String(), DeviceID: info.Get("deviceId").String(),
			Kind: info.Get("kind").String(), GroupID: info.Get("groupId").String(),
		}
		if d.DeviceID == communications {
			continue
		}
		if d.Label == "" {
			d.Label = fmt.Sprintf("%s_%d", fallback(d.Kind), count[d.Kind])
		}
		count[d.Kind]++
		all = append(all, d)
	}
	return all
}

func ofKind(all []api.Device, kind string) []api.Device {
	return slices.DeleteFunc(slices.Clone(all), func(d api.Device) bool { return d.Kind != kind })
}

// note looks at a list: a device that was lost and is gone may be used when it comes back.
func (d *devices) note(all []api.Device) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, owner := range [...]*device{&d.microphone, &d.camera} {
		has := func(have api.Device) bool { return have.DeviceID == owner.id }
		owner.lost = owner.lost && slices.ContainsFunc(all, has)
	}
}

// isNews compares a list with the one that the page was last told of.
func (d *devices) isNews(all []api.Device) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.told
	d.told = all
	return before == nil || !slices.EqualFunc(before, all, sameDevice)
}

// sameDevice ignores names, which change when the page is allowed to know them.
func sameDevice(a, b api.Device) bool {
	return a.Kind == b.Kind && (a.DeviceID == b.DeviceID || a.DeviceID == "" || b.DeviceID == "")
}

// Observe sets who is told what devices do on their own; nil means nobody.
func (p *Page) Observe(o api.Observer) {
	p.devices.observe(o)
}

func (d *devices) observe(o api.Observer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.observer = o
	if d.watching != nil {
		d.watching.Release()
		d.watching = nil
	}
	source := js.Global().Get("navigator").Get("mediaDevices")
	if o == nil || source.IsUndefined() {
		return
	}
	d.watching = &jsbridge.Scope{}
	// The goroutine ends with the listing, which the browser answers once the window has focus.
	d.watching.Listen(source, "devicechange", func(js.Value) { go d.look() })
}

// look reports what was added or removed. Browsers announce each change several times.
func (d *devices) look() {
	all, err := listDevices(context.Background())
	if err != nil {
		return
	}
	d.note(all)
	if d.isNews(all) {
		d.tell(func(o api.Observer) { o.DevicesChanged(all) })
	}
}

func (d *devices) tell(what func(api.Observer)) {
	d.mu.Lock()
	observer := d.observer
	d.mu.Unlock()
	if observer != nil {
		what(observer)
	}
}

// take must be called with mu held. It puts a track to use and listens for its end, which browsers do not
// report for a track that is stopped. A listener would do as well as the property, but Firefox passes no event
// of a test to one.
func (d *devices) take(owner *device, track js.Value) {
	owner.track, owner.lost, owner.end = track, false, &jsbridge.Scope{}
	owner.id = track.Call("getSettings").Get("deviceId").String()
	track.Set("onended", owner.end.Func(func(js.Value, []js.Value) any {
		d.ended(owner, track)
		return nil
	}))
}

// ended is called by the browser when a device is unplugged, or its permission is withdrawn.
func (d *devices) ended(owner *device, track js.Value) {
	d.mu.Lock()
	same := owner.isOpen() && owner.track.Equal(track)
	if same {
		owner.lost = true
		owner.stop()
	}
	d.mu.Unlock()
	if !same {
		return
	}
	d.changed()
	name := microphone
	if owner == &d.camera {
		name = camera
	}
	d.tell(func(o api.Observer) { o.Lost(name) })
}

// Replace opens any other device in place of a lost one, trying the chosen one first.
func (p *Page) Replace(ctx context.Context, name string) error {
	d := p.devices
	candidates := []string{""} // whatever the browser has
	if all, err := listSoon(ctx); err == nil {
		d.note(all)
		candidates = d.candidates(name, all)
	}
	d.mu.Lock()
	closes := d.closes()
	d.mu.Unlock()
	for _, candidate := range candidates {
		if d.named(name).isOpen() {
			return nil
		}
		choice := d.chosen()
		choice.Camera, choice.Microphone = candidate, candidate
		stream, err := capture(ctx, constraints(devicesNamed(name), choice))
		if err == nil {
			d.keep(stream, closes)
			return nil
		}
		if ctx.Err() != nil || reasonOfError(err) == api.DeviceRefused {
			return namedError(name, err)
		}
	}
	return &api.DeviceError{Device: name, Reason: api.DeviceMissing, Text: "there is no other " + name}
}

// candidates are the ids of the devices that may take the place of a lost one.
func (d *devices) candidates(name string, all []api.Device) []string {
	kind := api.KindMicrophone
	if name == camera {
		kind = api.KindCamera
	}
	gone, choice := d.named(name), d.chosen()
	var ids []string
	for _, have := range ofKind(all, kind) {
		switch {
		case gone.lost && have.DeviceID == gone.id:
		case have.DeviceID == choice.Camera || have.DeviceID == choice.Microphone:
			ids = slices.Insert(ids, 0, have.DeviceID)
		default:
			ids = append(ids, have.DeviceID)
		}
	}
	return ids
}
