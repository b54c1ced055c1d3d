package packet

import "time"

// maxSkips is how many runs of skipped numbers a rewriter remembers for packets that come late.
const maxSkips = 16

// Rewriter gives a subscriber's packets their sequence numbers and timestamps. Outgoing numbers go up by one
// from packet to packet across any change of source and are never used twice: the cipher's nonce is made from
// them.
type Rewriter struct {
	started bool
	number  int64 // highest number out
	ts      uint32
	at      time.Time // when that packet went out

	// Everything below is about the source since the last call of Begin.
	first    int64 // number in of its first packet; older ones are not sent
	highest  int64 // number in
	offset   int64 // number out - number in, for packets after the last skip
	tsOffset uint32
	skips    [maxSkips]skip // a ring
	skipped  int            // how many skips there have been
}

// skip is a run of incoming numbers that were not sent and leave no gap in the outgoing ones.
type skip struct {
	from, to int64
	before   int64 // offset of the packets before it
}

// Begin makes the source's packet with this number the next one to be sent. Its timestamp follows the last one
// by the time that has passed since then, so that receivers play it now.
func (r *Rewriter) Begin(number int64, ts uint32, now time.Time, clockRate uint32) {
	r.tsOffset = 0
	if r.started {
		ticks := now.Sub(r.at).Microseconds() * int64(clockRate) / 1e6
		// Two frames with the same timestamp would be taken for one.
		r.tsOffset = r.ts + uint32(max(ticks, 1)) - ts
	}
	r.offset = r.number + 1 - number
	r.first, r.highest = number, number-1
	r.skipped = 0
}

// Next returns the number and timestamp to send a packet with, or false if it must not be sent. The caller has
// removed duplicates.
func (r *Rewriter) Next(number int64, ts uint32, now time.Time) (uint16, uint32, bool) {
	if number < r.first {
		return 0, 0, false
	}
	offset, ok := r.offset, true
	if number <= r.highest {
		offset, ok = r.offsetOf(number)
	}
	if !ok {
		return 0, 0, false
	}
	r.highest = max(r.highest, number)
	out := number + offset
	if out > r.number { // a late packet may be, too, if those before it were left out
		r.started, r.number, r.ts, r.at = true, out, ts+r.tsOffset, now
	}
	return uint16(out), ts + r.tsOffset, true
}

// Skip leaves a number out, because its packet has nothing to send (padding): receivers would take the gap for
// a loss. A packet that comes late leaves its gap.
func (r *Rewriter) Skip(number int64) {
	if number <= r.highest {
		return
	}
	last := &r.skips[(r.skipped+maxSkips-1)%maxSkips]
	if r.skipped > 0 && last.to == number-1 && r.highest == number-1 {
		last.to = number
	} else {
		r.skips[r.skipped%maxSkips] = skip{from: number, to: number, before: r.offset}
		r.skipped++
	}
	r.offset--
	r.highest = number
}

// Timestamp maps a timestamp of the source as Next does for its packets.
func (r *Rewriter) Timestamp(ts uint32) uint32 { return ts + r.tsOffset }

// offsetOf is the offset that applied to a number that comes late.
func (r *Rewriter) offsetOf(number int64) (int64, bool) {
	offset := r.offset
	for i := r.skipped - 1; i >= 0; i-- {
		if i < r.skipped-maxSkips {
			return 0, false // it is older than anything remembered
		}
		s := r.skips[i%maxSkips]
		if number > s.to {
			break
		}
		if number >= s.from {
			return 0, false // already left out
		}
		offset = s.before
	}
	return offset, true
}
