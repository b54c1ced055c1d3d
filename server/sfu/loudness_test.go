package sfu

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"trtccalling/server/sfu/transport"
)

func TestLoudness(t *testing.T) {
	level := func(dBov uint8) *transport.Packet { return &transport.Packet{AudioLevel: dBov, HasAudioLevel: true} }
	for _, tt := range []struct {
		name    string
		heard   [][]*transport.Packet // between two measurements
		want    float32
		because string
	}{
		{"nothing", [][]*transport.Packet{nil, nil}, 0, "it is silent"},
		{"silence", [][]*transport.Packet{{level(127)}, {level(127)}}, 0, "it is silent"},
		{"the begin of speech", [][]*transport.Packet{{level(27)}}, 70, "most of a rise is believed"},
		{"a click", [][]*transport.Packet{{level(127), level(27), level(127)}}, 70. / 3, "it is as loud as its time is long"},
		{"a pause", [][]*transport.Packet{{level(27)}, nil, nil}, 70 - 2*release, "it is forgotten slowly"},
		{"the end of a pause", [][]*transport.Packet{{level(27)}, {level(127)}, {level(27)}}, 70 - release + attack*(30+release), "it rises again"},
		{"who does not say how loud", [][]*transport.Packet{{{}, {}}}, attack * ordinary, "it counts as ordinary"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var l loudness
			for _, packets := range tt.heard {
				for _, p := range packets {
					l.hear(p)
				}
				l.measure()
			}
			if math.Abs(float64(l.smooth-tt.want)) > 0.01 {
				t.Errorf("got %v, want %v: %s", l.smooth, tt.want, tt.because)
			}
		})
	}
}

func TestTheLoudestGetThePlaces(t *testing.T) {
	for _, tt := range []struct {
		name   string
		smooth []float32
		held   []bool
		places int
		want   []int
	}{
		{"there is a place for each", []float32{1, 90}, []bool{false, false}, 2, []int{0, 1}},
		{"there is none", []float32{1, 90}, []bool{true, true}, 0, nil},
		{"nobody has spoken: the first ones", []float32{0, 0, 0}, []bool{false, false, false}, 2, []int{0, 1}},
		{"who speaks goes first", []float32{10, 90, 50}, []bool{false, false, false}, 2, []int{1, 2}},
		{"a little louder is not enough", []float32{50, 56, 20}, []bool{true, false, false}, 1, []int{0}},
		{"clearly louder is", []float32{50, 56.1, 20}, []bool{true, false, false}, 1, []int{1}},
		{"the quietest has to go", []float32{40, 60, 80}, []bool{true, true, false}, 2, []int{2, 1}},
		{"a free place goes to the loudest", []float32{40, 60, 80, 90}, []bool{true, false, false, false}, 2, []int{3, 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var candidates []candidate
			for i, smooth := range tt.smooth {
				l := loudness{smooth: smooth}
				candidates = append(candidates, candidate{track: &track{line: &transport.Line{Index: i}}, rank: l.rank(tt.held[i])})
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

func TestWhoSendsPicturesGoesBeforeWhoDoesNot(t *testing.T) {
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
		{"the first one alone", []*peer{bob}, "bob"},
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
