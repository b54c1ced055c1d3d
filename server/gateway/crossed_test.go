package gateway

import (
	"testing"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

func invitation(callID string) call.Invitation {
	return call.Invitation{Address: "calls." + callID, Invited: protocol.Invited{CallID: callID}}
}

func TestWordThatAnotherCallIsOverLeavesTheOwnOne(t *testing.T) {
	own := call.Ref{ID: "own", Address: "calls.own"}
	s := &session{
		conn: unwritten(), engaged: own,
		crossed: []unseen{{Invitation: invitation("first")}, {Invitation: invitation("second")}},
	}
	s.cancelled(bus.Message{Unreachable: true}, "first")
	s.cancelled(bus.Message{Unreachable: true}, "unknown")
	if s.engaged != own {
		t.Errorf("the session is in %v, want its own call", s.engaged)
	}
	if len(s.crossed) != 1 || s.crossed[0].Invited.CallID != "second" {
		t.Errorf("crossed: got %v, want the second invitation alone", s.crossed)
	}
	if got := len(s.conn.waiting()); got != 1 {
		t.Errorf("the client was told %d times, want once, of the first", got)
	}
}

func TestAnInvitationThatComesDuringACallWaits(t *testing.T) {
	s := &session{conn: unwritten(), pending: &pending{kind: protocol.TypeCall}}
	s.engaged = call.Ref{ID: "own"}
	for range 2 { // it is repeated every second
		s.invited(invitation("other"))
	}
	if len(s.crossed) != 1 || len(s.conn.waiting()) != 0 {
		t.Errorf("%d invitations wait, want one, and nothing told before the call has its reply", len(s.crossed))
	}
}

func TestWordThatAnEarlierTimeInACallIsOverLeavesTheJoinAlone(t *testing.T) {
	same := call.Ref{ID: "same", Address: "calls.same"}
	s := &session{conn: unwritten(), engaged: same, pending: &pending{kind: protocol.TypeJoin}}
	s.update([]byte(`{"callID":"same","over":true}`))
	if s.engaged != same {
		t.Errorf("the session is in %v, want the call that it joins", s.engaged)
	}
	s.pending = nil
	s.update([]byte(`{"callID":"same","over":true}`))
	if s.engaged != (call.Ref{}) {
		t.Errorf("the session is in %v, want none: it had joined", s.engaged)
	}
}
