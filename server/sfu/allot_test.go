package sfu

import (
	"fmt"
	"slices"
	"testing"

	"trtccalling/server/protocol"
)

func TestLinesFor(t *testing.T) {
	for _, tt := range []struct {
		name               string
		have, tracks, want protocol.Lines
	}{
		{"a call of two", protocol.Lines{Audio: 1, Video: 1}, protocol.Lines{Audio: 1, Video: 1}, protocol.Lines{Audio: 1, Video: 1}},
		{"the first that is too many", protocol.Lines{Audio: 1, Video: 1}, protocol.Lines{Audio: 2, Video: 2}, protocol.Lines{Audio: 4, Video: 4}},
		{"of one kind", protocol.Lines{Audio: 1, Video: 4}, protocol.Lines{Audio: 2, Video: 2}, protocol.Lines{Audio: 4, Video: 4}},
		{"what suffices stays", protocol.Lines{Audio: 3, Video: 3}, protocol.Lines{Audio: 3, Video: 3}, protocol.Lines{Audio: 3, Video: 3}},
		{"steps of four", protocol.Lines{Audio: 4, Video: 4}, protocol.Lines{Audio: 5, Video: 5}, protocol.Lines{Audio: 8, Video: 8}},
		{"at most 8 and 16", protocol.Lines{Audio: 8, Video: 8}, protocol.Lines{Audio: 49, Video: 49}, protocol.Lines{Audio: 8, Video: 16}},
		{"more than that of its own accord", protocol.Lines{Audio: 10, Video: 20}, protocol.Lines{Audio: 49, Video: 49}, protocol.Lines{Audio: 10, Video: 20}},
		{"none to receive on", protocol.Lines{}, protocol.Lines{Audio: 1}, protocol.Lines{Audio: 4}},
		{"nobody is there", protocol.Lines{}, protocol.Lines{}, protocol.Lines{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := linesFor(tt.have, tt.tracks); got != tt.want {
				t.Errorf("linesFor(%+v, %+v) = %+v, want %+v", tt.have, tt.tracks, got, tt.want)
			}
		})
	}
}

func TestLinesAreAskedFor(t *testing.T) {
	m := newMeeting(t, 3, 1)
	join := func(user string) {
		p, _ := m.room.enter(user, 4)
		m.room.admit(p)
	}
	offer := func(pairs int) {
		m.peers["a"].conn.(*memoryConn).lines = newLines(pairs)
		m.peers["a"].adopt(start)
		m.room.reconcile(start)
	}
	for _, tt := range []struct {
		name string
		do   func()
		want []string
	}{
		{"for sound only in an audio call", func() {}, []string{"a 4 1", "b 4 1", "c 4 1"}},
		{"once", func() { m.room.reconcile(start) }, nil},
		{"for pictures once somebody sends them", func() { m.peers["c"].HandleRTP(frame(m.peers["c"], 1, true, 0)) }, []string{"a 4 4", "b 4 4"}},
		{"not while what was asked for suffices", func() { join("d") }, nil},
		{"from everybody when it does not", func() { join("e"); join("f") }, []string{"a 8 8", "b 8 8", "c 8 1", "d 8 8", "e 8 8", "f 8 8"}},
		{"again after an offer with too few", func() { offer(4) }, []string{"a 8 8"}},
		{"not after one with enough", func() { offer(8) }, nil},
		{"not from a user who is not connected", func() { m.room.peers = append(m.room.peers, &peer{room: m.room, user: "g"}); m.room.reconcile(start) }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.do()
			if got := m.room.askedFor(); !slices.Equal(got, tt.want) {
				t.Errorf("asked for %v, want %v", got, tt.want)
			}
		})
	}
}

// askedFor returns the lines that users were asked for since the last time, in alphabetical order.
func (r *Room) askedFor() (list []string) {
	done := make(chan struct{})
	r.notices.post(func(e Events) {
		told := e.(*told)
		for _, wanted := range told.lines {
			list = append(list, fmt.Sprint(wanted.user, " ", wanted.lines.Audio, " ", wanted.lines.Video))
		}
		told.lines = nil
		close(done)
	})
	<-done
	slices.Sort(list)
	return list
}
