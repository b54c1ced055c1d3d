package gateway

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/mailbox"
	"trtccalling/server/protocol"
)

// deafCalls take everything and answer nothing.
type deafCalls struct {
	rang     call.Rang
	occupied []call.Occupied
}

func (*deafCalls) Open(bus.App) (call.Ref, error) {
	return call.Ref{ID: "own", Address: "calls.own"}, nil
}
func (*deafCalls) Send(call.Ref, call.Ask, string) error { return nil }
func (c *deafCalls) Rang(_ call.Ref, in call.Rang, _ string) error {
	c.rang = in
	return nil
}
func (c *deafCalls) Occupied(_ call.Ref, in call.Occupied) error {
	c.occupied = append(c.occupied, in)
	return nil
}
func (*deafCalls) Gone(call.Ref, call.Who) error { return nil }

func newTestSession() (*session, *deafCalls) {
	calls := &deafCalls{}
	return &session{
		gateway: &Gateway{Config: Config{Calls: calls}}, conn: unwritten(),
		log: slog.New(slog.DiscardHandler), timer: time.NewTimer(time.Hour), who: call.Who{User: "B", Session: "s"},
	}, calls
}

// unwritten is a connection that writes nothing.
func unwritten() *connection { return &connection{outbox: mailbox.New[frame](outboxSize)} }

// waiting takes the messages that would be written.
func (c *connection) waiting() (frames []frame) {
	for f, ok := c.outbox.Take(); ok; f, ok = c.outbox.Take() {
		frames = append(frames, f)
	}
	return frames
}

// told lists what has gone to the client since the last time, by a word of each message.
func (s *session) told(words ...string) (list []string) {
	for _, frame := range s.conn.waiting() {
		for _, word := range words {
			if strings.Contains(string(frame.data), word) {
				list = append(list, word)
			}
		}
	}
	return list
}

func TestALateReplyOfACallThatIsOverLeavesTheNextInvitation(t *testing.T) {
	s, calls := newTestSession()
	s.engaged = call.Ref{ID: "old", Address: "calls.old"}
	s.forward(1, protocol.TypeMedia, protocol.Media{CallID: "old"})
	s.update([]byte(`{"callID":"old","over":true}`))
	s.invited(invitation("next"))
	s.resolve(call.Answer{ID: 1, Over: true, Error: protocol.Errorf(protocol.CodeInviteGone, "over")})
	if s.engaged.ID != "next" || s.ringing == nil {
		t.Fatalf("the session is in %q, want the next invitation", s.engaged.ID)
	}
	s.invited(invitation("third"))
	if len(calls.occupied) != 1 {
		t.Errorf("said busy %d times to the third, want once", len(calls.occupied))
	}
}

func TestASessionNamesTheInvitationThatItAnswers(t *testing.T) {
	s, calls := newTestSession()
	first, second := invitation("first"), invitation("second")
	first.Invited.InviteID, second.Invited.InviteID = "i1", "i2"
	s.invited(first)
	s.invited(second)
	if calls.rang.Invite != "i1" {
		t.Errorf("rings for %q, want i1", calls.rang.Invite)
	}
	if want := (call.Occupied{By: s.who, Invite: "i2"}); len(calls.occupied) != 1 || calls.occupied[0] != want {
		t.Errorf("said busy %+v, want once %+v", calls.occupied, want)
	}
}

func TestARefusedCallDoesNotSwallowAnInvitation(t *testing.T) {
	for name, request := range map[string]func(*session){
		"call": func(s *session) { s.call(1, protocol.Call{Type: 9}) },
		"join": func(s *session) { s.join(1, protocol.Join{CallID: "none"}) },
	} {
		s, _ := newTestSession()
		s.invited(invitation("other"))
		s.told()
		request(s)
		if got := strings.Join(s.told("error", "invited"), " "); got != "error invited" {
			t.Errorf("%s: the client was told %q, want the refusal and the invitation again", name, got)
		}
	}
}

func TestAHangupWithoutAnIDDeclinesNoInvitation(t *testing.T) {
	s, _ := newTestSession()
	s.invited(invitation("other"))
	s.hangup(1, protocol.Hangup{})
	if s.engaged.ID != "other" || s.pending != nil {
		t.Error("the invitation was declined, want it to ring on")
	}
	s.hangup(2, protocol.Hangup{CallID: "other"})
	if s.pending == nil {
		t.Error("the hangup that names it went nowhere")
	}
}
