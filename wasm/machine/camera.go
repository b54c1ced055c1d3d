package machine

import (
	"errors"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Camera, microphone and views.

func (m *Machine) openCamera(in OpenCamera) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("openCamera"))
	case c == nil && m.call == nil && m.lastType == protocol.VideoCall:
		m.resolve(in.Ticket, nil)
		m.emit(api.EventError, api.ErrorEvent{Code: api.CodeNoCamera, Msg: textNoCamera})
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("openCamera"))
	case c.kind != protocol.VideoCall:
		m.resolve(in.Ticket, false)
	case c.devices.Camera:
		m.resolve(in.Ticket, true)
	default:
		c.cameraWanted = true
		m.do(Open{Attempt: c.attempt, Want: api.Devices{Camera: true}, Ticket: in.Ticket})
	}
}

// talking returns the call when it has a local stream.
func (m *Machine) talking() *call {
	if m.call != nil && m.call.phase == connected {
		return m.call
	}
	return nil
}

// cameraOpened is what became of OpenCamera; c is nil when the call is over.
func (m *Machine) cameraOpened(c *call, in DevicesOpened) {
	cause := in.Err
	if cause == nil {
		cause = in.Opened.CameraError
	}
	switch {
	case c == nil:
		m.fail(in.Ticket, errorCancelled("openCamera"))
	case cause != nil && in.Ticket == 0:
		m.switchFailed()
	case cause != nil:
		m.cameraFailed(in.Ticket, cause)
	case !c.cameraWanted: // closed again while it opened
		m.do(CloseDevices{api.Devices{Camera: true}})
		m.resolve(in.Ticket, false)
	default:
		c.devices.Camera = true
		m.sendMedia(c, in.Ticket)
	}
}

func (m *Machine) cameraFailed(t Ticket, cause error) {
	var device *api.DeviceError
	if errors.As(cause, &device) && device.Reason == api.DeviceInUse {
		m.resolve(t, nil)
		m.emit(api.EventError, api.ErrorEvent{Code: api.CodeNoCamera, Msg: textNoCamera})
		return
	}
	m.fail(t, api.Errorf(api.CodeDeviceDenied, "TRTCCalling.openCamera - %s", cause))
	m.emit(api.EventError, api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: "{}"})
}

func (m *Machine) closeCamera(in CloseCamera) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("closeCamera"))
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("closeCamera"))
	case !c.devices.Camera:
		c.cameraWanted = false
		m.resolve(in.Ticket, false)
	default:
		c.devices.Camera, c.cameraWanted = false, false
		m.do(CloseDevices{api.Devices{Camera: true}})
		m.sendMedia(c, in.Ticket)
	}
}

// sendMedia changes what is sent and says so.
func (m *Machine) sendMedia(c *call, t Ticket) {
	m.do(Attach{c.attempt, c.devices})
	m.sayMedia(c, t)
}

func (m *Machine) sayMedia(c *call, t Ticket) {
	body := protocol.Media{CallID: c.id, Audio: c.devices.Microphone && !c.muted, Video: c.devices.Camera, Screen: c.screen != 0}
	m.do(Request{Type: protocol.TypeMedia, Body: body, Attempt: c.attempt, Ticket: t})
}

func (m *Machine) muteMicrophone(in MuteMicrophone) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("setMicMute"))
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("setMicMute"))
	case !c.devices.Microphone:
		m.resolve(in.Ticket, false)
	case c.muted == in.Mute:
		m.resolve(in.Ticket, true)
	default:
		c.muted = in.Mute
		m.do(Mute{in.Mute})
		m.sayMedia(c, in.Ticket)
	}
}

func (m *Machine) startView(in StartView) {
	method := "start" + string(in.Kind)
	switch {
	case in.Params.UserID == "" || in.Params.Element == nil || in.Params.Element == "":
		m.fail(in.Ticket, errorParams(method, in.Params, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin(method))
	default:
		m.do(View{api.View{Kind: in.Kind, UserID: in.Params.UserID}, in.Params.Element})
		m.resolve(in.Ticket, nil)
	}
}

// A view is stopped whoever is signed in: its element may be about to go.
func (m *Machine) stopView(in StopView) {
	method := "stop" + string(in.Kind)
	if in.Params.UserID == "" {
		m.fail(in.Ticket, errorParams(method, in.Params, m.at.JSON))
		return
	}
	m.do(View{View: api.View{Kind: in.Kind, UserID: in.Params.UserID}})
	if m.signedIn() {
		m.resolve(in.Ticket, nil)
	} else {
		m.fail(in.Ticket, errorNotLogin(method))
	}
}
