package gateway

import (
	"log/slog"
	"testing"
	"time"

	"trtccalling/server/bus"
	"trtccalling/server/call"
)

// TestALeavingSessionTakesNoWordFromTheNext: the client of a session that was kicked out may take a long time
// to close its connection.
func TestALeavingSessionTakesNoWordFromTheNext(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	b, err := bus.Embedded(log)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	g := New(Config{Bus: b, Log: log})
	sessions := make([]*session, 2)
	for i := range sessions {
		sessions[i] = &session{gateway: g, conn: unwritten(), log: log, messages: make(chan bus.Message, 10)}
		if err := sessions[i].signIn(1, "B"); err != nil {
			t.Fatal(err)
		}
	}
	older, newer := sessions[0], sessions[1]
	defer newer.mailbox.Drain()
	for !older.leaving {
		older.message(next(t, older))
	}
	if err := b.Publish("nobody", newer.subject(call.TopicReply), nil); err != nil {
		t.Fatal(err)
	}
	for !next(t, newer).Unreachable {
	}
}

func next(t *testing.T, s *session) bus.Message {
	t.Helper()
	select {
	case m := <-s.messages:
		return m
	case <-time.After(5 * time.Second):
		t.Fatal("no message")
		return bus.Message{}
	}
}
