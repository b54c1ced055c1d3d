package packet

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtcp"
)

// Limits of transport-wide feedback. Publishers send about 200 packets a second; a probe is short.
const (
	arrivalsKept  = 512                    // packets back for which an arrival time is kept
	feedbackMax   = 256                    // packets covered by one feedback, so that it fits a datagram
	arrivalUnit   = 250 * time.Microsecond // of receive deltas
	referenceUnit = 256                    // of the reference time, in arrivalUnits: 64 ms
)

// Arrivals records when the packets of one connection came, by transport-wide sequence number, and
// makes the feedback from which the sender estimates its bandwidth
// (draft-holmer-rmcat-transport-wide-cc-extensions-01).
type Arrivals struct {
	started bool
	epoch   time.Time
	highest int64
	base    int64               // the first number of the next feedback
	units   [arrivalsKept]int64 // arrival in arrivalUnits since epoch; 0: not come
	count   uint8               // of feedback packets
	packet  []byte              // the feedback, reused
	symbols []uint8             // one per packet, reused
}

// What a packet's symbol says (section 3.1.1).
const (
	symbolLost  = 0
	symbolSmall = 1 // a delta of one byte
	symbolLarge = 2 // a delta of two bytes
)

// Record notes one arrival.
func (a *Arrivals) Record(seq uint16, at time.Time) {
	if !a.started {
		a.started = true
		// The reference time is unsigned: the epoch lies before anything that can arrive.
		a.epoch = at.Add(-time.Second)
		a.highest = int64(seq) + Cycle
		a.base = a.highest
	}
	number := nearest(seq, a.highest)
	if number <= a.highest-arrivalsKept {
		return
	}
	for n := max(a.highest+1, number-arrivalsKept+1); n <= number; n++ {
		a.units[n%arrivalsKept] = 0
	}
	a.highest = max(a.highest, number)
	a.base = max(min(a.base, number), a.highest-arrivalsKept+1) // a packet that was reported as lost is reported again
	if unit := &a.units[number%arrivalsKept]; *unit == 0 {
		*unit = max(int64(at.Sub(a.epoch)/arrivalUnit), 1)
	}
}

// Feedback returns the packet about what has arrived since the last one, or nil if nothing has. It is valid
// until the next call.
func (a *Arrivals) Feedback(sender, media uint32) rtcp.RawPacket {
	first := a.base
	for first <= a.highest && a.units[first%arrivalsKept] == 0 {
		first++
	}
	if !a.started || first > a.highest {
		return nil
	}
	a.base = max(a.base, first-feedbackMax+1)
	reference := a.units[first%arrivalsKept] / referenceUnit
	a.header(sender, media, reference)
	a.classify(reference * referenceUnit)
	binary.BigEndian.PutUint16(a.packet[14:], uint16(len(a.symbols)))
	a.chunks()
	last := reference * referenceUnit
	for i, symbol := range a.symbols {
		unit := a.units[(a.base+int64(i))%arrivalsKept]
		switch symbol {
		case symbolSmall:
			a.packet = append(a.packet, uint8(unit-last))
		case symbolLarge:
			a.packet = binary.BigEndian.AppendUint16(a.packet, uint16(unit-last))
		default:
			continue
		}
		last = unit
	}
	a.pad()
	a.base += int64(len(a.symbols))
	return a.packet
}

// header begins the packet; count and length are filled in later.
func (a *Arrivals) header(sender, media uint32, reference int64) {
	p := append(a.packet[:0], 2<<6|rtcp.FormatTCC, uint8(rtcp.TypeTransportSpecificFeedback), 0, 0)
	p = binary.BigEndian.AppendUint32(p, sender)
	p = binary.BigEndian.AppendUint32(p, media)
	p = binary.BigEndian.AppendUint16(p, uint16(a.base))
	p = append(p, 0, 0)
	a.packet = append(p, uint8(reference>>16), uint8(reference>>8), uint8(reference), a.count)
	a.count++
}

// classify gives the packets from base on their symbols. It stops before one whose delta does not fit: the next
// feedback has its own reference time.
func (a *Arrivals) classify(last int64) {
	a.symbols = a.symbols[:0]
	for n := a.base; n <= min(a.highest, a.base+feedbackMax-1); n++ {
		unit := a.units[n%arrivalsKept]
		delta := unit - last
		switch {
		case unit == 0:
			a.symbols = append(a.symbols, symbolLost)
			continue
		case delta >= 0 && delta <= 0xff:
			a.symbols = append(a.symbols, symbolSmall)
		case delta == int64(int16(delta)):
			a.symbols = append(a.symbols, symbolLarge)
		default:
			return
		}
		last = unit
	}
}

// chunks appends the symbols: a run when it is longer than a vector would be, else a vector of 14 one-bit or
// 7 two-bit symbols (sections 3.1.3 and 3.1.4).
func (a *Arrivals) chunks() {
	for rest := a.symbols; len(rest) > 0; {
		run, small := 1, 0
		for run < len(rest) && rest[run] == rest[0] {
			run++
		}
		for small < len(rest) && rest[small] != symbolLarge {
			small++
		}
		chunk, taken := uint16(0), 0
		switch {
		case run >= 14 || run == len(rest) || run >= 7 && small < 14:
			taken = min(run, 1<<13-1)
			chunk = uint16(rest[0])<<13 | uint16(taken)
		case small >= min(14, len(rest)):
			taken = min(14, len(rest))
			chunk = 1<<15 | vector(rest[:taken], 14, 1)
		default:
			taken = min(7, len(rest))
			chunk = 1<<15 | 1<<14 | vector(rest[:taken], 7, 2)
		}
		a.packet = binary.BigEndian.AppendUint16(a.packet, chunk)
		rest = rest[taken:]
	}
}

// vector packs symbols of this many bits into a chunk's places, the first in the highest.
func vector(symbols []uint8, places, bits int) (chunk uint16) {
	for i, symbol := range symbols {
		chunk |= uint16(symbol) << ((places - 1 - i) * bits)
	}
	return chunk
}

// pad ends the packet on a full word and writes its length. (RFC 3550 section 6.4.1: the last byte of
// padding says how many there are.)
func (a *Arrivals) pad() {
	if odd := len(a.packet) % 4; odd != 0 {
		for range 3 - odd {
			a.packet = append(a.packet, 0)
		}
		a.packet = append(a.packet, uint8(4-odd))
		a.packet[0] |= 1 << 5
	}
	binary.BigEndian.PutUint16(a.packet[2:], uint16(len(a.packet)/4-1))
}
