package bus

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T) *Bus {
	t.Helper()
	b, err := Embedded(slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func receive(t *testing.T, messages <-chan Message) Message {
	t.Helper()
	select {
	case m := <-messages:
		return m
	case <-time.After(5 * time.Second):
		t.Fatal("no message within 5 s")
		return Message{}
	}
}

func TestMessagesArriveInOrder(t *testing.T) {
	b := start(t)
	messages := make(chan Message, 1000)
	if _, err := b.Subscribe("a.>", func(m Message) { messages <- m }); err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		if err := b.Publish(fmt.Sprintf("a.%d", i%3), "", fmt.Appendf(nil, "%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 1000 {
		if got, want := string(receive(t, messages).Data), fmt.Sprint(i); got != want {
			t.Fatalf("message %s arrived as number %s", got, want)
		}
	}
}

func TestSenderLearnsThatNobodyListens(t *testing.T) {
	b := start(t)
	replies := make(chan Message, 1)
	if _, err := b.Subscribe("reply", func(m Message) { replies <- m }); err != nil {
		t.Fatal(err)
	}
	if err := b.Publish("nobody", "reply", []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if m := receive(t, replies); !m.Unreachable {
		t.Fatalf("got %+v, want an unreachable message", m)
	}
}

func TestDrainedSubscriptionHandlesWhatWasUnderWay(t *testing.T) {
	b := start(t)
	release := make(chan struct{})
	var handled int
	s, err := b.Subscribe("x", func(Message) { <-release; handled++ })
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err := b.Publish("x", "", []byte("m")); err != nil {
			t.Fatal(err)
		}
	}
	s.Drain()
	close(release)
	<-s.Closed()
	if handled != 10 {
		t.Fatalf("%d messages were handled, want 10", handled)
	}
}

func TestUserNamesCannotListenToOthers(t *testing.T) {
	b := start(t)
	messages := make(chan Message, 1)
	for _, name := range []string{">", "*", "a.b"} {
		if _, err := b.Subscribe(UserSubject(1, name, "invite"), func(m Message) { messages <- m }); err != nil {
			t.Fatal(err)
		}
	}
	mine := make(chan Message, 1)
	if _, err := b.Subscribe(UserSubject(1, "bob", "invite"), func(m Message) { mine <- m }); err != nil {
		t.Fatal(err)
	}
	if err := b.Publish(UserSubject(1, "bob", "invite"), "", []byte("for bob")); err != nil {
		t.Fatal(err)
	}
	receive(t, mine)
	select {
	case m := <-messages:
		t.Fatalf("somebody else got %q", m.Data)
	default:
	}
}
