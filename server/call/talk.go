package call

import (
	"time"

	"trtccalling/server/protocol"
)

// Talking: from an answer until the last one is alone.

func (c *Call) negotiate(in Negotiate) {
	if c.member(in.By) == nil {
		c.refuse(in.Request)
		return
	}
	c.do(Connect(in))
}

func (c *Call) accept(now time.Time, in Accept) {
	m := c.member(in.By)
	if m == nil || m.state != ringing {
		c.refuse(in.Request)
		return
	}
	if c.answeredAt.IsZero() {
		c.answeredAt = now
	}
	m.state, m.others, m.audio, m.video = joined, nil, in.Audio, in.Video
	c.reply(in.Request, protocol.Accepted{Type: c.kind})
	c.do(Admit{m.User})
	for _, other := range c.others(m) {
		c.introduce(m, other)
		c.tell(m, protocol.Event{Type: protocol.EventEntered, UserID: other.User}, other.sends())
	}
}

// introduce tells a member about one who just answered.
func (c *Call) introduce(newcomer, to *member) {
	c.tell(to, protocol.Event{Type: protocol.EventEntered, UserID: newcomer.User})
	if to == c.caller() {
		c.tell(to, protocol.Event{Type: protocol.EventAccepted, UserID: newcomer.User})
	}
	c.tell(to, newcomer.sends())
}

func (c *Call) media(in Media) {
	m := c.member(in.By)
	if m == nil || m.state != joined {
		c.refuse(in.Request)
		return
	}
	m.audio, m.video = in.Audio, in.Video
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

func (c *Call) hangup(now time.Time, in Hangup) {
	m := c.member(in.By)
	switch {
	case m == nil:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{}, Over: true})
	case m.state == ringing:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{}, Over: true})
		c.release(m)
		c.decline(m, protocol.EventRejected)
	default:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{Cancelled: c.pending(m)}, Over: true})
		c.leave(now, m)
	}
}

// pending lists the invitations that end when m leaves.
func (c *Call) pending(m *member) []protocol.Invite {
	if len(c.others(m)) > 1 {
		return nil
	}
	return c.invites(ringing)
}

// gone is a hangup without anybody to reply to.
func (c *Call) gone(now time.Time, by Who) {
	m := c.member(by)
	switch {
	case m == nil:
	case m.state == ringing && len(m.others) > 0: // the user's other session goes on ringing
		m.Session, m.others = m.others[0], m.others[1:]
	case m.state == ringing:
		c.release(m)
		c.decline(m, protocol.EventRejected)
	default:
		c.leave(now, m)
	}
}

func (c *Call) lost(now time.Time, user string) {
	if m := c.user(user); m != nil && m.state == joined {
		c.leave(now, m)
	}
}

// leave takes a joined member out. Whoever is alone then is out as well, and nobody rings any more.
func (c *Call) leave(now time.Time, m *member) {
	others := c.others(m)
	for _, other := range others {
		c.tell(m, protocol.Event{Type: protocol.EventLeft, UserID: other.User})
		c.tell(other, protocol.Event{Type: protocol.EventLeft, UserID: m.User})
	}
	if len(others) == 1 {
		last, seconds := others[0], c.seconds(now)
		c.tell(last, protocol.Event{Type: protocol.EventEnded, UserID: c.caller().User, Seconds: seconds})
		c.tell(m, protocol.Event{Type: protocol.EventEnded, UserID: last.User, Seconds: seconds})
		c.release(last)
	}
	c.release(m)
	if len(others) <= 1 {
		c.cancelRinging()
		c.over = true
	}
}

func (c *Call) shutdown(now time.Time) {
	c.over = true
	all := c.in(joined)
	if len(all) == 0 {
		return // nobody has called yet
	}
	ended := protocol.Event{Type: protocol.EventEnded, UserID: c.caller().User, Seconds: c.seconds(now)}
	for _, m := range all {
		for _, other := range c.others(m) {
			c.tell(m, protocol.Event{Type: protocol.EventLeft, UserID: other.User})
		}
	}
	for _, m := range all {
		c.tell(m, ended)
		c.release(m)
	}
	c.cancelRinging()
}
