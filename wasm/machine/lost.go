package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// What devices and sound do by themselves.

// A device that was pulled out is told as it is; then another one takes its place, if there is one.
func (m *Machine) deviceLost(in DeviceLost) {
	c := m.call
	if c == nil || !c.devices.Has(in.Device) {
		return
	}
	m.lose(c, in.Device)
	m.emit(api.EventError, lostEvent(in.Device, nil))
	m.reopen(c, in.Device)
}

// lose goes on without a device.
func (m *Machine) lose(c *call, device string) {
	c.devices.Set(device, false)
	c.lost.Set(device, true)
	m.resendAndSay(c)
}

// sayLost tells what was pulled out while the request was under way that had promised it.
func (m *Machine) sayLost(c *call) {
	if c.misses(api.Microphone) || c.misses(api.Camera) {
		m.sayMedia(c, 0)
	}
}

func (m *Machine) resendAndSay(c *call) {
	m.resend(c)
	if c.phase == accepting || c.phase == connected {
		m.sayMedia(c, 0)
	}
}

// reopen looks for a device in place of one that was lost, unless nobody wants it any more.
func (m *Machine) reopen(c *call, device string) {
	if c.misses(device) {
		m.do(Replace{c.attempt, device})
	}
}

func (c *call) misses(device string) bool {
	if c == nil || !c.lost.Has(device) || c.devices.Has(device) {
		return false
	}
	return device == api.Microphone || c.cameraWanted && c.kind == protocol.VideoCall
}

func (m *Machine) deviceReplaced(in DeviceReplaced) {
	c := m.current(in.Attempt)
	switch {
	case c == nil || in.Err != nil: // the page knows that it is lost
	case !c.misses(in.Device):
		if !c.devices.Has(in.Device) {
			m.do(CloseDevices{api.DevicesOf(in.Device)})
		}
	default:
		c.devices.Set(in.Device, true)
		c.lost.Set(in.Device, false)
		m.resendAndSay(c)
	}
}

func (m *Machine) devicesChanged(in DevicesChanged) {
	if !m.signedIn() {
		return
	}
	m.emit(api.EventDeviceChanged, api.DeviceChangedEvent{
		Cameras: ofKind(in.Devices, api.KindCamera), Microphones: ofKind(in.Devices, api.KindMicrophone),
		Speakers: ofKind(in.Devices, api.KindSpeaker),
	})
	m.reopen(m.call, api.Microphone)
	m.reopen(m.call, api.Camera)
}

func (m *Machine) soundBlocked(in SoundBlocked) {
	if m.call != nil {
		m.emit(api.EventAutoplayBlocked, api.AutoplayBlockedEvent{UserIDList: in.Users})
	}
}
