package calling

import (
	"cmp"

	"trtccalling/server/protocol"
)

// Ending a call from this side. The client is idle at once; the events that the end brings come from
// the server, also when the next call has begun by then.

func (s *state) hangup(in hangup) {
	c := s.call
	switch {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("hangup"))
		return
	case c == nil || c.phase == probing: // nobody knows of it yet
		s.resolve(in.Ticket, ok())
		return
	case c.phase == preparing: // the server knows nothing of it
		s.end(errorCancelled(c.method))
		s.resolve(in.Ticket, ok())
		return
	}
	s.sendHangup(c, in.Ticket)
	if c.phase != connected && c.phase != accepting {
		s.hide(c.id)
	}
	// The connection stays until the server has answered: if it went first, the server would take that
	// for the end of the call and know of nothing to cancel by the time it hears of the hangup.
	s.endButConnection(errorCancelled(c.method))
}

// sendHangup also ends a call whose ID is not known yet: the server takes the requests of a session in
// order, and without an ID the call that this one has asked for is meant.
func (s *state) sendHangup(c *call, t ticket) {
	body := protocol.Hangup{CallID: cmp.Or(c.id, c.joins), InviteID: c.about.InviteID}
	s.do(request{Type: protocol.TypeHangup, Body: body, Attempt: c.attempt, Ticket: t, About: c.about, Waiting: c.waiting})
}

// hungUp is the reply. The call is over here whatever it says.
func (s *state) hungUp(in reply) {
	s.do(disconnect{in.Request.Attempt})
	var body protocol.HungUp
	if s.decode(in, &body) != nil || len(body.Cancelled) == 0 {
		s.resolve(in.Request.Ticket, ok())
		return
	}
	var results []SignalResult
	done := ""
	for _, invite := range body.Cancelled {
		if invite.InviteID == done {
			continue // one invitation of several users
		}
		done = invite.InviteID
		results = append(results, s.signalResult(in.Request.sent(invite), actionCancel))
	}
	s.resolve(in.Request.Ticket, results)
}

// sent finds the context of an invitation; when the call was hung up before it had its reply, that of
// the call is right.
func (r request) sent(invite protocol.Invite) signalContext {
	for _, about := range r.Waiting {
		if about.InviteID == invite.InviteID && about.Invitee == invite.UserID {
			return about
		}
	}
	return r.About.of(invite)
}

func ok() OKResult { return OKResult{Msg: "ok"} }

func (s *state) mediaFailed(in mediaFailed) {
	if c := s.current(in.Attempt); c != nil {
		s.connectionFailed(c, in.Err)
	}
}

// connectionFailed ends a call that is placed or talked in. While it rings here there is still time:
// the failure is what accept() reports then.
func (s *state) connectionFailed(c *call, cause error) {
	switch c.phase {
	case preparing:
		s.end(errorf(CodeMediaLost, "TRTCClient.join - join room failed! Error: %s", textOf(cause)))
	case placing:
		s.sendHangup(c, 0)
		s.end(errorf(CodeMediaLost, "TRTCClient.join - join room failed! Error: %s", textOf(cause)))
	case accepting, connected:
		s.connectionLost(c, cause)
	default:
		c.mediaError = cause
	}
}

func (s *state) connectionLost(c *call, cause error) {
	s.sendHangup(c, 0)
	s.hide(c.id) // the page learns of the end here, not from the server
	s.end(errorf(CodeMediaLost, "TRTCCalling - the media connection is lost: %s", textOf(cause)))
	s.emit(EventError, ErrorEvent{CodeMediaLost, mediaErrorText(CodeMediaLost, "uplink reconnect failed: "+textOf(cause), s.at.json)})
	s.emitLeave(c.remote)
}
