package calling

import (
	"cmp"
	"slices"

	"trtccalling/server/protocol"
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
func (s *state) groupCall(in groupCall) {
	p := in.Params
	switch {
	case !p.valid():
		s.fail(in.Ticket, errorGroupParams("groupCall", p, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("groupCall"))
	case s.call == nil:
		s.prepare(&call{
			ticket: in.Ticket, method: "groupCall", kind: p.Type, group: true,
			invitees: p.InviteOptions.to(p.UserIDs, p.GroupID),
		})
	default:
		s.add(in.Ticket, "groupCall", p)
	}
}

func (s *state) inviteUser(in inviteUser) {
	switch {
	case len(in.Params.UserIDs) == 0:
		s.fail(in.Ticket, errorGroupParams("inviteUser", in.Params, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("inviteUser"))
	default:
		s.add(in.Ticket, "inviteUser", in.Params)
	}
}

// add rings more users. The one who does it is the inviter from then on, and the call a group.
func (s *state) add(t ticket, method string, p GroupCallParams) {
	c := s.talking()
	if c == nil {
		s.fail(t, errorStatus(method, s.status()))
		return
	}
	invitees := p.InviteOptions.to(p.UserIDs, p.GroupID)
	about := s.inviting(c.kind, invitees)
	about.RoomID = c.about.RoomID
	body := protocol.Add{CallID: c.id, Invitees: invitees}
	s.do(request{Type: protocol.TypeAdd, Body: body, Attempt: c.attempt, Ticket: t, About: about})
}

func (s *state) added(in reply) {
	var added protocol.Added
	if err := s.decode(in, &added); err != nil {
		s.fail(in.Request.Ticket, errorSignal(err))
		return
	}
	about := in.Request.About
	if c := s.current(in.Request.Attempt); c != nil && len(added.Invites) > 0 {
		c.group, c.about.Inviter = true, about.Inviter
		c.about.GroupID = cmp.Or(c.about.GroupID, about.GroupID)
		c.invites(about, added.Invites)
		if shown := s.shownCall(c.id); shown != nil {
			shown.group, shown.invitees = true, slices.Clone(about.all())
		}
	}
	s.resolve(in.Request.Ticket, s.groupResult(about, JoinResult{}, added.Invites))
}

// notPlaced ends a call that the server has refused. The original resolves then when it has invited
// several users one by one.
func (s *state) notPlaced(c *call, cause *Error) {
	if c.method == "groupCall" && c.about.GroupID == "" {
		s.resolve(c.ticket, MultiCallResult{JoinResult: s.joinResult(c), Code: 1, Data: []InviteResult{}, Error: cause.info()})
		c.ticket = 0
	}
	s.end(cause)
}

func (s *state) joinResult(c *call) JoinResult {
	return JoinResult{Audio: &c.devices.Microphone, Video: &c.devices.Camera, SelfID: s.session.userID}
}

func (s *state) placedResult(c *call, invites []protocol.Invite) any {
	if c.method == "groupCall" {
		return s.groupResult(c.about, s.joinResult(c), invites)
	}
	return CallResult{
		Audio: c.devices.Microphone, Video: c.devices.Camera, SelfID: s.session.userID,
		SignalResult: s.signalResult(c.about, actionInvite), RoomID: c.about.RoomID, UserID: c.about.Invitee,
	}
}

// groupResult is one invitation with a groupID, else a list of them.
func (s *state) groupResult(about signalContext, joined JoinResult, invites []protocol.Invite) any {
	if about.GroupID != "" {
		if len(invites) > 0 {
			about = about.of(invites[0])
		}
		return GroupCallResult{
			JoinResult: joined, SignalResult: s.signalResult(about, actionInvite), RoomID: about.RoomID, GroupID: about.GroupID,
		}
	}
	result := MultiCallResult{JoinResult: joined, Data: []InviteResult{}, RoomID: about.RoomID}
	for _, invite := range invites {
		one := s.signalResult(about.of(invite), actionInvite)
		result.Data = append(result.Data, InviteResult{SignalResult: one, RoomID: about.RoomID, UserID: invite.UserID})
	}
	return result
}

// join opens the microphone only: the type of the call is known when the server has answered.
func (s *state) join(in join) {
	switch {
	case in.Params.CallID == "":
		s.fail(in.Ticket, errorParams("joinInGroupCall", in.Params, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("joinInGroupCall"))
	case s.call != nil:
		s.fail(in.Ticket, errorStatus("joinInGroupCall", s.status()))
	default:
		s.prepare(&call{
			ticket: in.Ticket, method: "joinInGroupCall", kind: protocol.AudioCall, group: true, joins: in.Params.CallID,
		})
	}
}

func (s *state) joinedCall(in reply) {
	c := s.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var joined protocol.Joined
	if err := s.decode(in, &joined); err != nil {
		s.end(errorSignal(err))
		return
	}
	c.id, c.kind = c.joins, joined.Type
	c.about = signalContext{
		Inviter: joined.Inviter, Invitee: s.session.userID, GroupID: joined.GroupID, Kind: joined.Type, RoomID: joined.RoomID,
	}
	s.lastType = c.kind
	s.resolve(c.ticket, JoinedResult{
		Audio: c.devices.Microphone, Video: c.devices.Camera, SelfID: s.session.userID,
		CallID: c.id, RoomID: joined.RoomID, CallType: joined.Type, GroupID: joined.GroupID,
	})
	s.enter(c, joined.Negotiated)
}
