package sfu

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

func TestLostPacketsAreRepaired(t *testing.T) {
	const packets = 400
	for _, tt := range []struct {
		name     string
		up, down bool
	}{
		{"on the way up", true, false},
		{"on the way down", false, true},
		{"both ways", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var lost atomic.Int64
			var up, down loss
			if tt.up {
				up.up = everyFifth(&lost)
			}
			if tt.down {
				down.down = everyFifth(&lost)
			}
			s := newSFU(t)
			r, _ := openRoom(t, s)
			alice, bob := newMember(t, "alice", up), newMember(t, "bob", down)
			alice.join(t, r)
			bob.join(t, r)
			r.Admit("alice")
			r.Admit("bob")
			alice.sendVideo(t, packets)
			seen := awaitAll(t, alice, bob, packets)
			var copies uint64
			for _, times := range seen {
				copies += uint64(times - 1)
			}
			if asked := s.Stats().Rooms["call"]["bob"].Retransmitted; copies > asked {
				t.Errorf("%d packets came more than once, bob asked for %d", copies, asked)
			}
			if got := lost.Load(); got < packets/10 {
				t.Errorf("only %d packets were lost: nothing was tested", got)
			}
			t.Logf("%d packets lost, %d sent again to bob", lost.Load(), s.Stats().Rooms["call"]["bob"].Retransmitted)
		})
	}
}

// awaitAll waits until a member has received the frames below count and returns how often each came. Meanwhile
// the sender goes on: pion's client hands out retransmissions only when something new arrives.
func awaitAll(t testing.TB, from, to *member, count int) []int {
	t.Helper()
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	deadline := time.After(patience)
	seen, left := make([]int, count), count
	for i := count; left > 0; {
		select {
		case packet := <-to.received[webrtc.RTPCodecTypeVideo]:
			if n := number(packet); n < count {
				if seen[n] == 0 {
					left--
				}
				seen[n]++
			}
		case <-ticker.C:
			from.sendFrame(t, i)
			i++
		case <-deadline:
			t.Fatalf("%d of %d frames did not come within %v", left, count, patience)
		}
	}
	return seen
}

func TestASlotGoesOnWithAnotherSource(t *testing.T) {
	s := newSFU(t)
	r, events := openRoom(t, s)
	members := map[string]*member{}
	for _, user := range []string{"alice", "bob", "carol"} {
		members[user] = newMember(t, user, loss{})
		members[user].join(t, r)
		r.Admit(user)
	}
	alice, bob, carol := members["alice"], members["bob"], members["carol"]
	bob.sendVideo(t, 30)
	before := last(t, alice, 30)
	carol.sendVideo(t, 10) // runs, but alice has no slot for it
	r.Remove("bob")
	for {
		got := receive(t, events.slots, "word that alice gets carol")
		if got.user == "alice" && len(got.slots) == 2 && got.slots[0].UserID == "carol" {
			break
		}
	}
	carol.sendVideo(t, 10)
	first := receive(t, alice.received[webrtc.RTPCodecTypeVideo], "packet of carol")
	if first.SSRC != before.SSRC || first.SequenceNumber != before.SequenceNumber+1 {
		t.Errorf("goes on with %d of %d after %d of %d", first.SequenceNumber, first.SSRC, before.SequenceNumber, before.SSRC)
	}
	if gap := first.Timestamp - before.Timestamp; gap == 0 || gap > 90000*uint32(patience/time.Second) {
		t.Errorf("the timestamp goes on by %d", gap)
	}
	if got := number(first); got != 0 {
		t.Errorf("begins with frame %d, want the key frame", got)
	}
}

// last waits for this many video packets and returns the last one.
func last(t testing.TB, m *member, packets int) (packet *rtp.Packet) {
	t.Helper()
	for range packets {
		packet = receive(t, m.received[webrtc.RTPCodecTypeVideo], "video for "+m.user)
	}
	return packet
}
