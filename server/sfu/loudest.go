package sfu

import (
	"cmp"
	"slices"

	"trtccalling/server/sfu/transport"
)

const (
	// ticksPerMeasure is how often loudness is measured, in ticks of 20 ms.
	ticksPerMeasure = 3
	// screenRank is more than any loudness.
	screenRank = 1000
)

// measure brings the track's loudness up to date. Pictures count as equally loud, except that those not sent
// count as silent: they leave their place to others.
func (t *track) measure(isRunning bool) {
	if t.line.Kind == transport.Video && isRunning {
		t.loudness.Hear(0, false)
	}
	t.loudness.Measure()
}

// candidate is a track that could be sent to a peer.
type candidate struct {
	track *track
	rank  float32
}

// loudest returns the candidates that get one of this many places. When there are enough places the order
// stays; otherwise the list is sorted, and equally loud ones keep their order.
func loudest(candidates []candidate, places int) []candidate {
	if len(candidates) <= places {
		return candidates
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.rank, a.rank) })
	return candidates[:places]
}
