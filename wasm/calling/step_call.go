package calling

import (
	"encoding/json"
	"fmt"

	"trtccalling/server/protocol"
)

// Calling somebody: capture and offer in parallel, then the request, then it rings.

type (
	place struct {
		Ticket ticket
		Params CallParams
	}
	devicesOpened struct {
		Attempt int
		Ticket  ticket // of OpenCamera, else 0
		Opened  Opened
		Err     error
	}
	offered struct {
		Attempt int
		SDP     string
		Err     error
	}
)

func (in place) apply(s *state) {
	switch {
	case !in.Params.valid():
		s.fail(in.Ticket, errorCallParams(in.Params, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("calling"))
	case s.call != nil:
		s.fail(in.Ticket, errorStatus("call", s.status()))
	default:
		s.prepare(in)
	}
}

// prepare opens the devices before anybody rings: who has no microphone rings nobody.
func (s *state) prepare(in place) {
	if problem := s.at.support.problem(); problem != nil {
		s.fail(in.Ticket, errorf(problem.Code, "%s%s", joinFailed, problem.Msg))
		s.emit(EventError, *problem)
		return
	}
	about := signalContext{
		Inviter: s.session.userID, Invitee: in.Params.UserID, Kind: in.Params.Type, Timeout: in.Params.Timeout,
	}
	if about.Timeout == 0 {
		about.Timeout = defaultTimeout
	}
	c := s.begin(&call{phase: preparing, ticket: in.Ticket, kind: in.Params.Type, about: about})
	s.do(connect{c.attempt, c.kind})
	s.do(open{Attempt: c.attempt, Want: c.wanted()})
}

// problem is why there can be no call here, or nil.
func (s Support) problem() *ErrorEvent {
	switch {
	case !s.Secure:
		return &ErrorEvent{CodeDeviceDenied, textInsecure}
	case !s.WebRTC:
		return &ErrorEvent{CodeUnsupported, SupportResult{Detail: s.Detail}}
	}
	return nil
}

func (r SupportResult) String() string { return textUnsupported }

func (c *call) wanted() Devices {
	return Devices{Microphone: true, Camera: c.kind == protocol.VideoCall}
}

func (in devicesOpened) apply(s *state) {
	c := s.current(in.Attempt)
	switch {
	case in.Ticket != 0:
		s.cameraOpened(c, in)
	case c == nil:
	case in.Err != nil && c.phase == preparing:
		event := deviceEvent(in.Err)
		s.end(errorf(event.Code, "%sfailed to initialize local stream - %s", joinFailed, in.Err))
		s.emit(EventError, event)
	case in.Err != nil:
		s.acceptFailed(c, in.Err)
	default:
		s.opened(c, in.Opened)
	}
}

func (s *state) opened(c *call, opened Opened) {
	c.devices, c.devicesOpen, c.cameraWanted = opened.Devices, true, opened.Camera
	if opened.CameraError != nil {
		s.do(warn{fmt.Sprintf("TRTCCalling - the call goes on without video: %s", opened.CameraError)})
	}
	if c.phase == preparing {
		s.place(c)
		return
	}
	s.sendAccept(c)
}

// deviceEvent is the onError event for a microphone that cannot be had.
func deviceEvent(err error) ErrorEvent {
	device, ok := err.(*DeviceError)
	switch {
	case !ok:
		return ErrorEvent{CodeDeviceDenied, err.Error()}
	case device.Reason == DeviceMissing:
		return ErrorEvent{CodeNoMicrophone, textNoMicrophone}
	case device.Reason == DeviceInsecure:
		return ErrorEvent{CodeDeviceDenied, textInsecure}
	case device.Reason == DeviceInUse:
		return ErrorEvent{CodeDeviceDenied, device.Error()}
	}
	return ErrorEvent{CodeDeviceDenied, "{}"} // the original's text: an error as JSON
}

func (in offered) apply(s *state) {
	c := s.current(in.Attempt)
	switch {
	case c == nil:
	case in.Err != nil:
		s.connectionFailed(c, in.Err)
	case c.phase == preparing:
		c.offer = in.SDP
		s.place(c)
	default:
		body := protocol.Negotiate{CallID: c.id, Offer: in.SDP}
		s.do(request{Type: protocol.TypeNegotiate, Body: body, Attempt: c.attempt})
	}
}

// place sends the request as soon as both devices and offer are there.
func (s *state) place(c *call) {
	if !c.devicesOpen || c.offer == "" {
		return
	}
	c.phase, c.held = placing, nil
	body := protocol.Call{
		Invitees: protocol.Invitees{UserIDs: []string{c.about.Invitee}, Timeout: c.about.Timeout},
		Type:     c.kind, Offer: c.offer, Audio: c.devices.Microphone, Video: c.devices.Camera,
	}
	s.do(request{Type: protocol.TypeCall, Body: body, Attempt: c.attempt})
}

// placed is the reply to call. When the call was hung up meanwhile, the hangup that followed the
// request has ended it at the server, too.
func (s *state) placed(in reply) {
	c := s.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var called protocol.Called
	if err := s.decode(in, &called); err != nil {
		s.end(errorSignal(err))
		return
	}
	if len(called.Invites) > 0 {
		c.about.InviteID = called.Invites[0].InviteID
	}
	c.phase, c.id, c.about.RoomID, c.waiting = connected, called.CallID, called.RoomID, called.Invites
	s.show(c.id)
	s.resolve(c.ticket, CallResult{
		Audio: c.devices.Microphone, Video: c.devices.Camera, SelfID: s.session.userID,
		SignalResult: s.signalResult(c.about, actionInvite), RoomID: c.about.RoomID, UserID: c.about.Invitee,
	})
	c.ticket = 0
	s.do(answer{c.attempt, called.Answer})
	s.do(attach{c.attempt, c.devices})
	s.catchUp(c)
}

// reply is what became of a request.
type reply struct {
	Session int
	Request request
	Body    json.RawMessage
	Err     error // a *protocol.Error, or that the connection ended
}

func (in reply) apply(s *state) {
	switch in.Request.Type {
	case protocol.TypeCall:
		s.placed(in)
	case protocol.TypeNegotiate:
		s.negotiated(in)
	case protocol.TypeAccept:
		s.accepted(in)
	case protocol.TypeReject:
		s.rejected(in)
	case protocol.TypeHangup:
		s.hungUp(in)
	case protocol.TypeMedia:
		s.resolve(in.Request.Ticket, true) // the devices have changed already, whatever the server says
	case protocol.TypeLogout:
		s.loggedOut(in)
	}
}

// decode reads a reply's body; a reply with an error yields that.
func (s *state) decode(in reply, body any) error {
	if in.Err != nil {
		return in.Err
	}
	if err := s.at.json.Unmarshal(in.Body, body); err != nil {
		return fmt.Errorf("read the reply to %s: %w", in.Request.Type, err)
	}
	return nil
}
