package machine

import (
	"errors"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Camera and microphone in a call.

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
	case c.capture.has(api.Camera):
		m.resolve(in.Ticket, true)
	default:
		m.open(c, api.Devices{Camera: true}, in.Ticket)
	}
}

// cameraOpened handles the outcome of OpenCamera, and of the camera after a switch to video; c is nil when the
// call is over.
func (m *Machine) cameraOpened(c *call, in DevicesOpened) {
	cause := in.Err
	if cause == nil {
		cause = in.Opened.CameraError
	}
	if c == nil {
		m.fail(in.Ticket, errorCancelled("openCamera"))
		return
	}
	switch wanted := c.capture.answered(api.Camera, cause == nil); {
	case cause != nil:
		m.cameraFailed(in.Ticket, cause)
	case !wanted: // closed again while it opened
		m.shutCamera(c)
		m.resolve(in.Ticket, false)
	default:
		m.sendMedia(c, in.Ticket)
	}
}

func (m *Machine) cameraFailed(t Ticket, cause error) {
	var device *api.DeviceError
	switch {
	case t == 0: // this side has no picture to send; the other side may
		m.emit(api.EventError, api.ErrorEvent{Code: api.CodeSwitchToVideo, Msg: textSwitchToVideo})
	case errors.As(cause, &device) && device.Reason == api.DeviceInUse:
		m.resolve(t, nil)
		m.emit(api.EventError, api.ErrorEvent{Code: api.CodeNoCamera, Msg: textNoCamera})
	default:
		m.fail(t, api.Errorf(api.CodeDeviceDenied, "TRTCCalling.openCamera - %s", cause))
		m.emit(api.EventError, api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: "{}"})
	}
}

func (m *Machine) closeCamera(in CloseCamera) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("closeCamera"))
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("closeCamera"))
	case !c.capture.has(api.Camera):
		c.capture.close(api.Camera)
		m.resolve(in.Ticket, false)
	default:
		m.shutCamera(c)
		m.sendMedia(c, in.Ticket)
	}
}

func (m *Machine) muteMicrophone(in MuteMicrophone) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("setMicMute"))
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("setMicMute"))
	case !c.capture.has(api.Microphone):
		m.resolve(in.Ticket, false)
	case c.capture.muted == in.Mute:
		m.resolve(in.Ticket, true)
	default:
		c.capture.mute(in.Mute)
		m.do(Mute{in.Mute})
		m.sayMedia(c, in.Ticket)
	}
}
