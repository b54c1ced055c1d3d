package sfu

import (
	"encoding/binary"
	"time"

	"trtccalling/server/sfu/packet"
	"trtccalling/server/sfu/transport"
)

// layer is one RTP stream of a track.
type layer struct {
	rid  string
	rank int // place in the offer's list of rids, the best first; -1 without simulcast
	ssrc uint32
	nack bool // lost packets may be asked for

	numbers    packet.Numbering
	missing    packet.Missing
	ring       *packet.Ring // nil when nobody may ask for retransmissions
	keyframes  packet.Keyframes
	reception  packet.Reception
	lastPacket time.Time
}

// accept numbers a packet and unwraps it if it is a retransmission. It returns false for duplicates and for a
// retransmission that carries no packet.
func (l *layer) accept(p *transport.Packet) (media, bool) {
	seq, payload := p.SequenceNumber, p.Payload
	if p.RTX {
		if len(payload) < 2 || !l.numbers.Started() {
			return media{}, false
		}
		seq, payload = binary.BigEndian.Uint16(payload), payload[2:]
	}
	number := l.numbers.Extend(seq)
	before, started := l.numbers.Highest(), l.numbers.Started()
	if !l.numbers.Accept(number) {
		return media{}, false
	}
	l.lastPacket = p.Arrival
	switch {
	case !started || !l.nack:
	case number > before+1:
		l.missing.Gap(before+1, number-1, p.Arrival)
	case number < before:
		l.missing.Arrived(number)
	}
	if !p.RTX {
		l.reception.Count(number, p.Timestamp, p.Arrival)
	}
	return media{number: number, ts: p.Timestamp, marker: p.Marker, payload: payload, arrival: p.Arrival}, true
}

// restart forgets everything about the stream that was here before.
func (l *layer) restart(ssrc uint32) {
	l.ssrc = ssrc
	l.numbers = packet.Numbering{}
	l.missing.Forget()
	l.reception = packet.Reception{ClockRate: l.reception.ClockRate}
	if l.ring != nil {
		l.ring.Forget()
	}
}

func (l *layer) running(now time.Time) bool { return now.Sub(l.lastPacket) < layerTimeout }
