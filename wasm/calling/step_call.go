package calling

import (
	"fmt"

	"trtccalling/server/protocol"
)

// Calling somebody: capture and offer in parallel, then the request, then it rings.

func (s *state) place(in place) {
	p := in.Params
	switch {
	case !p.valid():
		s.fail(in.Ticket, errorCallParams(p, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("calling"))
	case s.call != nil:
		s.fail(in.Ticket, errorStatus("call", s.status()))
	default:
		s.prepare(&call{
			ticket: in.Ticket, method: "call", kind: p.Type, invitees: p.InviteOptions.to([]string{p.UserID}, ""),
		})
	}
}

// to makes the server's words of what a page wants.
func (o InviteOptions) to(users []string, groupID string) protocol.Invitees {
	timeout := o.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	return protocol.Invitees{UserIDs: users, GroupID: groupID, Timeout: timeout, UserData: o.UserData, Push: o.Push}
}

// prepare opens the devices before anybody rings: who has no microphone rings nobody.
func (s *state) prepare(c *call) {
	if problem := s.at.support.problem(); problem != nil {
		s.fail(c.ticket, errorf(problem.Code, "%s%s", joinFailed, problem.Msg))
		s.emit(EventError, *problem)
		return
	}
	c.phase, c.about = preparing, s.inviting(c.kind, c.invitees)
	switch {
	case c.joins != "":
		c.lines = firstLines(protocol.VideoCall, maxFirstLines)
	case c.group:
		c.lines = firstLines(c.kind, len(c.invitees.UserIDs))
	}
	s.begin(c)
	s.do(connect{c.attempt, c.kind, c.lines})
	s.do(open{Attempt: c.attempt, Want: c.wanted()})
}

// inviting is the context of invitations that this user sends.
func (s *state) inviting(kind protocol.CallType, invitees protocol.Invitees) signalContext {
	about := signalContext{
		Inviter: s.session.userID, GroupID: invitees.GroupID, Kind: kind, Timeout: invitees.Timeout,
	}
	switch {
	case len(invitees.UserIDs) > 1 || invitees.GroupID != "":
		about.Together = invitees.UserIDs
	case len(invitees.UserIDs) == 1:
		about.Invitee = invitees.UserIDs[0]
	}
	return about
}

func (c *call) wanted() Devices {
	return Devices{Microphone: true, Camera: c.kind == protocol.VideoCall}
}

func (s *state) devicesOpened(in devicesOpened) {
	c := s.current(in.Attempt)
	switch {
	case in.Ticket != 0 || c != nil && c.phase == connected:
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
		s.placeWhenReady(c)
		return
	}
	if c.kind == protocol.AudioCall && c.devices.Camera { // the caller has switched meanwhile
		c.devices.Camera, c.cameraWanted = false, false
		s.do(closeDevices{Devices{Camera: true}})
		s.retype(c)
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

func (s *state) offered(in offered) {
	c := s.current(in.Attempt)
	switch {
	case c == nil:
	case in.Err != nil:
		s.connectionFailed(c, in.Err)
	case c.phase == preparing:
		c.offer = in.SDP
		s.placeWhenReady(c)
	default:
		c.negotiating = true
		body := protocol.Negotiate{CallID: c.id, Offer: in.SDP}
		s.do(request{Type: protocol.TypeNegotiate, Body: body, Attempt: c.attempt})
	}
}

// placeWhenReady sends the request as soon as both devices and offer are there.
func (s *state) placeWhenReady(c *call) {
	if !c.devicesOpen || c.offer == "" {
		return
	}
	c.phase, c.held, c.heldUpdates = placing, nil, nil
	if c.joins != "" {
		body := protocol.Join{CallID: c.joins, Offer: c.offer, Audio: c.devices.Microphone, Video: c.devices.Camera}
		s.do(request{Type: protocol.TypeJoin, Body: body, Attempt: c.attempt})
		return
	}
	body := protocol.Call{
		Invitees: c.invitees, Type: c.kind, Group: c.group,
		Offer: c.offer, Audio: c.devices.Microphone, Video: c.devices.Camera,
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
		s.notPlaced(c, errorSignal(err))
		return
	}
	c.id, c.about.RoomID = called.CallID, called.RoomID
	c.invites(c.about, called.Invites)
	if len(called.Invites) > 0 {
		c.about.InviteID = called.Invites[0].InviteID
	}
	s.resolve(c.ticket, s.placedResult(c, called.Invites))
	s.enter(c, called.Negotiated)
}

// invites notes invitations of ours that ring now.
func (c *call) invites(about signalContext, invites []protocol.Invite) {
	for _, invite := range invites {
		c.waiting = append(c.waiting, about.of(invite))
	}
}

// enter begins to talk in a call that the server has let us in.
func (s *state) enter(c *call, with protocol.Negotiated) {
	c.phase, c.ticket = connected, 0
	s.show(c)
	s.do(answer{c.attempt, with.Answer})
	s.do(attach{c.attempt, c.devices})
	s.sayLost(c)
	s.follow(c)
	s.catchUp(c)
}
