package packet

import (
	"slices"
	"time"
)

// The schedule for asking for a gap's packets: soon, because a call is live, and not for ever, because after a
// second nobody can use them.
const (
	nackFirst   = 10 * time.Millisecond // after the gap was seen; packets that were merely reordered come within it
	nackAgain   = 60 * time.Millisecond // between two requests for a packet
	nackTries   = 8
	nackMissing = 128 // packets asked for at one time
)

// Missing holds the gaps in the numbers of one layer.
type Missing struct {
	packets []missing // in order of number
	seqs    []uint16  // what Due returns
}

type missing struct {
	number int64
	tries  int
	next   time.Time // when to ask for it
}

// Gap notes that the packets from first to last have not come, while later ones have.
func (m *Missing) Gap(first, last int64, now time.Time) {
	first = max(first, last-nackMissing+1)
	if drop := len(m.packets) + int(last-first+1) - nackMissing; drop > 0 {
		m.packets = slices.Delete(m.packets, 0, min(drop, len(m.packets)))
	}
	for n := first; n <= last; n++ {
		m.packets = append(m.packets, missing{number: n, next: now.Add(nackFirst)})
	}
}

// Arrived notes that a packet of a gap has come after all.
func (m *Missing) Arrived(number int64) {
	i, found := slices.BinarySearchFunc(m.packets, number, func(p missing, n int64) int {
		return int(p.number - n)
	})
	if found {
		m.packets = slices.Delete(m.packets, i, i+1)
	}
}

// Forget gives all of them up.
func (m *Missing) Forget() { m.packets = m.packets[:0] }

// Due returns the sequence numbers to ask for now, and gives up those that were asked for often enough. The
// result is valid until the next call.
func (m *Missing) Due(now time.Time) []uint16 {
	m.seqs = m.seqs[:0]
	m.packets = slices.DeleteFunc(m.packets, func(p missing) bool {
		return p.tries == nackTries && !now.Before(p.next)
	})
	for i := range m.packets {
		p := &m.packets[i]
		if now.Before(p.next) {
			continue
		}
		p.tries++
		p.next = now.Add(nackAgain)
		m.seqs = append(m.seqs, uint16(p.number))
	}
	return m.seqs
}
