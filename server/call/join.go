package call

import (
	"time"

	"trtccalling/server/protocol"
)

// join lets in a user who was in the call or was invited to it, and is not in it now. Media is connected first,
// as for the caller.
func (c *Call) join(in Join) {
	before := c.former(in.By.User)
	if before == nil {
		c.do(Reply{Request: in.Request, Over: true, Err: protocol.Errorf(
			protocol.CodeInviteGone, "there is no call %s that %s may join", c.id, in.By.User)})
		return
	}
	if refusal := c.tooMany(len(c.joined()) + len(c.ringing()) + 1); refusal != nil {
		c.do(Reply{Request: in.Request, Err: refusal, Over: true})
		return
	}
	m := &member{
		user: in.By.User, sessions: []string{in.By.Session}, profile: in.Profile,
		invitation: before.invitation, invited: before.invited, phase: &joining{c.sends(in.Audio, in.Video)},
	}
	c.members = append(c.members, m)
	c.do(Connect{in.Request, in.Offer})
}

// former returns the latest membership of a user who is no longer in the call.
func (c *Call) former(user string) (found *member) {
	for _, m := range c.members {
		if m.user != user {
			continue
		}
		if !m.isOut() {
			return nil
		}
		found = m
	}
	return found
}

// cameBack lets a member in once its media is connected.
func (c *Call) cameBack(now time.Time, m *member, in Connected) {
	if in.Err != nil {
		m.phase = out{}
		c.do(Reply{Request: in.Request, Err: in.Err, Over: true})
		return
	}
	c.reply(in.Request, protocol.Joined{
		RoomID: c.roomID, Type: c.kind, GroupID: c.groupID, Inviter: m.inviter(), Negotiated: c.negotiated(in),
	})
	c.enter(now, m, m.joining().sent, false)
}

// info tells a member what there is to know.
func (c *Call) info(in Info) {
	if c.member(in.By) == nil {
		c.refuse(in.Request)
		return
	}
	body := protocol.CallInfo{
		CallID: c.id, RoomID: c.roomID, Type: c.kind, GroupID: c.groupID, Group: c.group, Answered: milliseconds(c.answered),
	}
	for _, m := range c.members {
		if m.joined() != nil || m.ringing() != nil {
			body.Members = append(body.Members, m.info())
		}
	}
	c.reply(in.Request, body)
}

func (m *member) info() protocol.MemberInfo {
	info := protocol.MemberInfo{UserID: m.user, Ringing: m.ringing() != nil, Profile: m.profile}
	if j := m.joined(); j != nil {
		info.Joined = milliseconds(j.at)
	}
	if m.invitation != nil {
		info.Inviter, info.UserData = m.invitation.by.user, m.invitation.UserData
	}
	return info
}

func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
