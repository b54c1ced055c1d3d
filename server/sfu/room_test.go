package sfu

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"go.uber.org/goleak"

	"trtccalling/server/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// openRoom opens a room that is closed when the test ends, before the socket.
func openRoom(t testing.TB, s *SFU) (*Room, *heard) {
	events := newHeard()
	r := s.Open("call", events)
	t.Cleanup(r.Close)
	return r, events
}

// numbers waits for this many packets and returns the numbers that their sender gave them.
func (m *member) numbers(t testing.TB, kind webrtc.RTPCodecType, count int) (list []int) {
	t.Helper()
	for range count {
		list = append(list, number(receive(t, m.received[kind], fmt.Sprintf("%s packet for %s after %d", kind, m.user, len(list)))))
	}
	return list
}

func upTo(count int) (list []int) {
	for i := range count {
		list = append(list, i)
	}
	return list
}

// whileItRings has alice in a call, and bob connected but not accepted yet.
func whileItRings(t *testing.T, r *Room) (alice, bob *member) {
	alice, bob = newMember(t, "alice", loss{}), newMember(t, "bob", loss{})
	alice.join(t, r)
	r.Admit("alice")
	bob.join(t, r)
	return alice, bob
}

func TestTwoMembersExchangeMedia(t *testing.T) {
	r, events := openRoom(t, newSFU(t))
	alice, bob := whileItRings(t, r)
	r.Admit("bob")
	for _, to := range []string{"bob", "alice"} { // bob was told while it rang
		got := receive(t, events.slots, "slots")
		from := map[string]string{"alice": "bob", "bob": "alice"}[to]
		want := []protocol.Slot{{Mid: "0", UserID: from, Kind: "audio", Source: "microphone"}, {Mid: "1", UserID: from, Kind: "video", Source: "camera"}}
		if got.user != to || !slices.Equal(got.slots, want) {
			t.Errorf("%s is told %v, want %s %v", got.user, got.slots, to, want)
		}
	}
	const packets = 40
	for _, way := range []struct{ from, to *member }{{alice, bob}, {bob, alice}} {
		way.from.sendVideo(t, packets)
		way.from.sendAudio(t, packets)
		for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo, webrtc.RTPCodecTypeAudio} {
			if got := way.to.numbers(t, kind, packets); !slices.Equal(got, upTo(packets)) {
				t.Errorf("%s gets %s packets %v of %s, want all in order", way.to.user, kind, got, way.from.user)
			}
		}
	}
}

func TestACalleeIsNotHeardBeforeAccepting(t *testing.T) {
	s := newSFU(t)
	r, _ := openRoom(t, s)
	alice, bob := whileItRings(t, r)
	bob.sendAudio(t, 50)
	bob.sendVideo(t, 50)
	awaitCount(t, s, func(c map[string]Counters) bool { return c["bob"].DroppedBeforeAdmission == 100 })
	stats := s.Stats().Rooms["call"]
	if got := stats["bob"].Forwarded + stats["alice"].Sent; got != 0 {
		t.Errorf("%d packets were forwarded before bob accepted", got)
	}
	r.Admit("bob")
	receive(t, bob.keyframes, "request for a key frame of a picture that runs")
	bob.sendVideo(t, 5)
	if got := alice.numbers(t, webrtc.RTPCodecTypeVideo, 5); !slices.Equal(got, upTo(5)) {
		t.Errorf("alice gets %v after bob accepted, want all in order", got)
	}
}

// awaitCount waits until the counters of the call's members are as wanted.
func awaitCount(t testing.TB, s *SFU, wanted func(map[string]Counters) bool) {
	t.Helper()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(patience)
	for !wanted(s.Stats().Rooms["call"]) {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("after %v the counters are %+v", patience, s.Stats().Rooms)
		}
	}
}

func TestACalleeThatRingsIsToldWhatWillArrive(t *testing.T) {
	s := newSFU(t)
	r, events := openRoom(t, s)
	alice, bob := whileItRings(t, r)
	want := []protocol.Slot{{Mid: "0", UserID: "alice", Kind: "audio", Source: "microphone"}, {Mid: "1", UserID: "alice", Kind: "video", Source: "camera"}}
	if got := receive(t, events.slots, "slots"); got.user != "bob" || !slices.Equal(got.slots, want) {
		t.Errorf("%s is told %v, want bob %v", got.user, got.slots, want)
	}
	alice.sendVideo(t, 50)
	awaitCount(t, s, func(c map[string]Counters) bool { return c["alice"].Received == 50 })
	if got := s.Stats().Rooms["call"]["bob"].Sent; got != 0 {
		t.Errorf("%d packets were sent to bob before he accepted", got)
	}
	r.Admit("bob")
	receive(t, alice.keyframes, "request for a picture that can be shown to bob")
	alice.sendVideo(t, 5)
	if got := bob.numbers(t, webrtc.RTPCodecTypeVideo, 5); !slices.Equal(got, upTo(5)) {
		t.Errorf("bob gets %v after he accepted, want all in order", got)
	}
}

