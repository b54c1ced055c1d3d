package sfu

import (
	"cmp"
	"slices"

	"trtccalling/server/sfu/transport"
)

// ticksPerMeasure is how often loudness is measured, in ticks of 20 ms. Loudness is 127 minus the level of
// RFC 6464, in dB: 0 is silence.
const ticksPerMeasure = 3

const (
	// ordinary is the loudness of who sends without saying how loud: below speech, above the noise of a room.
	ordinary = 127 - 50
	// attack is how much of a rise is believed at once. It takes one or two measurements until a speaker is
	// ahead of who is silent.
	attack = 0.7
	// release is how many dB are forgotten by a measurement: 5 in a second. Speech has its highest places
	// several times a second, and its pauses between sentences last one or two.
	release = 0.3
	// margin is how many dB louder somebody must be to take the place of somebody else: twice the amplitude.
	// Who has a place and falls silent keeps it for a second at least, because of release.
	margin = 6
	// screenRank is more than any loudness.
	screenRank = 1000
)

// loudness says how loud a track has been lately.
type loudness struct {
	smooth  float32
	sum     uint32 // of the packets since the latest measurement
	packets uint32
}

// hear takes one packet. It is on the hot path.
func (l *loudness) hear(p *transport.Packet) {
	l.packets++
	if p.HasAudioLevel {
		l.sum += 127 - uint32(p.AudioLevel)
		return
	}
	l.sum += ordinary
}

// measure takes what was heard since the last time into account.
func (l *loudness) measure() {
	var now float32
	if l.packets > 0 {
		now = float32(l.sum) / float32(l.packets)
	}
	if l.sum, l.packets = 0, 0; now > l.smooth {
		l.smooth += attack * (now - l.smooth)
		return
	}
	l.smooth = max(l.smooth-release, now)
}

// rank orders those who want a place. Who has one goes before others that are not clearly louder.
func (l *loudness) rank(hasPlace bool) float32 {
	if hasPlace {
		return l.smooth + margin
	}
	return l.smooth
}

// measure brings the track's loudness up to date. Pictures count as equally loud, but those that are not sent
// as silent: they leave their place to others.
func (t *track) measure(isRunning bool) {
	if t.line.Kind == transport.Video && isRunning {
		t.loudness.hear(&transport.Packet{})
	}
	t.loudness.measure()
}

// candidate is a track that could be sent to a peer.
type candidate struct {
	track *track
	rank  float32
}

// loudest returns those who get one of so many places. When there are enough, the order stays; otherwise the
// list is sorted, and who is equally loud keeps the order.
func loudest(candidates []candidate, places int) []candidate {
	if len(candidates) <= places {
		return candidates
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.rank, a.rank) })
	return candidates[:places]
}
