package gateway

import (
	"slices"
	"testing"

	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

// What happens to an invitation while the client does not see it because it has asked for a call of its own:
// when that call is refused, the client is told of both.

const switchedToAudio = `{"callID":"other","events":[{"type":"switched","userID":"A","callType":1}]}`

var refusedCall = call.Answer{ID: 1, Over: true, Error: protocol.Errorf(protocol.CodeInvalid, "too many")}

func TestAnInvitationThatCrossedACallIsFollowedByWhatHasHappenedSince(t *testing.T) {
	s, _ := newTestSession()
	s.invited(invitation("other"))
	s.enter(1, call.Ref{ID: "own"}, protocol.Call{})
	s.update([]byte(switchedToAudio))
	s.told()
	s.resolve(refusedCall)
	if got, want := s.told("error", "invited", "switched"), []string{"error", "invited", "switched"}; !slices.Equal(got, want) {
		t.Errorf("the client was told %q, want %q", got, want)
	}
}

func TestAnInvitationIsRepeatedWithWhatHasHappenedSince(t *testing.T) {
	s, _ := newTestSession()
	s.invited(invitation("other"))
	s.update([]byte(switchedToAudio))
	s.told()
	s.call(1, protocol.Call{Type: 9})
	if got, want := s.told("error", "invited", "switched"), []string{"error", "invited", "switched"}; !slices.Equal(got, want) {
		t.Errorf("the client was told %q, want %q", got, want)
	}
}

func TestOfAnInvitationThatWaitsTheLatestIsTold(t *testing.T) {
	s, calls := newTestSession()
	s.enter(1, call.Ref{ID: "own"}, protocol.Call{})
	first, again := invitation("other"), invitation("other")
	first.Invited.Type, first.Invited.InviteID = protocol.VideoCall, "i1"
	again.Invited.Type, again.Invited.InviteID = protocol.AudioCall, "i2"
	s.invited(first)
	s.invited(again)
	s.resolve(refusedCall)
	if got, want := s.told(`"type":2`, `"type":1`), []string{`"type":1`}; !slices.Equal(got, want) || calls.rang.Invite != "i2" {
		t.Errorf("the client was told %q and rings for %s, want %q and i2", got, calls.rang.Invite, want)
	}
}
