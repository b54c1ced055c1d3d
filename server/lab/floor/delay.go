//go:build linux

package main

import (
	"encoding/binary"
	"sync/atomic"
	"time"
)

// How finely delays are counted, and up to which: what takes longer counts as that long.
const (
	delayStep = 10 * time.Microsecond
	maxDelay  = 100 * time.Millisecond
)

// delays counts how long packets took through the relay. Its size does not depend on how many there are.
type delays struct {
	begun time.Time
	steps [maxDelay/delayStep + 1]atomic.Int64
}

// stamp writes the time into the RTP timestamp, which is neither encrypted nor changed by the relay.
func (d *delays) stamp(packet []byte) {
	binary.BigEndian.PutUint32(packet[4:], uint32(time.Since(d.begun).Microseconds()))
}

// add reads it again. Times wrap around after 71 minutes, and so does their difference.
func (d *delays) add(packet []byte, now time.Time) {
	took := uint32(now.Sub(d.begun).Microseconds()) - binary.BigEndian.Uint32(packet[4:])
	d.steps[min(time.Duration(took)*time.Microsecond, maxDelay)/delayStep].Add(1)
}

// counts is what was counted so far.
func (d *delays) counts() []int64 {
	counts := make([]int64, len(d.steps))
	for i := range d.steps {
		counts[i] = d.steps[i].Load()
	}
	return counts
}

// quantile is the delay that a share of the packets between two counts did not exceed.
func quantile(before, after []int64, share float64) time.Duration {
	var all int64
	for i := range after {
		all += after[i] - before[i]
	}
	var seen int64
	for i := range after {
		seen += after[i] - before[i]
		if float64(seen) >= share*float64(all) {
			return time.Duration(i+1) * delayStep
		}
	}
	return maxDelay
}
