package sfu

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"trtccalling/server/sfu/packet"
	"trtccalling/server/sfu/transport"
)

func TestTheLoudestGetThePlaces(t *testing.T) {
	for _, tt := range []struct {
		name     string
		loudness []uint8
		held     []bool
		places   int
		want     []int
	}{
		{"there is a place for each", []uint8{1, 90}, []bool{false, false}, 2, []int{0, 1}},
		{"there is none", []uint8{1, 90}, []bool{true, true}, 0, nil},
		{"nobody has spoken: the first ones", []uint8{0, 0, 0}, []bool{false, false, false}, 2, []int{0, 1}},
		{"a speaker goes first", []uint8{10, 90, 50}, []bool{false, false, false}, 2, []int{1, 2}},
		{"a little louder is not enough", []uint8{50, 56, 20}, []bool{true, false, false}, 1, []int{0}},
		{"clearly louder is", []uint8{50, 57, 20}, []bool{true, false, false}, 1, []int{1}},
		{"the quietest has to go", []uint8{40, 60, 80}, []bool{true, true, false}, 2, []int{2, 1}},
		{"a free place goes to the loudest", []uint8{40, 60, 80, 90}, []bool{true, false, false, false}, 2, []int{3, 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var candidates []candidate
			for i, dB := range tt.loudness {
				l := lasting(dB)
				candidates = append(candidates, candidate{track: &track{line: &transport.Line{Index: i}}, rank: l.Rank(tt.held[i])})
			}
			var got []int
			for _, c := range loudest(candidates, tt.places) {
				got = append(got, c.track.line.Index)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("places go to %v, want %v", got, tt.want)
			}
		})
	}
}

// lasting is the loudness of a track that has been this loud for a long time.
func lasting(dB uint8) (l packet.Loudness) {
	for range 100 {
		l.Hear(127-dB, true)
		l.Measure()
	}
	return l
}

func TestPicturesThatAreSentGoFirst(t *testing.T) {
	r := newTestRoom(t)
	alice, _ := r.enter("alice", 1)
	bob, _ := r.enter("bob", 1)
	carol, _ := r.enter("carol", 1)
	r.admit(alice, bob, carol)
	seq, now := uint16(0), time.Duration(0)
	for _, tt := range []struct {
		name string
		from []*peer
		want string
	}{
		{"nobody sends: the first one", nil, "bob"},
		{"the other one sends", []*peer{carol}, "carol"},
		{"both send: nothing changes", []*peer{bob, carol}, "carol"},
		{"only the first one", []*peer{bob}, "bob"},
	} {
		for end := now + 3*time.Second; now < end; now += tick {
			for _, p := range tt.from {
				p.HandleRTP(frame(p, seq, true, now))
			}
			seq++
			for _, p := range r.peers {
				p.HandleTick(start.Add(now))
			}
		}
		if got := fmt.Sprint(contents(alice.slots)[1]); got != tt.want+"-video" {
			t.Errorf("%s: alice is sent %s, want %s's", tt.name, got, tt.want)
		}
	}
}
