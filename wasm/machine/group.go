package machine

import (
	"cmp"
	"slices"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Calls of more than two: calling several, adding people, coming back.

// maxFirstLines is for how many others a group call is ready at first; the server asks for more.
const maxFirstLines = 4

// firstLines are the m-lines of a group call with so many others.
func firstLines(kind protocol.CallType, others int) protocol.Lines {
	lines := protocol.Lines{Audio: min(others, maxFirstLines), Video: 1}
	if kind == protocol.VideoCall {
		lines.Video = lines.Audio
	}
	return lines
}

// groupCall in a call is inviteUser, as the original has it.
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
			invitees: inviteesOf(p.InviteOptions, p.UserIDs, p.GroupID),
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

// add rings more users. The one who does it is the inviter from then on, and the call a group.
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
		c.invites(about, added.Invites)
		if shown := m.shownCall(c.id); shown != nil {
			shown.group, shown.invitees = true, slices.Clone(about.all())
		}
	}
	m.resolve(in.Request.Ticket, m.groupResult(about, api.JoinResult{}, added.Invites))
}

// notPlaced ends a call that the server has refused. The original resolves then when it has invited
// several users one by one.
func (m *Machine) notPlaced(c *call, cause *api.Error) {
	if c.method == "groupCall" && c.about.GroupID == "" {
		m.resolve(c.ticket, api.MultiCallResult{JoinResult: m.joinResult(c), Code: 1, Data: []api.InviteResult{}, Error: cause.Info()})
		c.ticket = 0
	}
	m.end(cause)
}

func (m *Machine) joinResult(c *call) api.JoinResult {
	return api.JoinResult{Audio: &c.devices.Microphone, Video: &c.devices.Camera, SelfID: m.session.userID}
}

func (m *Machine) placedResult(c *call, invites []protocol.Invite) any {
	if c.method == "groupCall" {
		return m.groupResult(c.about, m.joinResult(c), invites)
	}
	return api.CallResult{
		Audio: c.devices.Microphone, Video: c.devices.Camera, SelfID: m.session.userID,
		SignalResult: m.signalResult(c.about, actionInvite), RoomID: c.about.RoomID, UserID: c.about.Invitee,
	}
}

// groupResult is one invitation with a groupID, else a list of them.
func (m *Machine) groupResult(about signalContext, joined api.JoinResult, invites []protocol.Invite) any {
	if about.GroupID != "" {
		if len(invites) > 0 {
			about = about.of(invites[0])
		}
		return api.GroupCallResult{
			JoinResult: joined, SignalResult: m.signalResult(about, actionInvite), RoomID: about.RoomID, GroupID: about.GroupID,
		}
	}
	result := api.MultiCallResult{JoinResult: joined, Data: []api.InviteResult{}, RoomID: about.RoomID}
	for _, invite := range invites {
		one := m.signalResult(about.of(invite), actionInvite)
		result.Data = append(result.Data, api.InviteResult{SignalResult: one, RoomID: about.RoomID, UserID: invite.UserID})
	}
	return result
}

// join opens the microphone only: the type of the call is known when the server has answered.
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
			ticket: in.Ticket, method: "joinInGroupCall", kind: protocol.AudioCall, group: true, joins: in.Params.CallID,
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
	c.id, c.kind = c.joins, joined.Type
	c.about = signalContext{
		Inviter: joined.Inviter, Invitee: m.session.userID, GroupID: joined.GroupID, Kind: joined.Type, RoomID: joined.RoomID,
	}
	m.lastType = c.kind
	m.resolve(c.ticket, api.JoinedResult{
		Audio: c.devices.Microphone, Video: c.devices.Camera, SelfID: m.session.userID,
		CallID: c.id, RoomID: joined.RoomID, CallType: joined.Type, GroupID: joined.GroupID,
	})
	m.enter(c, joined.Negotiated)
}
