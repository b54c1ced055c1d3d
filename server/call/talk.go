package call

import (
	"math"
	"time"

	"trtccalling/server/protocol"
)

// Talking: from an answer until only one member is left.

func (c *Call) negotiate(in Negotiate) {
	if c.member(in.By) == nil {
		c.refuse(in.Request)
		return
	}
	c.do(Connect(in))
}

func (c *Call) accept(now time.Time, in Accept) {
	m := c.member(in.By)
	if m == nil || !m.rings(in.Invite) {
		c.refuse(in.Request)
		return
	}
	m.sessions, m.invitation.accepted = m.sessions[:1], true
	c.reply(in.Request, protocol.Accepted{Type: c.kind, Group: c.group})
	for _, other := range c.concerned(m) {
		if other.ringing() != nil { // those in the call hear it after the newcomer has entered
			c.tell(other, protocol.Event{Type: protocol.EventAccepted, UserID: m.user})
		}
	}
	c.enter(now, m, c.sends(in.Audio, in.Video), true)
}

// enter makes a member one of those who talk.
func (c *Call) enter(now time.Time, m *member, sends sent, answers bool) {
	j := &joined{sent: sends, at: now}
	m.phase = j
	if c.answered.IsZero() {
		c.answered = now
	}
	c.do(Admit{m.user})
	for _, other := range c.others(m) {
		c.tell(other, protocol.Event{Type: protocol.EventEntered, UserID: m.user})
		if answers && (m.invitation.isOf(other) || other.invitation == m.invitation && m.invitation.GroupID != "") {
			c.tell(other, protocol.Event{Type: protocol.EventAccepted, UserID: m.user})
		}
		c.tell(other, m.sends())
		c.tell(m, protocol.Event{Type: protocol.EventEntered, UserID: other.user}, other.sends())
		other.joined().talks(now)
		j.talks(now)
	}
}

// talks starts the time that a member's call lasts.
func (j *joined) talks(now time.Time) {
	if j.talking.IsZero() {
		j.talking = now
	}
}

// seconds is how long the call of a member lasted: whole seconds since somebody else was there, 0 if nobody
// ever was.
func (j *joined) seconds(now time.Time) int {
	if j.talking.IsZero() {
		return 0
	}
	return int(math.Round(now.Sub(j.talking).Seconds()))
}

func (c *Call) media(in Media) {
	m := c.member(in.By)
	if m == nil || m.joined() == nil {
		c.refuse(in.Request)
		return
	}
	sends := c.sends(in.Audio, in.Video)
	sends.screen = in.Screen
	m.joined().sent = sends
	c.reply(in.Request, protocol.Empty{})
	for _, other := range c.others(m) {
		c.tell(other, m.sends())
	}
}

func (c *Call) slots(in Slots) {
	if m := c.user(in.User); m != nil {
		c.update(m).Slots = in.Slots
	}
}

func (c *Call) lines(in Lines) {
	if m := c.user(in.User); m != nil {
		c.update(m).Lines = &in.Lines
	}
}

func (c *Call) hangup(now time.Time, in Hangup) {
	m := c.member(in.By)
	switch {
	case m == nil:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{}, Over: true})
	case m.ringing() != nil && !m.rings(in.Invite):
		c.reply(in.Request, protocol.HungUp{})
	case m.ringing() != nil:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{}, Over: true})
		c.release(m)
		c.decline(m, protocol.EventRejected)
	default:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{Cancelled: invites(c.pending(m))}, Over: true})
		c.leave(now, m)
	}
}

// pending lists the members whose invitations m has sent and takes back by leaving. An invitation with a
// group's id belongs to the group as soon as somebody has accepted it.
func (c *Call) pending(m *member) (list []*member) {
	for _, callee := range c.ringing() {
		if i := callee.invitation; i.isOf(m) && (i.GroupID == "" || !i.accepted) {
			list = append(list, callee)
		}
	}
	return list
}

// gone is a hangup with nobody to reply to.
func (c *Call) gone(now time.Time, by Who) {
	m := c.member(by)
	switch {
	case m == nil:
	case m.ringing() != nil && len(m.sessions) > 1: // the user's other session keeps ringing
		m.sessions = m.sessions[1:]
	case m.ringing() != nil:
		c.release(m)
		c.decline(m, protocol.EventRejected)
	default:
		c.leave(now, m)
	}
}

// lost is a hangup that the member does not know of: a member left alone has to be told of the end.
func (c *Call) lost(now time.Time, user string) {
	m := c.user(user)
	if m == nil || m.joined() == nil {
		return
	}
	if len(c.others(m)) == 0 {
		c.tell(m, protocol.Event{Type: protocol.EventEnded, UserID: m.inviter(), Seconds: m.joined().seconds(now)})
	}
	c.leave(now, m)
}

// leave takes a joined member out, along with its pending invitations. A member who is left alone then is out
// as well, and nobody rings any more.
func (c *Call) leave(now time.Time, m *member) {
	c.cancel(c.pending(m))
	others := c.others(m)
	for _, other := range others {
		c.tell(m, protocol.Event{Type: protocol.EventLeft, UserID: other.user})
		c.tell(other, protocol.Event{Type: protocol.EventLeft, UserID: m.user})
	}
	if len(others) == 1 {
		last := others[0]
		seconds := last.joined().seconds(now)
		c.tell(last, protocol.Event{Type: protocol.EventEnded, UserID: last.inviter(), Seconds: seconds})
		c.tell(m, protocol.Event{Type: protocol.EventEnded, UserID: last.user, Seconds: seconds})
		c.release(last)
	}
	c.release(m)
	if len(others) <= 1 {
		c.cancel(c.ringing())
		c.over = true
	}
}

func (c *Call) shutdown(now time.Time) {
	c.over = true
	all := c.joined()
	for _, m := range all {
		for _, other := range c.others(m) {
			c.tell(m, protocol.Event{Type: protocol.EventLeft, UserID: other.user})
		}
	}
	for _, m := range all {
		c.tell(m, protocol.Event{Type: protocol.EventEnded, UserID: m.inviter(), Seconds: m.joined().seconds(now)})
		c.release(m)
	}
	c.cancel(c.ringing())
}
