package machine

import "trtccalling/wasm/api"

// capture is what a call has of the microphone and of the camera. Only its methods change it.
type capture struct {
	microphone capturedDevice
	camera     capturedDevice
	muted      bool
}

type capturedDevice struct {
	phase devicePhase
	asked int // how many Opens are under way
}

type devicePhase int

const (
	deviceClosed  devicePhase = iota // and not wanted
	deviceOpening                    // the browser, or its user, is being asked for it
	deviceOpen
	deviceLost // unplugged, or lost in a failed switch; another one may take its place
)

func (c *capture) of(device string) *capturedDevice {
	if device == api.Camera {
		return &c.camera
	}
	return &c.microphone
}

// ask notes that devices are asked for. One that was lost stays so meanwhile: should it not be had now, it may be
// when devices have changed.
func (c *capture) ask(want api.Devices) {
	for _, device := range [...]string{api.Microphone, api.Camera} {
		d := c.of(device)
		if !want.Has(device) {
			continue
		}
		d.asked++
		if d.phase == deviceClosed {
			d.phase = deviceOpening
		}
	}
}

// answered notes what has become of one Open. A device that was not had is closed when no other Open asks for it.
// It is false for one that was had, and that nobody wants any more.
func (c *capture) answered(device string, had bool) (wanted bool) {
	d := c.of(device)
	d.asked = max(d.asked-1, 0)
	switch {
	case had && d.phase == deviceClosed:
		return false
	case had:
		d.phase = deviceOpen
	case d.phase == deviceOpening && d.asked == 0:
		d.phase = deviceClosed
	}
	return true
}

func (c *capture) mute(on bool) { c.muted = on }

func (c *capture) close(device string) { c.of(device).phase = deviceClosed }

// lose notes that a device is gone. It is false for one that was closed before.
func (c *capture) lose(device string) bool {
	inUse := c.uses(device)
	if inUse {
		c.of(device).phase = deviceLost
	}
	return inUse
}

// found takes a device in the place of one that was lost. It is false when none was missing.
func (c *capture) found(device string) bool {
	missing := c.misses(device)
	if missing {
		c.of(device).phase = deviceOpen
	}
	return missing
}

// ready says whether the microphone, which is asked for first, is not being opened any more.
func (c *capture) ready() bool { return c.microphone.phase != deviceOpening }

func (c *capture) has(device string) bool { return c.of(device).phase == deviceOpen }

func (c *capture) misses(device string) bool { return c.of(device).phase == deviceLost }

// uses says whether a device is open, or is being opened.
func (c *capture) uses(device string) bool {
	phase := c.of(device).phase
	return phase == deviceOpen || phase == deviceOpening
}

// devices are those that are open.
func (c *capture) devices() api.Devices {
	return api.Devices{Microphone: c.has(api.Microphone), Camera: c.has(api.Camera)}
}

// speaks says whether the others hear this user.
func (c *capture) speaks() bool { return c.has(api.Microphone) && !c.muted }
