package machine

import "trtccalling/wasm/api"

// capture is the state of a call's microphone and camera.
type capture struct {
	microphone devicePhase
	camera     devicePhase
	muted      bool
}

type devicePhase int

const (
	deviceClosed  devicePhase = iota // and not wanted
	deviceOpening                    // the browser, or its user, is being asked for it
	deviceOpen
	deviceLost // unplugged, or lost in a failed switch; another one may take its place
)

// captureOpening is a capture in which these devices are being opened.
func captureOpening(want api.Devices) capture {
	var c capture
	for _, device := range [...]string{api.Microphone, api.Camera} {
		if want.Has(device) {
			*c.of(device) = deviceOpening
		}
	}
	return c
}

// of returns the phase of a device.
func (c *capture) of(device string) *devicePhase {
	if device == api.Camera {
		return &c.camera
	}
	return &c.microphone
}

// opened records what the first opening of a call has got.
func (c *capture) opened(got api.Devices) {
	for _, device := range [...]string{api.Microphone, api.Camera} {
		*c.of(device) = deviceClosed
		if got.Has(device) {
			*c.of(device) = deviceOpen
		}
	}
}

// openCamera notes that the camera is asked for. A lost one stays lost meanwhile: if it cannot be opened now,
// it may be when devices have changed.
func (c *capture) openCamera() {
	if c.camera == deviceClosed {
		c.camera = deviceOpening
	}
}

func (c *capture) cameraFailed() {
	if c.camera == deviceOpening {
		c.camera = deviceClosed
	}
}

// ready says whether the first opening is over.
func (c *capture) ready() bool { return c.microphone != deviceOpening }

// devices are the ones that are open.
func (c *capture) devices() api.Devices {
	return api.Devices{Microphone: c.microphone == deviceOpen, Camera: c.camera == deviceOpen}
}

// uses says whether a device of this kind is open, or is being opened.
func (c *capture) uses(device string) bool {
	phase := *c.of(device)
	return phase == deviceOpen || phase == deviceOpening
}

func (c *capture) misses(device string) bool { return *c.of(device) == deviceLost }

// speaks says whether the others can hear this user.
func (c *capture) speaks() bool { return c.microphone == deviceOpen && !c.muted }
