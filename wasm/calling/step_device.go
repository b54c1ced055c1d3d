package calling

import (
	"errors"

	"trtccalling/server/protocol"
)

// Camera, microphone and views.

func (s *state) openCamera(in openCamera) {
	c := s.talking()
	switch {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("openCamera"))
	case c == nil && s.call == nil && s.lastType == protocol.VideoCall:
		s.resolve(in.Ticket, nil)
		s.emit(EventError, ErrorEvent{CodeNoCamera, textNoCamera})
	case c == nil:
		s.fail(in.Ticket, errorNoLocalStream("openCamera"))
	case c.kind != protocol.VideoCall:
		s.resolve(in.Ticket, false)
	case c.devices.Camera:
		s.resolve(in.Ticket, true)
	default:
		c.cameraWanted = true
		s.do(open{Attempt: c.attempt, Want: Devices{Camera: true}, Ticket: in.Ticket})
	}
}

// talking returns the call when it has a local stream.
func (s *state) talking() *call {
	if s.call != nil && s.call.phase == connected {
		return s.call
	}
	return nil
}

// cameraOpened is what became of OpenCamera; c is nil when the call is over.
func (s *state) cameraOpened(c *call, in devicesOpened) {
	cause := in.Err
	if cause == nil {
		cause = in.Opened.CameraError
	}
	switch {
	case c == nil:
		s.fail(in.Ticket, errorCancelled("openCamera"))
	case cause != nil && in.Ticket == 0:
		s.switchFailed()
	case cause != nil:
		s.cameraFailed(in.Ticket, cause)
	case !c.cameraWanted: // closed again while it opened
		s.do(closeDevices{Devices{Camera: true}})
		s.resolve(in.Ticket, false)
	default:
		c.devices.Camera = true
		s.sendMedia(c, in.Ticket)
	}
}

func (s *state) cameraFailed(t ticket, cause error) {
	var device *DeviceError
	if errors.As(cause, &device) && device.Reason == DeviceInUse {
		s.resolve(t, nil)
		s.emit(EventError, ErrorEvent{CodeNoCamera, textNoCamera})
		return
	}
	s.fail(t, errorf(CodeDeviceDenied, "TRTCCalling.openCamera - %s", cause))
	s.emit(EventError, ErrorEvent{CodeDeviceDenied, "{}"})
}

func (s *state) closeCamera(in closeCamera) {
	c := s.talking()
	switch {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("closeCamera"))
	case c == nil:
		s.fail(in.Ticket, errorNoLocalStream("closeCamera"))
	case !c.devices.Camera:
		c.cameraWanted = false
		s.resolve(in.Ticket, false)
	default:
		c.devices.Camera, c.cameraWanted = false, false
		s.do(closeDevices{Devices{Camera: true}})
		s.sendMedia(c, in.Ticket)
	}
}

// sendMedia changes what is sent and says so.
func (s *state) sendMedia(c *call, t ticket) {
	s.do(attach{c.attempt, c.devices})
	s.sayMedia(c, t)
}

func (s *state) sayMedia(c *call, t ticket) {
	body := protocol.Media{CallID: c.id, Audio: c.devices.Microphone && !c.muted, Video: c.devices.Camera, Screen: c.screen != 0}
	s.do(request{Type: protocol.TypeMedia, Body: body, Attempt: c.attempt, Ticket: t})
}

func (s *state) muteMicrophone(in muteMicrophone) {
	c := s.talking()
	switch {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("setMicMute"))
	case c == nil:
		s.fail(in.Ticket, errorNoLocalStream("setMicMute"))
	case !c.devices.Microphone:
		s.resolve(in.Ticket, false)
	case c.muted == in.Mute:
		s.resolve(in.Ticket, true)
	default:
		c.muted = in.Mute
		s.do(mute{in.Mute})
		s.sayMedia(c, in.Ticket)
	}
}

func (s *state) startView(in startView) {
	method := "start" + string(in.Kind)
	switch {
	case in.Params.UserID == "" || in.Params.Element == nil || in.Params.Element == "":
		s.fail(in.Ticket, errorParams(method, in.Params, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin(method))
	default:
		s.do(view{View{in.Kind, in.Params.UserID}, in.Params.Element})
		s.resolve(in.Ticket, nil)
	}
}

// A view is stopped whoever is signed in: its element may be about to go.
func (s *state) stopView(in stopView) {
	method := "stop" + string(in.Kind)
	if in.Params.UserID == "" {
		s.fail(in.Ticket, errorParams(method, in.Params, s.at.json))
		return
	}
	s.do(view{View: View{in.Kind, in.Params.UserID}})
	if s.signedIn() {
		s.resolve(in.Ticket, nil)
	} else {
		s.fail(in.Ticket, errorNotLogin(method))
	}
}
