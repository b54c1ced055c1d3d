package sfu

import (
	"encoding/binary"
	"time"

	"trtccalling/server/sfu/transport"
)

// layer is one RTP stream of a track.
type layer struct {
	rid  string
	rank int // place in the offer's list of rids, the best first; -1 without simulcast
	ssrc uint32
	nack bool // lost packets may be asked for

	numbers    numbering
	missing    missingPackets
	ring       *packetRing // nil when nobody may ask for retransmissions
	keyframes  keyframeRequests
	reception  reception
	lastPacket time.Time
}

// accept numbers a packet and takes it out of its retransmission, if it is one. It returns false for
// duplicates and for what carries no packet at all.
func (l *layer) accept(p *transport.Packet) (media, bool) {
	seq, payload := p.SequenceNumber, p.Payload
	if p.RTX {
		if len(payload) < 2 || !l.numbers.started {
			return media{}, false
		}
		seq, payload = binary.BigEndian.Uint16(payload), payload[2:]
	}
	number := l.numbers.extend(seq)
	before, started := l.numbers.highest, l.numbers.started
	if !l.numbers.accept(number) {
		return media{}, false
	}
	l.lastPacket = p.Arrival
	switch {
	case !started || !l.nack:
	case number > before+1:
		l.missing.gap(before+1, number-1, p.Arrival)
	case number < before:
		l.missing.arrived(number)
	}
	if !p.RTX {
		l.reception.packet(number, p.Timestamp, p.Arrival)
	}
	return media{number: number, ts: p.Timestamp, marker: p.Marker, payload: payload, arrival: p.Arrival}, true
}

// restart forgets everything about the stream that was here before.
func (l *layer) restart(ssrc uint32) {
	l.ssrc = ssrc
	l.numbers = numbering{}
	l.missing.forget()
	l.reception = reception{clockRate: l.reception.clockRate}
	if l.ring != nil {
		l.ring.packets = [ringPackets]storedPacket{}
	}
}

func (l *layer) running(now time.Time) bool { return now.Sub(l.lastPacket) < layerTimeout }
