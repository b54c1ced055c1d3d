package sfu

import (
	"slices"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/transport"
)

// The most that a peer is sent. Nobody can tell more sounds at a time apart, and a call with video has 16
// members, one of whom may share a screen.
const (
	maxAudioSlots = 8
	maxVideoLines = 16
)

// lineStep is how many m-lines of a kind a peer gets at a time: each new offer costs more than a few unused
// lines.
const lineStep = 4

// selection is what Room.serve works with. It is reused, and empty between two calls.
type selection struct {
	audio, video []candidate
	chosen       []*track
}

// reconcile makes the slots of all peers carry what they should, and tells the peers for which that has
// changed. The Mux's lock is held.
func (r *Room) reconcile(now time.Time) {
	for _, p := range r.peers {
		r.serve(p, now)
	}
}

// serve does what reconcile does for one peer.
func (r *Room) serve(p *peer, now time.Time) {
	s := &r.selection
	r.collect(p)
	have := p.lines()
	tracks := protocol.Lines{Audio: len(s.audio), Video: videosToShow(s.video)}
	want := linesFor(have, tracks)
	if want.Video == have.Video { // otherwise m-lines for the screens will come, and cameras keep theirs
		putScreensFirst(s.video)
	}
	heard, seen := loudest(s.audio, min(have.Audio, maxAudioSlots)), loudest(s.video, have.Video)
	p.crowded = len(heard) < len(s.audio) || len(seen) < len(s.video)
	s.choose(heard)
	s.choose(seen)
	changed := assign(p.slots, s.chosen, now)
	s.clear()
	p.tellSlots(changed)
	p.askForLines(want)
}

// collect lists the tracks that a peer receives once it is admitted, if there is a place for them.
func (r *Room) collect(p *peer) {
	for _, other := range r.peers {
		if other == p || !other.admitted {
			continue
		}
		for _, t := range other.tracks {
			switch {
			case t == nil:
			case t.line.Kind == transport.Audio:
				r.selection.audio = append(r.selection.audio, p.candidate(t))
			default:
				r.selection.video = append(r.selection.video, p.candidate(t))
			}
		}
	}
}

func (p *peer) candidate(t *track) candidate {
	isSent := slices.ContainsFunc(p.slots, func(s *slot) bool { return s.track == t })
	return candidate{track: t, rank: t.loudness.Rank(isSent)}
}

// putScreensFirst is for when m-lines are short: a user who shares a screen wants it to be seen.
func putScreensFirst(all []candidate) {
	for i := range all {
		if all[i].track.isScreen {
			all[i].rank += screenRank
		}
	}
}

// videosToShow counts the video tracks that should have m-lines. Cameras of which none has sent are those of an
// audio call, with up to 50 lines that nobody ever needs.
func videosToShow(all []candidate) (count int) {
	isVideoCall := slices.ContainsFunc(all, func(c candidate) bool { return !c.track.isScreen && c.track.target != nil })
	for _, c := range all {
		if c.track.isScreen || isVideoCall {
			count++
		}
	}
	return count
}

func (s *selection) choose(candidates []candidate) {
	for _, c := range candidates {
		s.chosen = append(s.chosen, c.track)
	}
}

// clear lets go of the tracks, which may hold much memory and end before the next selection.
func (s *selection) clear() {
	clear(s.audio)
	clear(s.video)
	clear(s.chosen)
	s.audio, s.video, s.chosen = s.audio[:0], s.video[:0], s.chosen[:0]
}

// lines counts the m-lines on which the peer can receive.
func (p *peer) lines() (have protocol.Lines) {
	for _, s := range p.slots {
		if s.line.Kind == transport.Audio {
			have.Audio++
		} else {
			have.Video++
		}
	}
	return have
}

// tellSlots tells the user who arrives where, if that has changed since the last time.
func (p *peer) tellSlots(changed bool) {
	carried := inUse(p.slots)
	if !changed && carried == p.told {
		return
	}
	p.told = carried
	user, slots := p.user, table(p.slots)
	p.room.notices.post(func(e Events) { e.SlotsChanged(user, slots) })
}

// askForLines tells the user once that more m-lines are needed. What was asked for counts as there until the
// client has offered again.
func (p *peer) askForLines(want protocol.Lines) {
	if p.conn == nil || want.Audio <= p.asked.Audio && want.Video <= p.asked.Video {
		return
	}
	want = protocol.Lines{Audio: max(want.Audio, p.asked.Audio), Video: max(want.Video, p.asked.Video)}
	p.asked = want
	user := p.user
	p.room.notices.post(func(e Events) { e.LinesWanted(user, want) })
}

// linesFor is how many m-lines a peer that has some already should have, to receive this many tracks.
func linesFor(have, tracks protocol.Lines) protocol.Lines {
	return protocol.Lines{
		Audio: grow(have.Audio, tracks.Audio, maxAudioSlots),
		Video: grow(have.Video, tracks.Video, maxVideoLines),
	}
}

func grow(have, tracks, most int) int {
	need := min(tracks, most)
	if need <= have {
		return have
	}
	return min((need+lineStep-1)/lineStep*lineStep, most)
}
