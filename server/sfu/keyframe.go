package sfu

import "time"

// keyframeInterval is the least time between two requests for a key frame of one layer: each costs
// the publisher several times a normal frame.
const keyframeInterval = 500 * time.Millisecond

// keyframeRequests decides when a layer's publisher is asked for a key frame.
type keyframeRequests struct {
	last    time.Time
	pending bool // somebody wanted one too soon after the last request
}

// want says whether to ask now. If not, due will say so later, unless a key frame comes before.
func (k *keyframeRequests) want(now time.Time) bool {
	if now.Sub(k.last) < keyframeInterval {
		k.pending = true
		return false
	}
	k.last, k.pending = now, false
	return true
}

// due says whether it is time to ask for what want put off.
func (k *keyframeRequests) due(now time.Time) bool { return k.pending && k.want(now) }

// arrived notes that a key frame came: it serves everybody who wants one.
func (k *keyframeRequests) arrived() { k.pending = false }
