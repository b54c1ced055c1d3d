package call

import (
	"slices"
	"time"

	"trtccalling/server/protocol"
)

// member is one user of a call.
type member struct {
	Who              // Session is empty until the user's page rings
	others  []string // more sessions of the user that ring: one that signs in while another one is being closed
	profile protocol.Profile

	invitation *invitation // nil for who placed the call
	invite     string      // id of the invitation
	invited    bool        // this user has invited others and is the inviter from then on

	missed []protocol.Event // what it would have been told before its page rang

	state    memberState
	rang     bool // a page of the user was reached
	audio    bool
	video    bool
	screen   bool
	joinedAt time.Time
	talking  time.Time // since when there was somebody else; zero before
}

type memberState int

const (
	ringing memberState = iota
	joining             // came back and waits for its media
	joined
	out // declined, timed out, left
)

func (m *member) sends() protocol.Event {
	return protocol.Event{Type: protocol.EventMedia, UserID: m.User, Audio: m.audio, Video: m.video, Screen: m.screen}
}

// in returns the members in a state, in the order in which they came.
func (c *Call) in(state memberState) []*member {
	var found []*member
	for _, m := range c.members {
		if m.state == state {
			found = append(found, m)
		}
	}
	return found
}

// inviter is who the member's application takes for the inviter of the call.
func (m *member) inviter() string {
	if m.invitation == nil || m.invited {
		return m.User
	}
	return m.invitation.by.User
}

// others returns the joined members but one.
func (c *Call) others(than *member) []*member {
	var found []*member
	for _, m := range c.in(joined) {
		if m != than {
			found = append(found, m)
		}
	}
	return found
}

// member returns the member that a session stands for, or nil: another session of the same user has
// no say in the call. Of several that ring, the one that acts is the member's from then on.
func (c *Call) member(by Who) *member {
	for _, m := range c.members {
		if m.User == by.User && m.state != out && m.has(by.Session) {
			m.take(by.Session)
			return m
		}
	}
	return nil
}

func (m *member) has(session string) bool {
	return m.Session == session || slices.Contains(m.others, session)
}

// rings says whether an invitation rings, by its id or whatever it is.
func (m *member) rings(invite string) bool {
	return m.state == ringing && (invite == "" || invite == m.invite)
}

// knows says whether a session rang or talked as the user's latest member: it has been told what became
// of that.
func (c *Call) knows(by Who) bool {
	for _, m := range slices.Backward(c.members) {
		if m.User == by.User {
			return m.has(by.Session)
		}
	}
	return false
}

// take makes a session, known or new, the member's; the one before is kept among the others.
func (m *member) take(session string) {
	if m.Session == session {
		return
	}
	m.others = slices.DeleteFunc(m.others, func(other string) bool { return other == session })
	if m.Session != "" {
		m.others = append(m.others, m.Session)
	}
	m.Session = session
}

func (c *Call) user(name string) *member {
	for _, m := range c.members {
		if m.User == name && m.state != out {
			return m
		}
	}
	return nil
}

// tell adds events to what a member is told at the end of the step.
func (c *Call) tell(m *member, events ...protocol.Event) {
	u := c.update(m)
	u.Events = append(u.Events, events...)
}

func (c *Call) update(m *member) *protocol.Update {
	u := c.updates[m]
	if u == nil {
		u = &protocol.Update{CallID: c.id}
		c.updates[m] = u
	}
	return u
}

// release takes a member out of the call for good. Who is in the list of its own call is two members:
// the connection is that of the one who talks, and goes with it.
func (c *Call) release(m *member) {
	if m.state == ringing {
		c.do(Hush{m.User})
	}
	talked := m.state == joined
	m.state = out
	c.update(m).Over = true
	if talked || c.user(m.User) == nil {
		c.do(Remove{m.User})
	}
}

// flush turns the collected updates into effects, in the members' order.
func (c *Call) flush() {
	for _, m := range c.members {
		u := c.updates[m]
		if u == nil {
			continue
		}
		if m.Session == "" {
			m.missed = append(m.missed, u.Events...)
			continue
		}
		c.do(Tell{To: m.Who, Update: *u})
		for _, session := range m.others {
			c.do(Tell{To: Who{User: m.User, Session: session}, Update: *u})
		}
	}
	clear(c.updates)
}
