package call

import (
	"slices"
	"time"

	"trtccalling/server/protocol"
)

// Inviting: the first users with the request that places the call, more of them later by any member.

const (
	defaultTimeout = 30 * time.Second
	maxTimeout     = time.Hour

	maxVideoMembers = 16
	maxAudioMembers = 50
)

// invitation is what users who are invited together have in common.
type invitation struct {
	protocol.Invitees // UserIDs are the users who were really invited
	by                *member
	accepted          bool // somebody has
}

// isOf says whether this is the invitation of a user, who may have left and come back as another member.
func (i *invitation) isOf(m *member) bool {
	return i.by == m || i.by.user == m.user && m.joined() != nil
}

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
	if refusal := c.tooMany(1 + len(in.Invites)); refusal != nil {
		c.do(Reply{Request: in.Request, Err: refusal, Over: true})
		c.over = true
		return
	}
	caller := &member{
		user: in.By.User, sessions: []string{in.By.Session}, profile: in.Profile,
		phase: &joined{sent: c.sends(in.Audio, in.Video)},
	}
	c.members = append(c.members, caller)
	c.group = in.Group || in.GroupID != "" || len(in.Invites) > 1
	c.groupID = in.GroupID
	c.invite(caller, in.Invitees, in.Invites)
	c.placed = in.Request
	if c.kind == protocol.AudioCall {
		c.do(Cameras{Pass: false})
	}
	c.do(Connect{in.Request, in.Offer})
}

// tooMany is why there cannot be this many members, or nil.
func (c *Call) tooMany(members int) *protocol.Error {
	limit, kind := maxAudioMembers, "an audio"
	if c.kind == protocol.VideoCall {
		limit, kind = maxVideoMembers, "a video"
	}
	if members <= limit {
		return nil
	}
	return protocol.Errorf(protocol.CodeInvalid, "%s call has at most %d members", kind, limit)
}

// invite turns users into members. They do not ring yet.
func (c *Call) invite(by *member, invitees protocol.Invitees, invites []protocol.Invite) []*member {
	i := &invitation{Invitees: invitees, by: by}
	i.UserIDs = nil
	var list []*member
	for _, invite := range invites {
		i.UserIDs = append(i.UserIDs, invite.UserID)
		list = append(list, &member{user: invite.UserID, invitation: i, phase: &ringing{invite: invite.InviteID}})
	}
	c.members = append(c.members, list...)
	return list
}

// add rings more users, and turns a call of two into a group. Users who are in the call or ring are left out.
func (c *Call) add(now time.Time, in Add) {
	m := c.member(in.By)
	if m == nil || m.joined() == nil {
		c.refuse(in.Request)
		return
	}
	fresh := slices.DeleteFunc(in.Invites, func(i protocol.Invite) bool { return c.user(i.UserID) != nil })
	if refusal := c.tooMany(len(c.joined()) + len(c.ringing()) + len(fresh)); refusal != nil {
		c.do(Reply{Request: in.Request, Err: refusal})
		return
	}
	if len(fresh) > 0 {
		m.invited = true
		c.becomeGroup(m, in.GroupID)
		c.ring(now, c.invite(m, in.Invitees, fresh))
	}
	c.reply(in.Request, protocol.Added{RoomID: c.roomID, Invites: fresh})
}

// becomeGroup turns a call of two into a group, and gives it an id if it has none. The user who adds others
// learns the id from the reply.
func (c *Call) becomeGroup(by *member, groupID string) {
	if c.groupID == "" {
		c.groupID = groupID
	}
	if c.group {
		return
	}
	c.group = true
	for _, other := range c.others(by) {
		c.tell(other, protocol.Event{Type: protocol.EventGrouped, UserID: by.user})
	}
}

// ring invites members who share an invitation, and asks to be told when its time is over.
func (c *Call) ring(now time.Time, members []*member) {
	for _, m := range members {
		if r := m.ringing(); r.until.IsZero() {
			r.until = now.Add(ringTime(m.invitation.Timeout))
		}
		c.ringNow(m)
	}
	c.arm()
}

func (c *Call) ringNow(m *member) { c.do(Ring{m.user, c.invited(m), m.ringing().until}) }

// arm asks for the next end of ringing, if there is one.
func (c *Call) arm() {
	var next time.Time
	for _, m := range c.ringing() {
		if until := m.ringing().until; next.IsZero() || until.Before(next) {
			next = until
		}
	}
	if !next.IsZero() {
		c.do(Arm{next})
	}
}

func (c *Call) invited(m *member) protocol.Invited {
	i := m.invitation
	users := []string{m.user}
	if i.GroupID != "" {
		users = i.UserIDs
	}
	return protocol.Invited{
		CallID: c.id, InviteID: m.ringing().invite, RoomID: c.roomID, From: i.by.user, Type: c.kind, UserIDs: users,
		Group: i.GroupID != "" || len(i.UserIDs) > 1, GroupID: i.GroupID,
		UserData: i.UserData, Push: i.Push, Profile: i.by.profile,
	}
}
