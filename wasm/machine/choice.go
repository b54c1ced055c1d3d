package machine

import (
	"slices"

	"trtccalling/wasm/api"
)

// Which devices there are, and which of them are in use.

func (m *Machine) listDevices(in ListDevices) {
	if !m.signedIn() {
		m.fail(in.Ticket, errorNotLogin(in.Method))
		return
	}
	m.do(List{in})
}

func (m *Machine) devicesListed(in DevicesListed) {
	if in.Err != nil {
		m.fail(in.Ask.Ticket, api.Errorf(deviceEvent(in.Err).Code, "TRTCCalling.%s - %s", in.Ask.Method, in.Err))
		return
	}
	devices := api.OfKind(in.Devices, in.Ask.Kind)
	m.chooseListed(in.Ask.Kind, devices)
	m.resolve(in.Ask.Ticket, devices)
}

// chooseListed chooses the first device of a list that lacks the chosen one, as the original does. Listing
// speakers never moves the sound to another one.
func (m *Machine) chooseListed(kind string, devices []api.Device) {
	chosen := &m.choice.Microphone
	if kind == api.KindCamera {
		chosen = &m.choice.Camera
	}
	has := func(d api.Device) bool { return d.DeviceID == *chosen }
	faces := kind == api.KindCamera && m.choice.Facing != ""
	if kind == api.KindSpeaker || faces || len(devices) == 0 || slices.ContainsFunc(devices, has) {
		return
	}
	*chosen = devices[0].DeviceID
	m.do(Choose{m.choice})
}

func (m *Machine) switchDevice(in SwitchDevice) {
	device := in.Params.Device()
	switch c := m.call; {
	case in.Params.Type == "" || in.Params.ID == "":
		m.fail(in.Ticket, errorParamsText("switchDevice", []byte(in.Params.Passed)))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("switchDevice"))
	case device == "":
		m.do(Warn{"TRTCCalling.switchDevice - deviceType is neither video nor audio"})
		m.resolve(in.Ticket, nil)
	case c != nil && c.capture.uses(device):
		m.do(Swap{c.attempt, in.Ticket, device, in.Params.ID})
	default:
		m.choose(device, in.Params.ID)
		m.resolve(in.Ticket, nil)
		m.reopen(c, device)
	}
}

// choose remembers a device.
func (m *Machine) choose(device, id string) {
	if device == api.Camera {
		m.choice.Camera, m.choice.Facing = id, ""
	} else {
		m.choice.Microphone = id
	}
	m.do(Choose{m.choice})
}

// A device is remembered when it was opened, or when none was open that it could replace.
func (m *Machine) deviceSwitched(in DeviceSwitched) {
	c := m.current(in.Attempt)
	m.resolve(in.Ticket, nil)
	switch {
	case in.Err == nil || c == nil:
		m.choose(in.Device, in.ID)
		m.resend(c)
		m.reopen(c, in.Device)
	default:
		m.notSwitched(c, in)
	}
}

func (m *Machine) notSwitched(c *call, in DeviceSwitched) {
	if in.Open {
		m.resend(c) // the old device may have come back as another track
	} else {
		m.lose(c, in.Device)
	}
	m.emit(api.EventError, lostEvent(in.Device, in.Err))
}

func (m *Machine) turnCamera(in TurnCamera) {
	switch c := m.call; {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("switchCamera"))
	case c != nil && c.capture.uses(api.Camera):
		m.do(Turn{c.attempt, in.Ticket})
	default:
		m.choice.Camera, m.choice.Facing = "", m.choice.Facing.Turned()
		m.do(Choose{m.choice})
		m.resolve(in.Ticket, true)
		m.reopen(m.call, api.Camera)
	}
}

func (m *Machine) cameraTurned(in CameraTurned) {
	c := m.current(in.Attempt)
	m.resolve(in.Ticket, in.ID != "")
	switch {
	case in.ID != "":
		m.choose(api.Camera, in.ID)
		m.resend(c)
	case in.Err != nil && c != nil:
		m.notSwitched(c, DeviceSwitched{Device: api.Camera, Open: in.Open, Err: in.Err})
	}
}

func (m *Machine) setQuality(in SetQuality) {
	if in.Params.Quality == (api.Quality{}) {
		m.fail(in.Ticket, errorQuality())
		return
	}
	m.choice.Quality = in.Params.Quality
	m.do(Choose{m.choice})
	m.resolve(in.Ticket, in.Params.Passed)
}
