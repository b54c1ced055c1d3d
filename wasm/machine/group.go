package machine

import (
	"cmp"
	"slices"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Calls of more than two: calling several users, adding people, coming back.

// groupCall during a call is inviteUser, as in the original.
func (m *Machine) groupCall(in GroupCall) {
	p := in.Params
	switch {
	case !p.Valid():
		m.fail(in.Ticket, errorGroupParams("groupCall", p, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("groupCall"))
	case m.call == nil:
		m.prepare(&call{
			ticket: in.Ticket, method: "groupCall", kind: p.Type, group: true,
			outgoing: outgoing{invitees: inviteesOf(p.InviteOptions, p.UserIDs, p.GroupID)},
		})
	default:
		m.add(in.Ticket, "groupCall", p)
	}
}

func (m *Machine) inviteUser(in InviteUser) {
	switch {
	case len(in.Params.UserIDs) == 0:
		m.fail(in.Ticket, errorGroupParams("inviteUser", in.Params, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("inviteUser"))
	default:
		m.add(in.Ticket, "inviteUser", in.Params)
	}
}

// add rings more users. From then on the user who adds them is the inviter, and the call is a group call.
func (m *Machine) add(t Ticket, method string, p api.GroupCallParams) {
	c := m.talking()
	if c == nil {
		m.fail(t, errorStatus(method, m.status()))
		return
	}
	invitees := inviteesOf(p.InviteOptions, p.UserIDs, p.GroupID)
	about := m.inviting(c.kind, invitees)
	about.RoomID = c.about.RoomID
	body := protocol.Add{CallID: c.id, Invitees: invitees}
	m.do(Request{Type: protocol.TypeAdd, Body: body, Attempt: c.attempt, Ticket: t, About: about})
}

func (m *Machine) added(in Reply) {
	var added protocol.Added
	if err := m.decode(in, &added); err != nil {
		m.fail(in.Request.Ticket, errorSignal(err))
		return
	}
	about := in.Request.About
	if c := m.current(in.Request.Attempt); c != nil && len(added.Invites) > 0 {
		c.group, c.about.Inviter = true, about.Inviter
		c.about.GroupID = cmp.Or(c.about.GroupID, about.GroupID)
		c.roster.invites(about, added.Invites)
		if shown := m.shownCall(c.id); shown != nil {
			shown.group, shown.invitees = true, slices.Clone(about.all())
		}
	}
	m.resolve(in.Request.Ticket, m.groupResult(about, api.JoinResult{}, added.Invites))
}

// join opens only the microphone: the call's type is known when the server has answered.
func (m *Machine) join(in Join) {
	switch {
	case in.Params.CallID == "":
		m.fail(in.Ticket, errorParams("joinInGroupCall", in.Params, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("joinInGroupCall"))
	case m.call != nil:
		m.fail(in.Ticket, errorStatus("joinInGroupCall", m.status()))
	default:
		m.prepare(&call{
			ticket: in.Ticket, method: "joinInGroupCall", kind: protocol.AudioCall, group: true,
			outgoing: outgoing{joins: in.Params.CallID},
		})
	}
}

func (m *Machine) joinedCall(in Reply) {
	c := m.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var joined protocol.Joined
	if err := m.decode(in, &joined); err != nil {
		m.end(errorSignal(err))
		return
	}
	c.id, c.kind = c.outgoing.joins, joined.Type
	c.about = signalContext{
		Inviter: joined.Inviter, Invitee: m.session.userID, GroupID: joined.GroupID, Kind: joined.Type, RoomID: joined.RoomID,
	}
	m.lastType = c.kind
	devices := c.capture.devices()
	m.enter(c, joined.Negotiated, api.JoinedResult{
		Audio: devices.Microphone, Video: devices.Camera, SelfID: m.session.userID,
		CallID: c.id, RoomID: joined.RoomID, CallType: joined.Type, GroupID: joined.GroupID,
	})
}
