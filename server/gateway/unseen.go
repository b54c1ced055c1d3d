package gateway

import (
	"encoding/json"

	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

// Invitations that the client does not see at once, because they cross a call of its own.

// unseen is an invitation that the client has not shown to have seen.
type unseen struct {
	call.Invitation
	since []json.RawMessage // updates of the call, which tell the client nothing before it knows the invitation
}

// unseen returns the invitation to a call, or nil.
func (s *session) unseen(callID string) *unseen {
	if s.ringing != nil && s.ringing.Invited.CallID == callID {
		return s.ringing
	}
	for i := range s.crossed {
		if s.crossed[i].Invited.CallID == callID {
			return &s.crossed[i]
		}
	}
	return nil
}

func (s *session) ring(in unseen) {
	s.engaged, s.ringing = in.Ref(), &in
	s.pushInvited()
	rang := call.Rang{By: s.who, Invite: in.Invited.InviteID, Profile: s.profile}
	if err := s.gateway.Calls.Rang(in.Ref(), rang, s.subject(topicRangUnheard+in.Invited.CallID)); err != nil {
		s.log.Error("report ringing", "call", in.Invited.CallID, "error", err)
	}
}

// pushInvited tells the client of the invitation and of what has happened to it.
func (s *session) pushInvited() {
	s.push(protocol.TypeInvited, s.ringing.Invited)
	for _, update := range s.ringing.since {
		s.pushRaw(protocol.TypeUpdate, update)
	}
}

// cross keeps an invitation that came while the client's own call has no reply yet. It may come again, every
// second, and may be another one by then.
func (s *session) cross(in call.Invitation) {
	if known := s.unseen(in.Invited.CallID); known != nil {
		known.Invitation = in
		return
	}
	s.crossed = append(s.crossed, unseen{Invitation: in})
}

// settleCrossed makes an invitation that crossed the client's own call ring after all when that call was
// refused.
func (s *session) settleCrossed() {
	if s.engaged == (call.Ref{}) && len(s.crossed) > 0 {
		first := s.crossed[0]
		s.crossed = s.crossed[1:]
		s.ring(first)
	}
	s.declineCrossed()
}

// declineCrossed says busy to the invitations that crossed the client's own call. It waits for that call's
// reply: by then the other side has been invited and, still being in its own call, is busy as well. So two
// users who call each other both hear that the other is busy, no matter who was faster.
func (s *session) declineCrossed() {
	for _, invitation := range s.crossed {
		s.sayBusy(invitation.Invitation)
	}
	s.crossed = nil
}
