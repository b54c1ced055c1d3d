package machine

import (
	"trtccalling/server/protocol"
)

// Calling somebody.

func (m *Machine) place(in Place) {
	p := in.Params
	switch {
	case !p.Valid():
		m.fail(in.Ticket, errorCallParams(p, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("calling"))
	case m.call != nil:
		m.fail(in.Ticket, errorStatus("call", m.status()))
	default:
		invitees := inviteesOf(p.InviteOptions, []string{p.UserID}, "")
		m.prepare(&call{ticket: in.Ticket, method: "call", kind: p.Type, outgoing: outgoing{invitees: invitees}})
	}
}

// placed handles the reply to call. When the user hung up meanwhile, the hangup that followed the request has
// ended the call at the server, too.
func (m *Machine) placed(in Reply) {
	c := m.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var called protocol.Called
	if err := m.decode(in, &called); err != nil {
		m.notPlaced(c, errorSignal(err))
		return
	}
	c.id, c.about.RoomID = called.CallID, called.RoomID
	c.roster.invites(c.about, called.Invites)
	if len(called.Invites) > 0 {
		c.about.InviteID = called.Invites[0].InviteID
	}
	m.enter(c, called.Negotiated, m.placedResult(c, called.Invites))
}

// enter takes the answer of a call that the server has let this user into. Until the browser has applied it,
// too, the method may still fail.
func (m *Machine) enter(c *call, with protocol.Negotiated, result any) {
	c.phase, c.result = entering, result
	m.do(Answer{c.attempt, with.Answer})
}

// answered starts the conversation in a call that was entered.
func (m *Machine) answered(in Answered) {
	c := m.current(in.Attempt)
	switch {
	case c == nil:
	case in.Err != nil:
		m.connectionFailed(c, in.Err)
	case c.phase == entering:
		m.entered(c)
	}
}

func (m *Machine) entered(c *call) {
	m.resolve(c.ticket, c.result)
	c.phase, c.ticket, c.result = connected, 0, nil
	m.show(c)
	c.negotiation.answered()
	m.do(Attach{c.attempt, c.capture.devices()})
	m.sayChanged(c)
	m.follow(c)
	m.publish() // also when what came meanwhile ends the call at once
	m.catchUp(c)
}
