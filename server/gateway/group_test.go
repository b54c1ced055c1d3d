package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"trtccalling/server/protocol"
)

func TestMembersAddUsersAndComeBack(t *testing.T) {
	s := start(t)
	a, b, c := signIn(t, s, "A"), signIn(t, s, "B"), signIn(t, s, "C")
	callID := talk(a, b)
	var added protocol.Added
	b.must(protocol.TypeAdd, protocol.Add{CallID: callID, Invitees: protocol.Invitees{UserIDs: []string{"C", "A"}, UserData: "hello"}}, &added)
	if len(added.Invites) != 1 || added.Invites[0].UserID != "C" {
		t.Errorf("added %+v, want C alone: A is in the call", added.Invites)
	}
	a.sees(protocol.EventGrouped)
	in := c.invited()
	if in.From != "B" || in.UserData != "hello" || in.InviteID != added.Invites[0].InviteID {
		t.Errorf("C is invited by %+v", in)
	}
	c.must(protocol.TypeAccept, protocol.Accept{CallID: callID, Audio: true}, nil)
	b.sees(protocol.EventEntered, protocol.EventAccepted, protocol.EventMedia)
	a.sees(protocol.EventEntered, protocol.EventMedia)
	c.sees(protocol.EventEntered, protocol.EventMedia, protocol.EventEntered, protocol.EventMedia)

	a.must(protocol.TypeHangup, protocol.Hangup{}, nil)
	a.sees(protocol.EventLeft, protocol.EventLeft)
	c.sees(protocol.EventLeft)
	var joined protocol.Joined
	a.must(protocol.TypeJoin, protocol.Join{CallID: callID, Offer: offer(t), Audio: true}, &joined)
	if joined.Answer == "" || joined.Type != protocol.VideoCall || joined.RoomID != in.RoomID {
		t.Errorf("joined %+v, want an answer and the call's own type and room", joined)
	}
	c.sees(protocol.EventEntered, protocol.EventMedia)
}

func TestJoinIsForThoseWhoWereThere(t *testing.T) {
	s := start(t)
	a, b, x := signIn(t, s, "A"), signIn(t, s, "B"), signIn(t, s, "X")
	callID := talk(a, b)
	x.refused(protocol.TypeJoin, protocol.Join{CallID: callID, Offer: offer(t)}, protocol.CodeInviteGone)
	x.refused(protocol.TypeJoin, protocol.Join{CallID: strings.Repeat("0", 32), Offer: offer(t)}, protocol.CodeInviteGone)
	x.refused(protocol.TypeJoin, protocol.Join{CallID: "> .*", Offer: offer(t)}, protocol.CodeInvalid)
	b.refused(protocol.TypeJoin, protocol.Join{CallID: callID, Offer: offer(t)}, protocol.CodeEngaged)
	x.call("B") // it is free
	x.sees(protocol.EventBusy)
}

func TestGroupIDIsOneInvitationForAll(t *testing.T) {
	s := start(t)
	a, b, c := signIn(t, s, "A"), signIn(t, s, "B"), signIn(t, s, "C")
	var called protocol.Called
	invitees := protocol.Invitees{UserIDs: []string{"B", "C"}, GroupID: "a group"}
	a.must(protocol.TypeCall, protocol.Call{Invitees: invitees, Type: protocol.AudioCall, Offer: offer(t), Audio: true}, &called)
	in := b.invited()
	if !slices.Equal(in.UserIDs, invitees.UserIDs) || in.GroupID != "a group" || in.InviteID != c.invited().InviteID {
		t.Errorf("B is invited by %+v", in)
	}
	b.must(protocol.TypeReject, protocol.Reject{CallID: in.CallID}, nil)
	c.sees(protocol.EventRejected)
}

func TestBothHearOfASwitch(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	callID := talk(a, b)
	b.must(protocol.TypeSwitch, protocol.Switch{CallID: callID, Type: protocol.AudioCall}, nil)
	for _, c := range []*client{a, b} {
		u := c.update()
		if len(u.Events) == 0 || u.Events[0].Type != protocol.EventSwitched || u.Events[0].CallType != protocol.AudioCall {
			t.Errorf("%s is told %+v, want the switch", c.user, u)
		}
	}
	a.refused(protocol.TypeSwitch, protocol.Switch{CallID: callID, Type: protocol.AudioCall}, protocol.CodeNotPermitted)
}

func TestInfoIsForMembers(t *testing.T) {
	s := start(t)
	a, b, x := signIn(t, s, "A"), signIn(t, s, "B"), signIn(t, s, "X")
	callID := talk(a, b)
	var info protocol.CallInfo
	b.must(protocol.TypeInfo, protocol.Info{CallID: callID}, &info)
	if len(info.Members) != 2 || info.Members[1].UserID != "B" || info.Members[1].Inviter != "A" || info.Answered == 0 {
		t.Errorf("got %+v", info)
	}
	x.refused(protocol.TypeInfo, protocol.Info{CallID: callID}, protocol.CodeInviteGone)
}

func TestThreeMembersNeedMoreLinesThanTheFirstOfferHas(t *testing.T) {
	s := start(t)
	a, b, c := signIn(t, s, "A"), signIn(t, s, "B"), signIn(t, s, "C")
	called := a.call("B", "C")
	for _, callee := range []*client{b, c} {
		callee.invited()
		callee.must(protocol.TypeNegotiate, protocol.Negotiate{CallID: called.CallID, Offer: offer(t)}, nil)
		callee.must(protocol.TypeAccept, protocol.Accept{CallID: called.CallID, Audio: true}, nil)
	}
	for _, member := range []*client{a, b} {
		var u protocol.Update
		for u.Lines == nil {
			u = protocol.Update{}
			member.read(member.receive(), &u)
		}
		if want := (protocol.Lines{Audio: 4, Video: 1}); *u.Lines != want {
			t.Errorf("%s is asked for %+v, want %+v: nobody sends pictures", member.user, *u.Lines, want)
		}
	}
}
