package calling

import "trtccalling/server/protocol"

// What devices and sound do by themselves.

// A device that was pulled out is told as it is; then another one takes its place, if there is one.
func (s *state) deviceLost(in deviceLost) {
	c := s.call
	if c == nil || !c.devices.has(in.Device) {
		return
	}
	s.lose(c, in.Device)
	s.emit(EventError, lostEvent(in.Device, nil))
	s.reopen(c, in.Device)
}

// lose goes on without a device.
func (s *state) lose(c *call, device string) {
	c.devices.set(device, false)
	c.lost.set(device, true)
	s.resendAndSay(c)
}

// sayLost tells what was pulled out while the request was under way that had promised it.
func (s *state) sayLost(c *call) {
	if c.misses(Microphone) || c.misses(Camera) {
		s.sayMedia(c, 0)
	}
}

func (s *state) resendAndSay(c *call) {
	s.resend(c)
	if c.phase == accepting || c.phase == connected {
		s.sayMedia(c, 0)
	}
}

// reopen looks for a device in place of one that was lost, unless nobody wants it any more.
func (s *state) reopen(c *call, device string) {
	if c.misses(device) {
		s.do(replace{c.attempt, device})
	}
}

func (c *call) misses(device string) bool {
	if c == nil || !c.lost.has(device) || c.devices.has(device) {
		return false
	}
	return device == Microphone || c.cameraWanted && c.kind == protocol.VideoCall
}

func (s *state) deviceReplaced(in deviceReplaced) {
	c := s.current(in.Attempt)
	switch {
	case c == nil || in.Err != nil: // the page knows that it is lost
	case !c.misses(in.Device):
		if !c.devices.has(in.Device) {
			s.do(closeDevices{devicesOf(in.Device)})
		}
	default:
		c.devices.set(in.Device, true)
		c.lost.set(in.Device, false)
		s.resendAndSay(c)
	}
}

func devicesOf(device string) Devices {
	return Devices{Microphone: device == Microphone, Camera: device == Camera}
}

func (s *state) devicesChanged(in devicesChanged) {
	if !s.signedIn() {
		return
	}
	s.emit(EventDeviceChanged, DeviceChangedEvent{
		Cameras: ofKind(in.Devices, KindCamera), Microphones: ofKind(in.Devices, KindMicrophone),
		Speakers: ofKind(in.Devices, KindSpeaker),
	})
	s.reopen(s.call, Microphone)
	s.reopen(s.call, Camera)
}

func (s *state) soundBlocked(in soundBlocked) {
	if s.call != nil {
		s.emit(EventAutoplayBlocked, AutoplayBlockedEvent{in.Users})
	}
}
