package gateway

import (
	"regexp"

	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

// What a client may send is checked here, before it reaches a call.

const (
	maxCallees  = 49
	maxCalleeID = 128
	maxNick     = 256
	maxText     = 8 << 10
	maxGroupID  = 256
)

var callIDPattern = regexp.MustCompile(`^[0-9a-f]{32}$`)

// busy says whether the user is in a call that the client knows of.
func (s *session) busy() bool { return s.engaged != (call.Ref{}) && s.ringing == nil }

func (s *session) checkCall(in protocol.Call) *protocol.Error {
	switch {
	case s.busy():
		return protocol.Errorf(protocol.CodeEngaged, "%s is already in a call", s.who.User)
	case in.Type != protocol.AudioCall && in.Type != protocol.VideoCall:
		return protocol.Errorf(protocol.CodeInvalid, "a call's type must be %d or %d", protocol.AudioCall, protocol.VideoCall)
	case in.Offer == "":
		return protocol.Errorf(protocol.CodeBadDescription, "a call needs an offer")
	}
	return checkInvitees(in.Invitees)
}

func checkInvitees(in protocol.Invitees) *protocol.Error {
	switch {
	case len(in.UserIDs) == 0 || len(in.UserIDs) > maxCallees:
		return protocol.Errorf(protocol.CodeInvalid, "1 to %d userIDs can be invited", maxCallees)
	case len(in.GroupID) > maxGroupID || len(in.UserData) > maxText:
		return protocol.Errorf(protocol.CodeInvalid, "groupID can have at most %d bytes, userData %d", maxGroupID, maxText)
	case in.Push != nil && len(in.Push.Title)+len(in.Push.Description)+len(in.Push.Extension) > maxText:
		return protocol.Errorf(protocol.CodeInvalid, "the texts of a notification can have at most %d bytes together", maxText)
	}
	return checkUsers(in.UserIDs)
}

func checkUsers(users []string) *protocol.Error {
	seen := map[string]bool{}
	for _, user := range users {
		if user == "" || len(user) > maxCalleeID || seen[user] {
			return protocol.Errorf(protocol.CodeInvalid, "%.40q is empty, too long or named twice", user)
		}
		seen[user] = true
	}
	return nil
}
