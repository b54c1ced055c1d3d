package call

import (
	"slices"

	"trtccalling/server/protocol"
)

// member is one user of a call, for one stay in it: a user who comes back is another member.
type member struct {
	user     string
	sessions []string // that rang or talk for the user, the acting one first; none until a page is reached
	profile  protocol.Profile

	invitation *invitation // nil for the caller
	invited    bool        // this user has invited others and is the inviter from then on

	phase phase
}

// sends reports what a joined member sends.
func (m *member) sends() protocol.Event {
	sent := m.joined().sent
	return protocol.Event{Type: protocol.EventMedia, UserID: m.user, Audio: sent.audio, Video: sent.video, Screen: sent.screen}
}

// inviter is the user whom the member's application takes for the inviter of the call.
func (m *member) inviter() string {
	if m.invitation == nil || m.invited {
		return m.user
	}
	return m.invitation.by.user
}

// member returns the member that a session stands for, or nil: another session of the same user has no say in
// the call. If several ring, the one that acts is the member's from then on.
func (c *Call) member(by Who) *member {
	for _, m := range c.members {
		if m.user == by.User && !m.isOut() && m.has(by.Session) {
			m.take(by.Session)
			return m
		}
	}
	return nil
}

func (m *member) has(session string) bool { return slices.Contains(m.sessions, session) }

// reached says whether a page of the user is or was there.
func (m *member) reached() bool { return len(m.sessions) > 0 }

// rings says whether an invitation rings: the one with this id, or any.
func (m *member) rings(invite string) bool {
	r := m.ringing()
	return r != nil && (invite == "" || invite == r.invite)
}

// knows says whether a session rang or talked as the user's latest member: it has then been told how that
// ended.
func (c *Call) knows(by Who) bool {
	for _, m := range slices.Backward(c.members) {
		if m.user == by.User {
			return m.has(by.Session)
		}
	}
	return false
}

// take makes a session, known or new, the acting one.
func (m *member) take(session string) {
	others := slices.DeleteFunc(m.sessions, func(other string) bool { return other == session })
	m.sessions = slices.Insert(others, 0, session)
}

func (c *Call) user(name string) *member {
	for _, m := range c.members {
		if m.user == name && !m.isOut() {
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

// release removes a member from the call for good. A user in the list of its own call is two members: the
// connection is that of the talking one, and goes with it.
func (c *Call) release(m *member) {
	if m.ringing() != nil {
		c.do(Hush{m.user})
	}
	talked := m.joined() != nil
	m.phase = out{}
	c.update(m).Over = true
	if talked || c.user(m.user) == nil {
		c.do(Remove{m.user})
	}
}

// flush turns the collected updates into effects, in the members' order.
func (c *Call) flush() {
	for _, m := range c.members {
		u := c.updates[m]
		if u == nil {
			continue
		}
		if r := m.ringing(); r != nil && !m.reached() {
			r.missed = append(r.missed, u.Events...)
		}
		for _, session := range m.sessions {
			c.do(Tell{To: Who{User: m.user, Session: session}, Update: *u})
		}
	}
	clear(c.updates)
}
