package machine

import (
	"trtccalling/wasm/api"
)

// What devices and sound do on their own.

// The page is told at once that a device is gone; then another one takes its place, if there is one.
func (m *Machine) deviceLost(in DeviceLost) {
	c := m.call
	if c == nil || !c.capture.has(in.Device) {
		return
	}
	m.lose(c, in.Device)
	m.emit(api.EventError, lostEvent(in.Device, nil))
	m.reopen(c, in.Device)
}

// lose goes on without a device, unless nobody wants it any more.
func (m *Machine) lose(c *call, device string) {
	if c.capture.lose(device) {
		m.resendAndSay(c)
	}
}

// reopen looks for a device in place of a lost one, unless nobody wants it any more.
func (m *Machine) reopen(c *call, device string) {
	if c != nil && c.capture.misses(device) {
		m.do(Replace{c.attempt, device})
	}
}

func (m *Machine) deviceReplaced(in DeviceReplaced) {
	c := m.current(in.Attempt)
	if c == nil || in.Err != nil { // the page already knows that it is lost
		return
	}
	switch {
	case c.capture.found(in.Device):
		m.resendAndSay(c)
	case !c.capture.uses(in.Device):
		m.do(CloseDevices{api.DevicesOf(in.Device)})
	}
}

func (m *Machine) devicesChanged(in DevicesChanged) {
	if !m.signedIn() {
		return
	}
	m.emit(api.EventDeviceChanged, api.DeviceChangedEvent{
		Cameras: api.OfKind(in.Devices, api.KindCamera), Microphones: api.OfKind(in.Devices, api.KindMicrophone),
		Speakers: api.OfKind(in.Devices, api.KindSpeaker),
	})
	m.reopen(m.call, api.Microphone)
	m.reopen(m.call, api.Camera)
}

func (m *Machine) soundBlocked(in SoundBlocked) {
	if m.call != nil {
		m.emit(api.EventAutoplayBlocked, api.AutoplayBlockedEvent{UserIDList: in.Users})
	}
}
