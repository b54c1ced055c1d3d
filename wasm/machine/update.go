package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// What the server says about calls.

func (m *Machine) update(in Update) {
	if m.session.number != in.Session || !m.signedIn() {
		return
	}
	c := m.call
	if c != nil {
		c.backlog.note(in.Update)
	}
	switch {
	case c != nil && m.comesEarly(c, in.Update):
		c.backlog.early = append(c.backlog.early, in.Update)
	case c != nil && c.id == in.CallID:
		m.apply(c, in.Update)
	default:
		m.tell(in.Update)
	}
}

// comesEarly says whether an update belongs after a result that is under way: of a call that is being placed,
// whose id is not known yet, or of one that is being entered or accepted. Updates before the reply to a join
// are about an earlier time in the call.
func (m *Machine) comesEarly(c *call, u protocol.Update) bool {
	switch c.phase {
	case placing:
		return c.outgoing.joins == "" && m.shownCall(u.CallID) == nil
	case entering:
		return c.id == u.CallID
	case accepting:
		return c.id == u.CallID && !u.Over
	}
	return false
}

// catchUp applies the updates that came before the reply they follow.
func (m *Machine) catchUp(c *call) {
	for _, u := range c.backlog.takeEarly() {
		if m.call == c && u.CallID == c.id {
			m.apply(c, u)
		}
	}
}

// apply mirrors an update of the current call: the state changes before the page is told.
func (m *Machine) apply(c *call, u protocol.Update) {
	if u.Slots != nil && !u.Over {
		m.do(Assign{c.attempt, u.Slots})
	}
	if u.Lines != nil {
		c.negotiation.wanted = *u.Lines
	}
	for _, e := range u.Events {
		m.mirror(c, e)
	}
	early := c.backlog.takeEarly() // when the call is over: updates that no result precedes any more
	switch {
	case u.Over:
		m.end(errorCancelled(c.method))
	default:
		m.renegotiate(c)
		m.follow(c)
		m.hear(c)
		if c.phase == probing {
			c.backlog.untold = append(c.backlog.untold, u)
			return
		}
	}
	for _, before := range early {
		m.tell(before)
	}
	m.tell(u)
}

// mirror keeps what the getters show, and what the connection has to know.
func (m *Machine) mirror(c *call, e protocol.Event) {
	r := &c.roster
	switch e.Type {
	case protocol.EventEntered:
		r.answered(e.UserID)
		r.enter(e.UserID)
		c.group = c.group || len(r.present) > 1
	case protocol.EventLeft:
		r.leave(e.UserID)
	case protocol.EventRejected, protocol.EventBusy:
		r.answered(e.UserID)
	case protocol.EventTimeout, protocol.EventNoResponse:
		r.answered(e.UserIDs...)
	case protocol.EventMedia:
		if r.sends(e) {
			m.do(Picture{c.attempt, e.UserID, e.Video})
		}
	case protocol.EventSwitched:
		c.typed(e.CallType)
		if e.UserID == m.session.userID {
			m.switchEnded(c)
		}
	case protocol.EventGrouped:
		c.group = true
	}
}

func (m *Machine) busy(in Busy) {
	if m.session.number == in.Session && m.signedIn() {
		m.emit(api.EventLineBusy, api.LineBusyEvent{Sponsor: in.From, UserID: m.session.userID})
	}
}
