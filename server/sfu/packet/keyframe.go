package packet

import "time"

// keyframeInterval is the shortest time between two requests for a key frame of one layer: each costs the
// publisher several times as much as a normal frame.
const keyframeInterval = 500 * time.Millisecond

// Keyframes decides when a layer's publisher is asked for a key frame.
type Keyframes struct {
	last    time.Time
	pending bool // somebody wanted one too soon after the last request
}

// Want says whether to ask now. If not, Due will say so later, unless a key frame comes first.
func (k *Keyframes) Want(now time.Time) bool {
	if now.Sub(k.last) < keyframeInterval {
		k.pending = true
		return false
	}
	k.last, k.pending = now, false
	return true
}

// Due says whether it is time to ask for what Want put off.
func (k *Keyframes) Due(now time.Time) bool { return k.pending && k.Want(now) }

// Arrived notes that a key frame has come: it serves everybody who wanted one.
func (k *Keyframes) Arrived() { k.pending = false }
