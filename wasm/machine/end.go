package machine

import (
	"cmp"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Ending a call from this side. The client is idle at once; the events that follow come from the server, even
// when the next call has begun by then.

func (m *Machine) hangup(in Hangup) {
	c := m.call
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("hangup"))
		return
	case c == nil || c.phase == probing: // nobody knows of it yet
		m.resolve(in.Ticket, ok())
		return
	case c.phase == preparing: // the server knows nothing of it yet
		m.end(errorCancelled(c.method))
		m.resolve(in.Ticket, ok())
		return
	}
	m.sendHangup(c, in.Ticket)
	if c.phase != connected && c.phase != accepting {
		m.hide(c.id)
	}
	// The connection stays until the server has answered: if it went first, the server would take that for the
	// end of the call and have nothing left to cancel when the hangup arrives.
	m.endButConnection(errorCancelled(c.method))
}

// sendHangup also ends a call whose ID is not known yet: the server takes the requests of a session in order,
// and a missing ID means the call that this session has asked for.
func (m *Machine) sendHangup(c *call, t Ticket) {
	body := protocol.Hangup{CallID: cmp.Or(c.id, c.outgoing.joins), InviteID: c.about.InviteID}
	m.do(Request{Type: protocol.TypeHangup, Body: body, Attempt: c.attempt, Ticket: t, About: c.about, Waiting: c.roster.ringing})
}

// hungUp handles the reply. The call is over here whatever it says.
func (m *Machine) hungUp(in Reply) {
	m.do(Disconnect{in.Request.Attempt})
	var body protocol.HungUp
	if m.decode(in, &body) != nil || len(body.Cancelled) == 0 {
		m.resolve(in.Request.Ticket, ok())
		return
	}
	var results []api.SignalResult
	done := ""
	for _, invite := range body.Cancelled {
		if invite.InviteID == done {
			continue // one invitation for several users
		}
		done = invite.InviteID
		results = append(results, m.signalResult(in.Request.sent(invite), actionCancel))
	}
	m.resolve(in.Request.Ticket, results)
}

// sent finds the context of an invitation; when the call was hung up before its own reply came, the call's
// context is right.
func (r Request) sent(invite protocol.Invite) signalContext {
	for _, about := range r.Waiting {
		if about.InviteID == invite.InviteID && about.Invitee == invite.UserID {
			return about
		}
	}
	return r.About.of(invite)
}

func ok() api.OKResult { return api.OKResult{Msg: "ok"} }
