package call

import (
	"time"

	"trtccalling/server/protocol"
)

// Ringing: from an invitation until everybody has answered or the time is over.

func invites(members []*member) (list []protocol.Invite) {
	for _, m := range members {
		list = append(list, protocol.Invite{InviteID: m.ringing().invite, UserID: m.user})
	}
	return list
}

// rang notes that a page rings, and tells it what has happened while the invitation was under way.
func (c *Call) rang(in Rang) {
	m := c.user(in.By.User)
	if m == nil || !m.rings(in.Invite) {
		c.late(in)
		return
	}
	m.take(in.By.Session)
	m.profile = in.Profile
	c.do(Hush{m.user})
	if r := m.ringing(); len(r.missed) > 0 {
		c.tell(m, r.missed...)
		r.missed = nil
	}
}

func (c *Call) occupied(in Occupied) {
	m := c.user(in.By.User)
	if m == nil || !m.rings(in.Invite) || m.reached() && !m.has(in.By.Session) {
		return
	}
	c.release(m)
	c.decline(m, protocol.EventBusy)
}

func (c *Call) reject(in Reject) {
	m := c.member(in.By)
	if m == nil || !m.rings(in.Invite) {
		c.refuse(in.Request)
		return
	}
	c.do(Reply{Request: in.Request, Body: protocol.Empty{}, Over: true})
	c.release(m)
	c.decline(m, protocol.EventRejected)
}

// decline reports a callee who does not come, and ends the call when nobody else may.
func (c *Call) decline(m *member, event string) {
	told := protocol.Event{Type: event, UserID: m.user}
	if event == protocol.EventBusy {
		told.Inviter = m.invitation.by.user
	}
	for _, other := range c.concerned(m) {
		c.tell(other, told)
	}
	if len(c.joined()) > 1 || len(c.ringing()) > 0 {
		return
	}
	for _, last := range c.joined() {
		if c.group {
			c.tell(last, protocol.Event{Type: protocol.EventEnded, UserID: m.user})
		}
		c.release(last)
	}
	c.over = true
}

// concerned lists who hears about the outcome of an invitation: the inviter and, with a group's id, the users
// who were invited together.
func (c *Call) concerned(m *member) (list []*member) {
	for _, other := range c.members {
		together := other.invitation == m.invitation && m.invitation.GroupID != ""
		if other != m && !other.isOut() && (m.invitation.isOf(other) || together) {
			list = append(list, other)
		}
	}
	return list
}

// expire ends the ringing of members whose time is over. A user who was reached has let it ring; one who was
// not never knew.
func (c *Call) expire(now time.Time) {
	if len(c.members) == 0 {
		c.over = true // it was never placed
		return
	}
	var late []*member
	for _, m := range c.ringing() {
		if until := m.ringing().until; !until.IsZero() && !now.Before(until) {
			late = append(late, m)
		}
	}
	c.neverReached(late)
	for _, m := range late {
		if m.reached() {
			c.letRing(m)
		}
	}
	for _, m := range late {
		c.tell(m, protocol.Event{Type: protocol.EventEnded, UserID: m.inviter()})
		c.release(m)
	}
	c.arm()
	if len(late) > 0 && len(c.joined()) <= 1 && len(c.ringing()) == 0 {
		c.endUnanswered()
	}
}

// neverReached tells inviters, and nobody else, whom they could not reach: with a group's id, all the users
// invited together at once.
func (c *Call) neverReached(late []*member) {
	told := map[*invitation]bool{}
	for _, m := range late {
		i := m.invitation
		if m.reached() || told[i] {
			continue
		}
		event := protocol.Event{Type: protocol.EventNoResponse, UserID: i.by.user, UserIDs: []string{m.user}}
		if i.GroupID != "" {
			told[i] = true
			event.UserIDs = unreached(late, i)
		}
		for _, other := range c.joined() {
			if i.isOf(other) {
				c.tell(other, event)
			}
		}
	}
}

func unreached(late []*member, by *invitation) (users []string) {
	for _, m := range late {
		if !m.reached() && m.invitation == by {
			users = append(users, m.user)
		}
	}
	return users
}

// letRing reports that a callee did not answer.
func (c *Call) letRing(m *member) {
	event := protocol.Event{Type: protocol.EventTimeout, UserID: m.invitation.by.user, UserIDs: []string{m.user}}
	c.tell(m, event)
	for _, other := range c.concerned(m) {
		c.tell(other, event)
	}
}

func (c *Call) endUnanswered() {
	for _, last := range c.joined() {
		c.tell(last, protocol.Event{Type: protocol.EventEnded, UserID: last.inviter()})
		c.release(last)
	}
	c.over = true
}

// cancel tells some of the ringing members that the call is off for them.
func (c *Call) cancel(members []*member) {
	for _, m := range members {
		c.tell(m, protocol.Event{Type: protocol.EventCancelled})
		c.release(m)
	}
}
