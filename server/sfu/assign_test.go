package sfu

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/packet"
	"trtccalling/server/sfu/transport"
)

func TestAssign(t *testing.T) {
	// Tracks are written as user and kind, and so is the content of a slot, "-" when it is free.
	tests := []struct {
		name    string
		slots   []transport.Kind
		wanted  [][]string // one list for each call, in order
		content []string   // after the last call
		changed bool       // by the last call
	}{
		{"nobody is there", kinds("av"), lists(""), []string{"-", "-"}, false},
		{"one of each kind", kinds("av"), lists("alice-audio alice-video"), []string{"alice-audio", "alice-video"}, true},
		{"nothing changes the second time", kinds("av"), lists("alice-audio alice-video", "alice-audio alice-video"), []string{"alice-audio", "alice-video"}, false},
		{"the first free slot of its kind", kinds("avav"), lists("alice-video bob-video bob-audio"), []string{"bob-audio", "alice-video", "-", "bob-video"}, true},
		{"a track that stays keeps the slot", kinds("aa"), lists("alice-audio bob-audio", "bob-audio"), []string{"-", "bob-audio"}, true},
		{"a freed slot is used again", kinds("aa"), lists("alice-audio bob-audio", "bob-audio", "bob-audio carol-audio"), []string{"carol-audio", "bob-audio"}, true},
		{"leaving and arriving in one step", kinds("a"), lists("alice-audio", "bob-audio"), []string{"bob-audio"}, true},
		{"too few slots: the first ones are shown", kinds("a"), lists("alice-audio bob-audio"), []string{"alice-audio"}, true},
		{"a track that waits gets the next slot", kinds("a"), lists("alice-audio bob-audio carol-audio", "bob-audio carol-audio"), []string{"bob-audio"}, true},
		{"no slot of the kind", kinds("a"), lists("alice-video"), []string{"-"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var slots []*slot
			for i, kind := range tt.slots {
				slots = append(slots, &slot{peer: &peer{}, line: &transport.Line{Mid: mid(i), Kind: kind}})
			}
			tracks := map[string]*track{}
			var changed bool
			for _, list := range tt.wanted {
				changed = assign(slots, named(tracks, list), start)
			}
			if got := contents(slots); !slices.Equal(got, tt.content) || changed != tt.changed {
				t.Errorf("slots hold %v (changed: %v), want %v (%v)", got, changed, tt.content, tt.changed)
			}
			for _, tr := range tracks {
				for _, s := range tr.slots {
					if s.track != tr {
						t.Errorf("a track is still sent to slot %s, which does not carry it", s.line.Mid)
					}
				}
			}
		})
	}
}

func kinds(letters string) (list []transport.Kind) {
	for _, letter := range letters {
		kind := transport.Audio
		if letter == 'v' {
			kind = transport.Video
		}
		list = append(list, kind)
	}
	return list
}

func lists(texts ...string) (all [][]string) {
	for _, text := range texts {
		all = append(all, strings.Fields(text))
	}
	return all
}

// named returns the tracks of these names, the same ones for the same names.
func named(known map[string]*track, names []string) (list []*track) {
	for _, name := range names {
		user, kind, _ := strings.Cut(name, "-")
		if known[name] == nil {
			known[name] = &track{peer: &peer{user: user}, line: &transport.Line{Kind: transport.Kind(kind)}}
		}
		list = append(list, known[name])
	}
	return list
}

func contents(slots []*slot) (list []string) {
	for _, s := range slots {
		if s.track == nil {
			list = append(list, "-")
			continue
		}
		list = append(list, fmt.Sprintf("%s-%s", s.track.peer.user, s.track.line.Kind))
	}
	return list
}

