package sfu

// windowSize is how many packets back a numbering remembers what came. Older ones count as duplicates:
// browsers probe with copies of old packets, and nothing that old is of use to anybody.
const windowSize = 1024

// numbering extends the 16-bit sequence numbers of one RTP stream beyond their wrap-around and tells
// new packets from duplicates.
type numbering struct {
	started bool
	highest int64
	seen    [windowSize / 64]uint64
}

// extend returns the number of seq that is nearest to the highest one so far. The first number of a stream
// is placed above 65535, so that none is ever negative.
func (n *numbering) extend(seq uint16) int64 {
	if !n.started {
		return int64(seq) + 1<<16
	}
	return n.highest + int64(int16(seq-uint16(n.highest)))
}

// accept notes that the packet came, and says whether it is the first time.
func (n *numbering) accept(number int64) bool {
	switch {
	case !n.started:
		n.started = true
		n.highest = number
	case number > n.highest:
		n.advance(number)
	case number <= n.highest-windowSize || n.has(number):
		return false
	}
	n.seen[number%windowSize/64] |= 1 << (number % 64)
	return true
}

// advance moves the window up to number and forgets what leaves it.
func (n *numbering) advance(number int64) {
	if number-n.highest >= windowSize {
		n.seen = [windowSize / 64]uint64{}
	} else {
		for i := n.highest + 1; i < number; i++ {
			n.seen[i%windowSize/64] &^= 1 << (i % 64)
		}
		n.seen[number%windowSize/64] &^= 1 << (number % 64)
	}
	n.highest = number
}

func (n *numbering) has(number int64) bool {
	return n.seen[number%windowSize/64]&(1<<(number%64)) != 0
}
