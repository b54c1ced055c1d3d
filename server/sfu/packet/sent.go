package packet

import "time"

// A lost packet is sent again at most once per round trip, because receivers ask more often than an answer can
// take, and not for ever, because some keep asking for what they already have: without a bound they could make
// the server send many times what they were meant to receive.
const (
	resendsMax        = 5
	resendInterval    = 50 * time.Millisecond // while the round trip is not known
	minResendInterval = 10 * time.Millisecond
	maxResendInterval = 500 * time.Millisecond
)

// sentKept is for how many packets back it is known what was sent: as many as a ring keeps.
const sentKept = RingPackets

// Sent knows which packets of the current layer a subscriber was sent under which sequence numbers.
type Sent struct {
	epoch   time.Time // what resent counts from
	packets [sentKept]sentPacket
}

type sentPacket struct {
	number int64         // 0: none
	resent time.Duration // since epoch; 0: never
	seq    uint16
	times  uint8 // how often it was sent again
}

// Note notes that a packet went out.
func (s *Sent) Note(seq uint16, number int64) {
	s.packets[seq%sentKept] = sentPacket{number: number, seq: seq}
}

// Take returns the number of the packet that was sent as seq, unless it was taken less than the interval ago or
// often enough.
func (s *Sent) Take(seq uint16, now time.Time, interval time.Duration) (int64, bool) {
	p := &s.packets[seq%sentKept]
	at := now.Sub(s.epoch)
	if p.number == 0 || p.seq != seq || p.times == resendsMax || p.resent != 0 && at-p.resent < interval {
		return 0, false
	}
	p.resent = at
	p.times++
	return p.number, true
}

// ResendInterval is how long a packet that was sent again is not sent once more, given the round trip, or 0 if
// that is not known.
func ResendInterval(roundTrip time.Duration) time.Duration {
	if roundTrip == 0 {
		return resendInterval
	}
	return min(max(roundTrip, minResendInterval), maxResendInterval)
}

// NewSent starts afresh, as is due on a change of layer: what was sent before is not in the layer's ring.
func NewSent(now time.Time) *Sent {
	return &Sent{epoch: now.Add(-time.Nanosecond)} // so no moment from now on is 0
}