func TestSlotsFollowTheMembers(t *testing.T) {
	r := newTestRoom(t)
	alice, _ := r.enter("alice", 3)
	bob, _ := r.enter("bob", 1)
	carol, _ := r.enter("carol", 1)
	r.admit(alice, bob, carol)
	want := []protocol.Slot{
		{Mid: "0", UserID: "bob", Kind: "audio", Source: "microphone"},
		{Mid: "1", UserID: "bob", Kind: "video", Source: "camera"},
		{Mid: "2", UserID: "carol", Kind: "audio", Source: "microphone"},
		{Mid: "3", UserID: "carol", Kind: "video", Source: "camera"},
	}
	if got := table(alice.slots); !slices.Equal(got, want) {
		t.Errorf("alice has %v, want %v", got, want)
	}
	if got := contents(bob.slots); !slices.Equal(got, []string{"alice-audio", "alice-video"}) {
		t.Errorf("bob's only pair holds %v, want alice's", got)
	}
	t.Run("a user who waited is shown when a slot becomes free", func(t *testing.T) {
		alice.HandleClosed(nil)
		if got := contents(bob.slots); !slices.Equal(got, []string{"carol-audio", "carol-video"}) {
			t.Errorf("bob's pair holds %v, want carol's", got)
		}
	})
	t.Run("nothing is left of a user who was lost", func(t *testing.T) {
		for _, p := range []*peer{bob, carol} {
			for _, tr := range p.tracks {
				for _, s := range tr.slots {
					if s.peer == alice {
						t.Errorf("%s still sends to alice", p.user)
					}
				}
			}
		}
	})
}

func TestRTPIsContinuousOverAChangeOfSource(t *testing.T) {
	r := newTestRoom(t)
	alice, toAlice := r.enter("alice", 1)
	bob, _ := r.enter("bob", 1)
	carol, _ := r.enter("carol", 1)
	r.admit(alice, bob)
	bob.HandleRTP(frame(bob, 65535, true, 0))
	bob.HandleRTP(frame(bob, 0, false, 0))
	late := frame(bob, 1, false, 1_000_000_000)
	r.peers = slices.DeleteFunc(r.peers, func(p *peer) bool { return p == bob })
	bob.release(start)
	r.admit(carol)
	carol.HandleRTP(frame(carol, 77, false, 900_000_000))
	carol.HandleRTP(frame(carol, 78, true, 1_000_000_000))
	bob.HandleRTP(late)
	if got, want := seqs(toAlice.rtp), []uint16{1, 2, 3}; !slices.Equal(got, want) {
		t.Fatalf("numbers %v, want %v", got, want)
	}
	if got := toAlice.rtp[2].header.Timestamp - toAlice.rtp[1].header.Timestamp; got != 90000 {
		t.Errorf("the timestamp went on by %d in a second, want 90000", got)
	}
	if got, _ := packet.ParseVP8([]byte(toAlice.rtp[2].payload)); got.PictureID != 3 || got.TL0 != 3 {
		t.Errorf("picture id %d, TL0PICIDX %d, want 3, 3", got.PictureID, got.TL0)
	}
}

func TestSlotsFollowRenegotiation(t *testing.T) {
	_, alice, bob, _, _ := pair(t)
	video := alice.tracks[1]
	t.Run("a track that is no longer sent leaves its slot", func(t *testing.T) {
		video.line.Receive = false
		alice.adopt(start)
		alice.room.reconcile(start)
		if got := contents(bob.slots); !slices.Equal(got, []string{"alice-audio", "-"}) || len(video.slots) != 0 {
			t.Errorf("bob's slots hold %v, the track goes to %d, want alice's audio alone and none", got, len(video.slots))
		}
	})
	t.Run("a slot that can no longer send gets nothing", func(t *testing.T) {
		bob.slots[0].line.Send = false
		bob.adopt(start)
		bob.room.reconcile(start)
		if got := len(alice.tracks[0].slots); got != 0 || len(bob.slots) != 1 {
			t.Errorf("alice's audio goes to %d slots, bob has %d, want none and 1", got, len(bob.slots))
		}
	})
	t.Run("a new m-line is a slot for a track that waits, and what is there stays", func(t *testing.T) {
		carol, _ := alice.room.enter("carol", 1)
		alice.room.admit(carol)
		before := alice.slots[1]
		alice.conn.(*memoryConn).lines = append(alice.conn.Lines(), newLines(2)[2:]...)
		alice.adopt(start)
		alice.room.reconcile(start)
		if got := contents(alice.slots); !slices.Equal(got, []string{"bob-audio", "bob-video", "carol-audio", "carol-video"}) || alice.slots[1] != before {
			t.Errorf("alice's slots hold %v, want bob's and carol's", got)
		}
	})
}
