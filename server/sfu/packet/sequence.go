package packet

// Cycle is how many sequence numbers there are.
const Cycle = 1 << 16

// Window is how many packets back a numbering remembers what it accepted. Older ones count as duplicates:
// browsers probe with copies of old packets, and nothing that old is of use to anybody.
const Window = 1024

// Numbering extends the 16-bit sequence numbers of one RTP stream beyond their wrap-around and tells new
// packets from duplicates, both incoming and outgoing ones, of which no number may be used twice.
type Numbering struct {
	started bool
	highest int64
	seen    [Window / 64]uint64
}

// Extend returns the number of seq that is nearest to the highest one so far. The first number of a stream
// is Cycle or more, so that none is ever negative.
func (n *Numbering) Extend(seq uint16) int64 {
	if !n.started {
		return int64(seq) + Cycle
	}
	return nearest(seq, n.highest)
}

// Accept notes a number, and says whether this is the first time.
func (n *Numbering) Accept(number int64) bool {
	switch {
	case !n.started:
		n.started = true
		n.highest = number
	case number > n.highest:
		n.advance(number)
	case number <= n.highest-Window || n.has(number):
		return false
	}
	n.seen[number%Window/64] |= 1 << (number % 64)
	return true
}

// Started says whether anything was accepted.
func (n *Numbering) Started() bool { return n.started }

// Highest is the highest number that was accepted.
func (n *Numbering) Highest() int64 { return n.highest }

// advance moves the window up to number and forgets what drops out of it.
func (n *Numbering) advance(number int64) {
	if number-n.highest >= Window {
		n.seen = [Window / 64]uint64{}
	} else {
		for i := n.highest + 1; i < number; i++ {
			n.seen[i%Window/64] &^= 1 << (i % 64)
		}
		n.seen[number%Window/64] &^= 1 << (number % 64)
	}
	n.highest = number
}

func (n *Numbering) has(number int64) bool {
	return n.seen[number%Window/64]&(1<<(number%64)) != 0
}

// nearest is the number with these lower 16 bits that is nearest to another one.
func nearest(seq uint16, to int64) int64 { return to + int64(int16(seq-uint16(to))) }
