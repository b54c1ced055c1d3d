package browser

import (
	"context"
	"errors"
	"slices"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// Choose sets what is opened from now on.
func (p *Page) Choose(c api.Choice) {
	d := p.devices
	d.mu.Lock()
	defer d.mu.Unlock()
	// A user who chooses a lost device has plugged it in again.
	d.camera.lost = d.camera.lost && c.Camera != d.camera.id
	d.microphone.lost = d.microphone.lost && c.Microphone != d.microphone.id
	d.choice = c
}

// chosen is what a call opens now.
func (d *devices) chosen() api.Choice {
	d.mu.Lock()
	defer d.mu.Unlock()
	choice := d.choice
	choice.Quality = d.quality
	return choice
}

// capture opens what is chosen. A chosen device that is no longer there counts as none chosen.
func (d *devices) capture(ctx context.Context, need api.Devices) (js.Value, error) {
	choice := d.chosen()
	stream, err := capture(ctx, constraints(need, choice))
	if err == nil || ctx.Err() != nil || reasonOfError(err) != api.DeviceMissing {
		return stream, err
	}
	present, changed := d.present(ctx, choice)
	if !changed {
		return stream, err
	}
	return capture(ctx, constraints(need, present))
}

// present drops from a choice what is not there, or everything when that is not known soon enough.
func (d *devices) present(ctx context.Context, choice api.Choice) (present api.Choice, changed bool) {
	all, err := listSoon(ctx)
	if err != nil {
		all = nil
	}
	present = choice
	for _, chosen := range [...]*string{&present.Microphone, &present.Camera} {
		if !slices.ContainsFunc(all, func(have api.Device) bool { return have.DeviceID == *chosen }) {
			*chosen = ""
		}
	}
	return present, present != choice
}

// reasonOfError is "" for anything but an exception of getUserMedia.
func reasonOfError(err error) api.DeviceReason {
	var thrown *jsbridge.Exception
	if !errors.As(err, &thrown) {
		return ""
	}
	return reasonOf(thrown.Name)
}

// Switch opens another device in place of an open one.
func (p *Page) Switch(ctx context.Context, device, id string) (open bool, err error) {
	choice := p.devices.chosen()
	choice.Camera, choice.Microphone = id, id // only one of them is asked for
	return p.devices.swap(ctx, device, constraints(devicesNamed(device), choice))
}

func devicesNamed(device string) api.Devices {
	return api.Devices{Microphone: device == microphone, Camera: device == camera}
}

// Turn opens the camera that faces the other way. Where browsers do not know which way a camera faces, it takes
// the next one of the list.
func (p *Page) Turn(ctx context.Context) (id string, open bool, err error) {
	now := p.devices.named(camera)
	if !now.isOpen() {
		return "", false, nil
	}
	for _, video := range p.otherCameras(ctx, now) {
		open, err = p.devices.swap(ctx, camera, map[string]any{"video": video})
		if err == nil {
			return p.devices.named(camera).id, open, nil
		}
		if missing := (*api.DeviceError)(nil); !errors.As(err, &missing) || missing.Reason != api.DeviceMissing {
			return "", open, err
		}
	}
	return "", true, nil
}

// otherCameras are constraints for the cameras to try instead of the open one.
func (p *Page) otherCameras(ctx context.Context, now device) []map[string]any {
	choice := p.devices.chosen()
	var others []map[string]any
	if facing := now.track.Call("getSettings").Get("facingMode"); facing.Type() == js.TypeString {
		video := cameraConstraints(api.Choice{Quality: choice.Quality})
		other := api.FacingEnvironment
		if facing.String() == string(other) {
			other = api.FacingUser
		}
		video["facingMode"] = map[string]any{"exact": string(other)}
		others = append(others, video)
	}
	all, err := listSoon(ctx)
	if err != nil {
		return others
	}
	for _, next := range after(ofKind(all, api.KindCamera), now.id) {
		others = append(others, cameraConstraints(api.Choice{Camera: next.DeviceID, Quality: choice.Quality}))
	}
	return others
}

// after returns the other devices of a list, starting with the one after id.
func after(list []api.Device, id string) []api.Device {
	at := slices.IndexFunc(list, func(d api.Device) bool { return d.DeviceID == id })
	if at < 0 {
		return list
	}
	return slices.Concat(list[at+1:], list[:at])
}

// swap puts what constraints ask for in place of an open device.
func (d *devices) swap(ctx context.Context, name string, constraints map[string]any) (open bool, err error) {
	before := d.named(name)
	if !before.isOpen() {
		return false, nil
	}
	stream, err := capture(ctx, constraints)
	if ctx.Err() == nil && reasonOfError(err) == api.DeviceInUse {
		return d.swapAlone(ctx, name, constraints)
	}
	if err != nil {
		return true, namedError(name, err)
	}
	return d.exchange(name, before, stream), nil
}

// swapAlone closes the old device first: many phones open only one camera at a time. When the new one cannot be
// opened even so, the old one is opened again.
func (d *devices) swapAlone(ctx context.Context, name string, wanted map[string]any) (open bool, err error) {
	before := d.named(name)
	before.track.Call("stop")
	stream, err := capture(ctx, wanted)
	if err == nil {
		return d.exchange(name, before, stream), nil
	}
	choice := d.chosen()
	choice.Camera, choice.Microphone = before.id, before.id
	back, failure := capture(ctx, constraints(devicesNamed(name), choice))
	if failure != nil {
		d.giveUp(name, before)
		return false, namedError(name, err)
	}
	return d.exchange(name, before, back), namedError(name, err)
}

func namedError(name string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return deviceError(name, err)
}

// exchange puts the track of a stream to use in place of the previous one, unless that was closed or has ended
// meanwhile.
func (d *devices) exchange(name string, before device, stream js.Value) (open bool) {
	track := tracksOf(stream)[0]
	d.mu.Lock()
	owner := d.owner(name)
	if owner.closes != before.closes {
		open = owner.isOpen()
		d.mu.Unlock()
		track.Call("stop")
		return open
	}
	owner.stop()
	d.take(owner, track)
	d.applyMute()
	d.mu.Unlock()
	d.changed()
	return true
}

// giveUp notes that a stopped device did not come back.
func (d *devices) giveUp(name string, before device) {
	d.mu.Lock()
	if owner := d.owner(name); owner.closes == before.closes {
		owner.stop()
	}
	d.mu.Unlock()
	d.changed()
}

// named returns a copy of a device's state.
func (d *devices) named(name string) device {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *d.owner(name)
}

// owner must be called with mu held, and so must closes.
func (d *devices) owner(name string) *device {
	if name == camera {
		return &d.camera
	}
	return &d.microphone
}

func (d *devices) closes() [2]int { return [2]int{d.microphone.closes, d.camera.closes} }
