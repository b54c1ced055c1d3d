package packet

const (
	// ordinary is the loudness of a sender that does not say how loud it is: below speech, above the noise of a room.
	ordinary = 127 - 50
	// attack is how much of a rise is believed at once. It takes one or two measurements until a speaker is
	// ahead of somebody silent.
	attack = 0.7
	// release is how many dB are forgotten per measurement: 5 in a second. Speech peaks several times a second,
	// and its pauses between sentences last one or two seconds.
	release = 0.3
	// margin is how many dB louder a user must be to take another one's place: twice the amplitude. Because of
	// release, a speaker who has a place and falls silent keeps it for at least a second.
	margin = 6
)

// Loudness says how loud a track has been lately: 127 minus the level of RFC 6464, in dB. 0 is silence. It is
// measured every 60 ms.
type Loudness struct {
	smooth  float32
	sum     uint32 // of the packets since the latest measurement
	packets uint32
}

// Hear takes one packet and its level, if it has one. It is on the hot path.
func (l *Loudness) Hear(level uint8, isKnown bool) {
	l.packets++
	if isKnown {
		l.sum += 127 - uint32(level)
		return
	}
	l.sum += ordinary
}

// Measure takes into account what was heard since the last time.
func (l *Loudness) Measure() {
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

// Rank orders the tracks that want a place. One that has a place goes before others that are not clearly
// louder.
func (l *Loudness) Rank(hasPlace bool) float32 {
	if hasPlace {
		return l.smooth + margin
	}
	return l.smooth
}