func TestRoomTellsWhoIsLost(t *testing.T) {
	r, events := openRoom(t, newSFU(t))
	alice, bob := newMember(t, "alice", loss{}), newMember(t, "bob", loss{})
	for _, m := range []*member{alice, bob} {
		m.join(t, r)
		r.Admit(m.user)
	}
	receive(t, events.slots, "alice's slots")
	receive(t, events.slots, "bob's slots")
	alice.sendVideo(t, 5)
	bob.numbers(t, webrtc.RTPCodecTypeVideo, 5) // so that both sides have finished the handshake
	if err := bob.pc.Close(); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, events.lost, "word that bob is lost"); got != (lostUser{user: "bob"}) {
		t.Errorf("lost %q (%v), want bob, who closed", got.user, got.err)
	}
	if got := receive(t, events.slots, "word that alice's slots are free"); got.user != "alice" || len(got.slots) != 0 {
		t.Errorf("%s is told %v, want alice and no slots", got.user, got.slots)
	}
	t.Run("and lets them come back", func(t *testing.T) {
		again := newMember(t, "bob", loss{})
		again.join(t, r)
		alice.sendVideo(t, 5)
		again.numbers(t, webrtc.RTPCodecTypeVideo, 5)
	})
}

func TestRoomRefuses(t *testing.T) {
	s := newSFU(t)
	r, _ := openRoom(t, s)
	t.Run("anything but an offer", func(t *testing.T) {
		_, err := r.Answer("alice", "hello")
		var coded *protocol.Error
		if !errors.As(err, &coded) || coded.Code != protocol.CodeBadDescription {
			t.Errorf("got %v, want a %d", err, protocol.CodeBadDescription)
		}
	})
	t.Run("a broken offer on a live connection, which stays", func(t *testing.T) {
		bob := newMember(t, "bob", loss{})
		bob.join(t, r)
		if _, err := r.Answer("bob", "hello"); err == nil {
			t.Error("no error")
		}
		r.Admit("alice")
		r.Admit("bob")
		bob.sendVideo(t, 3)
		awaitCount(t, s, func(c map[string]Counters) bool { return c["bob"].Received == 3 })
	})
	t.Run("everybody when it is closed", func(t *testing.T) {
		r.Close()
		r.Admit("alice")
		r.Remove("alice")
		if _, err := r.Answer("alice", "hello"); !errors.Is(err, ErrClosed) {
			t.Errorf("got %v, want ErrClosed", err)
		}
		if got := s.Stats().Rooms; len(got) != 0 {
			t.Errorf("rooms %v, want none", got)
		}
	})
}

func TestRemoveEndsTheConnection(t *testing.T) {
	r, _ := openRoom(t, newSFU(t))
	t.Run("of a user who is just being answered", func(t *testing.T) {
		offer, err := newMember(t, "carol", loss{}).pc.CreateOffer(nil)
		if err != nil {
			t.Fatal(err)
		}
		const times = 20
		before := runtime.NumGoroutine()
		for range times {
			p, err := r.join("carol")
			if err != nil {
				t.Fatal(err)
			}
			r.Remove("carol")
			if answer, err := r.connect(p, offer.SDP); answer != "" || !errors.Is(err, ErrClosed) {
				t.Fatalf("got %q, %v, want ErrClosed", answer, err)
			}
		}
		awaitGoroutines(t, before+times/2) // a connection has at least one; the client's own come and go
	})
	t.Run("of a user who is connected", func(t *testing.T) {
		bob := newMember(t, "bob", loss{})
		bob.join(t, r)
		r.Remove("bob")
		receive(t, bob.closed, "end of bob's connection")
	})
}

func TestJoinsAndLeavesLeaveNothingBehind(t *testing.T) {
	s := newSFU(t)
	r, _ := openRoom(t, s)
	alice := newMember(t, "alice", loss{})
	alice.join(t, r)
	r.Admit("alice")
	cycle := func(i int) {
		bob := newMember(t, fmt.Sprintf("bob%d", i), loss{})
		bob.join(t, r)
		r.Admit(bob.user)
		r.Remove(bob.user)
		if err := bob.pc.Close(); err != nil {
			t.Error(err)
		}
	}
	for i := range 10 {
		cycle(i)
	}
	before := runtime.NumGoroutine()
	for i := range 200 {
		cycle(i)
	}
	awaitGoroutines(t, before)
	if got := s.Stats().Rooms["call"]; len(got) != 1 {
		t.Errorf("%d members are left, want alice", len(got))
	}
	s.mux.Do(func() {
		for _, tr := range r.peers[0].tracks {
			if len(tr.slots) != 0 {
				t.Errorf("alice's %s still goes to %d slots", tr.line.Kind, len(tr.slots))
			}
		}
	})
}

// awaitGoroutines waits until there are no more than before: a connection's goroutines end after its Close.
func awaitGoroutines(t testing.TB, before int) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(patience)
	for runtime.NumGoroutine() > before {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("%d goroutines, before it were %d", runtime.NumGoroutine(), before)
		}
	}
}
