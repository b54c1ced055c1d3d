package calling

import (
	"errors"
	"slices"
)

// Which devices there are, and which of them are used.

func (s *state) listDevices(in listDevices) {
	if !s.signedIn() {
		s.fail(in.Ticket, errorNotLogin(in.Method))
		return
	}
	s.do(list{in})
}

func (s *state) devicesListed(in devicesListed) {
	if in.Err != nil {
		s.fail(in.Ask.Ticket, errorf(deviceEvent(in.Err).Code, "TRTCCalling.%s - %s", in.Ask.Method, in.Err))
		return
	}
	devices := ofKind(in.Devices, in.Ask.Kind)
	s.chooseListed(in.Ask.Kind, devices)
	s.resolve(in.Ask.Ticket, devices)
}

func ofKind(all []Device, kind string) []Device {
	devices := []Device{}
	for _, d := range all {
		if d.Kind == kind {
			devices = append(devices, d)
		}
	}
	return devices
}

// chooseListed chooses the first device of a list that lacks the chosen one, as the original does. A list
// never moves the sound to another speaker.
func (s *state) chooseListed(kind string, devices []Device) {
	chosen := &s.choice.Microphone
	if kind == KindCamera {
		chosen = &s.choice.Camera
	}
	has := func(d Device) bool { return d.DeviceID == *chosen }
	faces := kind == KindCamera && s.choice.Facing != ""
	if kind == KindSpeaker || faces || len(devices) == 0 || slices.ContainsFunc(devices, has) {
		return
	}
	*chosen = devices[0].DeviceID
	s.do(choose{s.choice})
}

func (s *state) switchDevice(in switchDevice) {
	device := in.Params.device()
	switch c := s.call; {
	case in.Params.Type == "" || in.Params.ID == "":
		s.fail(in.Ticket, errorParamsText("switchDevice", []byte(in.Params.Passed)))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("switchDevice"))
	case device == "":
		s.do(warn{"TRTCCalling.switchDevice - deviceType is neither video nor audio"})
		s.resolve(in.Ticket, nil)
	case c != nil && c.uses(device):
		s.do(swap{c.attempt, in.Ticket, device, in.Params.ID})
	default:
		s.choose(device, in.Params.ID)
		s.resolve(in.Ticket, nil)
		s.reopen(c, device)
	}
}

// uses says whether a device of this kind is open, or is being opened by what is under way.
func (c *call) uses(device string) bool {
	switch c.phase {
	case preparing, opening:
		return c.wanted().has(device)
	case placing, accepting, connected:
		return c.devices.has(device) || device == Camera && c.cameraWanted
	}
	return false
}

func (d Devices) has(device string) bool {
	if device == Camera {
		return d.Camera
	}
	return d.Microphone
}

func (d *Devices) set(device string, open bool) {
	if device == Camera {
		d.Camera = open
		return
	}
	d.Microphone = open
}

// choose remembers a device.
func (s *state) choose(device, id string) {
	if device == Camera {
		s.choice.Camera, s.choice.Facing = id, ""
	} else {
		s.choice.Microphone = id
	}
	s.do(choose{s.choice})
}

// A device is remembered when it could be opened, or when there was none open to put it in the place of.
func (s *state) deviceSwitched(in deviceSwitched) {
	c := s.current(in.Attempt)
	s.resolve(in.Ticket, nil)
	switch {
	case in.Err == nil || c == nil:
		s.choose(in.Device, in.ID)
		s.resend(c)
		s.reopen(c, in.Device)
	default:
		s.notSwitched(c, in)
	}
}

func (s *state) notSwitched(c *call, in deviceSwitched) {
	if in.Open {
		s.resend(c) // the old device may have come back as another track
	} else {
		s.lose(c, in.Device)
	}
	s.emit(EventError, lostEvent(in.Device, in.Err))
}

// resend sends the tracks of devices that were opened anew; nothing changes for the other side. Until
// there is something to send them to, attach comes by itself.
func (s *state) resend(c *call) {
	if c != nil && (c.phase == accepting || c.phase == connected) {
		s.do(attach{c.attempt, c.devices})
	}
}

// lostEvent is the onError event for a device that is no longer there, or cannot be changed for another.
func lostEvent(device string, cause error) ErrorEvent {
	var why *DeviceError
	known := errors.As(cause, &why)
	switch {
	case known && (why.Reason == DeviceRefused || why.Reason == DeviceInsecure):
		return deviceEvent(why)
	case device == Camera:
		return ErrorEvent{CodeNoCamera, textNoCamera}
	case known:
		return deviceEvent(why)
	}
	return ErrorEvent{CodeNoMicrophone, textNoMicrophone}
}

func (s *state) turnCamera(in turnCamera) {
	switch c := s.call; {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("switchCamera"))
	case c != nil && c.uses(Camera):
		s.do(turn{c.attempt, in.Ticket})
	default:
		s.choice.Camera, s.choice.Facing = "", s.choice.Facing.turned()
		s.do(choose{s.choice})
		s.resolve(in.Ticket, true)
	}
}

func (s *state) cameraTurned(in cameraTurned) {
	c := s.current(in.Attempt)
	s.resolve(in.Ticket, in.ID != "")
	switch {
	case in.ID != "":
		s.choose(Camera, in.ID)
		s.resend(c)
	case in.Err != nil && c != nil:
		s.notSwitched(c, deviceSwitched{Device: Camera, Open: in.Open, Err: in.Err})
	}
}

func (s *state) setQuality(in setQuality) {
	if in.Params.Quality == (Quality{}) {
		s.fail(in.Ticket, errorQuality())
		return
	}
	s.choice.Quality = in.Params.Quality
	s.do(choose{s.choice})
	s.resolve(in.Ticket, in.Params.Passed)
}
