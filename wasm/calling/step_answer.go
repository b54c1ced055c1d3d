package calling

import (
	"slices"

	"trtccalling/server/protocol"
)

// Being called: the microphone is asked for and the connection is made while nobody knows; then the
// page rings, and accepts or rejects.

// An invitation can cross a call of our own. While the server does not know of that, the invitation waits for
// what becomes of it; afterwards the server says that we are busy, or invites again if our call is refused.
func (s *state) invited(in invited) {
	switch {
	case s.session.number != in.Session || !s.signedIn():
	case s.call != nil && s.call.phase == placing:
	case s.call != nil && s.call.id == in.CallID && s.call.about.InviteID == in.InviteID: // said again
	case s.call != nil:
		s.call.held, s.call.heldUpdates = &in.Invited, nil
	default:
		s.ring(in.Invited)
	}
}

// ring prepares everything but tells the page only when the microphone may be used.
func (s *state) ring(in protocol.Invited) {
	if problem := s.at.support.problem(); problem != nil {
		s.do(request{Type: protocol.TypeReject, Body: protocol.Reject{CallID: in.CallID, InviteID: in.InviteID}})
		s.emit(EventError, *problem)
		return
	}
	c := &call{phase: probing, id: in.CallID, kind: in.Type, group: in.Group, about: signalContext{
		InviteID: in.InviteID, Inviter: in.From, Invitee: s.session.userID, GroupID: in.GroupID,
		Kind: in.Type, RoomID: in.RoomID, Timeout: in.Timeout,
	}}
	if in.GroupID != "" {
		c.about.Together = in.UserIDs
	}
	if c.group {
		c.lines = firstLines(c.kind, maxFirstLines)
	}
	s.begin(c)
	s.do(probe{c.attempt})
	s.do(connect{c.attempt, c.kind, c.lines})
}

func (s *state) probed(in probed) {
	c := s.current(in.Attempt)
	if c == nil || c.phase != probing {
		return
	}
	if in.Err != nil {
		s.do(request{Type: protocol.TypeReject, Body: protocol.Reject{CallID: c.id, InviteID: c.about.InviteID}})
		s.end(nil)
		s.emit(EventError, deviceEvent(in.Err))
		return
	}
	c.phase = ringing
	s.show(c)
	s.emit(EventInvited, InvitedEvent{
		Sponsor: c.about.Inviter, UserIDList: c.about.all(), IsFromGroup: c.group,
		InviteData: InviteData{Version: signalVersion, CallType: c.kind, RoomID: c.about.RoomID},
		InviteID:   c.about.InviteID,
	})
	for _, u := range c.untold {
		s.tell(u)
	}
	c.untold = nil
}

func (s *state) negotiated(in reply) {
	c := s.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var negotiated protocol.Negotiated
	if err := s.decode(in, &negotiated); err != nil {
		s.connectionFailed(c, err)
		return
	}
	s.do(answer{c.attempt, negotiated.Answer})
	c.negotiating = false
	s.renegotiate(c)
}

// renegotiate offers the lines that the server asks for, and the screen, when no other offer is under way.
func (s *state) renegotiate(c *call) {
	more := protocol.Lines{Audio: max(c.lines.Audio, c.wantedLines.Audio), Video: max(c.lines.Video, c.wantedLines.Video)}
	if c.negotiating || more == c.lines && c.screen == c.offeredScreen {
		return
	}
	c.lines, c.offeredScreen, c.negotiating = more, c.screen, true
	s.do(renegotiate{c.attempt, more, c.screen != 0})
}

func (s *state) accept(in accept) {
	c := s.call
	switch {
	case c == nil || c.phase != ringing:
		s.do(warn{"TRTCCalling.accept - there is no invitation to accept"})
		s.resolve(in.Ticket, nil)
	case c.mediaError != nil:
		c.ticket = in.Ticket
		s.acceptFailed(c, c.mediaError)
	default:
		c.ticket, c.method, c.phase = in.Ticket, "accept", opening
		s.retype(c)
		s.do(open{Attempt: c.attempt, Want: c.wanted()})
	}
}

// sendAccept sends the request before the media, so that the server lets the first key frame pass.
func (s *state) sendAccept(c *call) {
	if c.mediaError != nil {
		s.acceptFailed(c, c.mediaError)
		return
	}
	c.phase = accepting
	body := protocol.Accept{
		CallID: c.id, InviteID: c.about.InviteID, Audio: c.devices.Microphone, Video: c.devices.Camera,
	}
	s.do(request{Type: protocol.TypeAccept, Body: body, Attempt: c.attempt})
	s.do(attach{c.attempt, c.devices})
}

// acceptFailed declines what cannot be accepted for want of media.
func (s *state) acceptFailed(c *call, cause error) {
	failure := errorf(CodeMediaLost, "TRTCCalling.accept - join room failed")
	failure.Data = map[string]any{"reason": textOf(cause)}
	_, isDevice := cause.(*DeviceError)
	event := deviceEvent(cause)
	if isDevice {
		failure.Code = event.Code
	}
	s.do(request{Type: protocol.TypeReject, Body: protocol.Reject{CallID: c.id, InviteID: c.about.InviteID}})
	s.hide(c.id)
	s.end(failure)
	if isDevice {
		s.emit(EventError, event)
	}
}

func (s *state) accepted(in reply) {
	c := s.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var accepted protocol.Accepted
	if err := s.decode(in, &accepted); err != nil {
		s.sendHangup(c, 0) // the server may have answered too late, and let this user in
		s.end(errorSignal(err))
		return
	}
	c.phase, c.group = connected, c.group || accepted.Group
	c.typed(accepted.Type)
	s.resolve(c.ticket, AcceptResult{
		Audio: c.devices.Microphone, Video: c.devices.Camera && c.kind == protocol.VideoCall, SelfID: s.session.userID,
		RoomID: c.about.RoomID, CallType: accepted.Type, SignalResult: s.signalResult(c.about, actionAccept),
	})
	c.ticket = 0
	s.follow(c)
	s.catchUp(c)
}

func (s *state) reject(in reject) {
	c := s.call
	if c == nil || !slices.Contains([]callPhase{ringing, opening}, c.phase) {
		s.do(warn{"TRTCCalling.reject - there is no invitation to reject"})
		s.resolve(in.Ticket, nil)
		return
	}
	body := protocol.Reject{CallID: c.id, InviteID: c.about.InviteID}
	s.do(request{Type: protocol.TypeReject, Body: body, Ticket: in.Ticket, About: c.about})
	s.hide(c.id)
	s.end(errorCancelled("accept"))
}

func (s *state) rejected(in reply) {
	if in.Err != nil {
		s.fail(in.Request.Ticket, errorSignal(in.Err))
		return
	}
	s.resolve(in.Request.Ticket, s.signalResult(in.Request.About, actionReject))
}
