package call

import (
	"time"

	"trtccalling/server/protocol"
)

// Ringing: from the request to call until everybody answered or the time is over.

const (
	defaultTimeout = 30 * time.Second
	maxTimeout     = time.Hour
)

// ringTime reads the caller's timeout in seconds: 1 to 3600, anything else not above 0 means 30.
func ringTime(seconds float64) time.Duration {
	if !(seconds > 0) {
		return defaultTimeout
	}
	return min(max(time.Duration(min(seconds, maxTimeout.Seconds())*float64(time.Second)), time.Second), maxTimeout)
}

func (c *Call) place(in Place) {
	if len(c.members) > 0 {
		c.refuse(in.Request)
		return
	}
	c.kind = in.Type
	c.group = in.GroupID != "" || len(in.Invites) > 1
	c.timeout = ringTime(in.Timeout)
	c.members = append(c.members, &member{Who: in.By, state: joined, audio: in.Audio, video: in.Video})
	for _, invite := range in.Invites {
		c.members = append(c.members, &member{Who: Who{User: invite.UserID}, invite: invite.InviteID})
	}
	c.placed = in.Request
	c.do(Connect{in.Request, in.Offer})
}

// connected passes an answer on. The first one is the caller's: only now does anybody ring, so a call
// that cannot carry media rings nobody.
func (c *Call) connected(in Connected) {
	first := in.Request == c.placed
	switch {
	case in.Err != nil && first:
		c.do(Reply{Request: in.Request, Err: in.Err, Over: true})
		c.abandon()
	case in.Err != nil:
		c.do(Reply{Request: in.Request, Err: in.Err})
	case first:
		c.ring(in)
	default:
		c.reply(in.Request, protocol.Negotiated{Answer: in.Answer, Server: c.server})
	}
}

// ring invites before it replies: whoever acts on the reply can rely on that (see the gateway's
// declineCrossed).
func (c *Call) ring(in Connected) {
	c.do(Admit{in.By.User})
	c.do(Arm{c.timeout})
	for _, m := range c.in(ringing) {
		c.do(Ring{m.User, c.invited(m)})
	}
	c.reply(in.Request, protocol.Called{
		CallID: c.id, RoomID: c.roomID, Invites: c.invites(ringing),
		Negotiated: protocol.Negotiated{Answer: in.Answer, Server: c.server},
	})
}

func (c *Call) invites(state memberState) []protocol.Invite {
	var list []protocol.Invite
	for _, m := range c.in(state) {
		list = append(list, protocol.Invite{InviteID: m.invite, UserID: m.User})
	}
	return list
}

func (c *Call) invited(m *member) protocol.Invited {
	return protocol.Invited{
		CallID: c.id, InviteID: m.invite, RoomID: c.roomID, From: c.caller().User,
		Type: c.kind, UserIDs: []string{m.User}, Group: c.group,
	}
}

// abandon forgets a call that never rang.
func (c *Call) abandon() {
	for _, m := range c.members {
		m.state = out
	}
	c.over = true
}

func (c *Call) rang(by Who) {
	m := c.user(by.User)
	if m == nil || m.state != ringing {
		c.late(Rang{by})
		return
	}
	m.take(by.Session)
	m.rang = true
	c.do(Hush{m.User})
}

func (c *Call) occupied(by Who) {
	m := c.user(by.User)
	if m == nil || m.state != ringing || m.rang && !m.has(by.Session) {
		return
	}
	c.release(m)
	c.decline(m, protocol.EventBusy)
}

func (c *Call) reject(in Reject) {
	m := c.member(in.By)
	if m == nil || m.state != ringing {
		c.refuse(in.Request)
		return
	}
	c.do(Reply{Request: in.Request, Body: protocol.Empty{}, Over: true})
	c.release(m)
	c.decline(m, protocol.EventRejected)
}

// decline takes a callee out who does not come, and ends the call when nobody else may.
func (c *Call) decline(m *member, event string) {
	m.state = out
	for _, other := range c.in(joined) {
		c.tell(other, protocol.Event{Type: event, UserID: m.User})
	}
	if len(c.in(joined)) > 1 || len(c.in(ringing)) > 0 {
		return
	}
	for _, last := range c.in(joined) {
		if c.group {
			c.tell(last, protocol.Event{Type: protocol.EventEnded, UserID: m.User})
		}
		c.release(last)
	}
	c.over = true
}

// expire ends ringing. Who was reached has let it ring; who was not never knew.
func (c *Call) expire() {
	late := c.in(ringing)
	if len(late) == 0 {
		return
	}
	alone := len(c.in(joined)) == 1
	ended := protocol.Event{Type: protocol.EventEnded, UserID: c.caller().User}
	for _, m := range late {
		event := c.unanswered(m)
		c.tell(m, event, ended)
		if c.caller().state == joined {
			c.tell(c.caller(), event)
		}
		c.release(m)
	}
	if alone {
		last := c.in(joined)[0]
		c.tell(last, ended)
		c.release(last)
		c.over = true
	}
}

func (c *Call) unanswered(m *member) protocol.Event {
	kind := protocol.EventNoResponse
	if m.rang {
		kind = protocol.EventTimeout
	}
	return protocol.Event{Type: kind, UserID: c.caller().User, UserIDs: []string{m.User}}
}

// cancelRinging tells those who still ring that the call is off.
func (c *Call) cancelRinging() {
	for _, m := range c.in(ringing) {
		c.tell(m, protocol.Event{Type: protocol.EventCancelled})
		c.release(m)
	}
}
