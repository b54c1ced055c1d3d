package sfu

import (
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/packet"
	"trtccalling/server/sfu/transport"
)

// slot is an m-line on which a peer receives one track of another user, and later perhaps another one.
type slot struct {
	peer  *peer // who receives
	line  *transport.Line
	track *track // nil: free
	layer *layer // what is being sent; nil while it waits for a packet to begin with

	rewriter packet.Rewriter
	pictures packet.Pictures
	sent     *packet.Sent // nil where nothing can be sent again
	packets  uint32       // for sender reports, with octets
	octets   uint32

	confirmed bool   // the client has reported about what the slot sends: it knows the SSRC
	reportNTP uint32 // the middle of the NTP time of the latest sender report passed on
	reportAt  time.Time
	roundTrip time.Duration // to the subscriber; 0: not known yet
}

// carry gives the slot another track, nil for none.
func (s *slot) carry(t *track, now time.Time) {
	if s.track != nil {
		s.track.slots = remove(s.track.slots, s)
	}
	s.track, s.layer = t, nil
	if t == nil {
		return
	}
	t.slots = append(t.slots, s)
	if s.peer.receives() {
		t.wantKeyframe(now)
	}
}

// forward sends a packet of the slot's track, if it belongs to the layer that the slot carries. This is the hot
// path: it does not allocate.
func (s *slot) forward(l *layer, m *media) {
	if !s.peer.receives() || l != s.layer && !s.begin(l, m) {
		return
	}
	seq, ts, ok := s.rewriter.Next(m.number, m.ts, m.arrival)
	if !ok {
		return
	}
	isVideo := s.line.Kind == transport.Video
	if isVideo {
		s.pictures.Next(m.payload, m.picture)
		defer m.picture.Restore(m.payload)
	}
	if s.sent != nil {
		s.sent.Note(seq, m.number)
	}
	header := transport.Header{SequenceNumber: seq, Timestamp: ts, Marker: m.marker, WithMid: !s.confirmed}
	if err := s.peer.conn.SendRTP(s.line, header, m.payload); err != nil {
		s.peer.count.SendErrors++
		return
	}
	s.packets++
	s.octets += uint32(len(m.payload))
	s.peer.count.Sent++
	s.track.peer.count.Forwarded++
	if !isVideo {
		s.track.peer.count.ForwardedAudio++
	}
}

// begin makes a layer the one to send, if it should be and this packet is one to begin with.
func (s *slot) begin(l *layer, m *media) bool {
	if l != s.track.target {
		return false
	}
	if s.line.Kind == transport.Video {
		if !m.picture.KeyFrame {
			if m.picture.FrameStart {
				s.track.requestKeyframe(l, m.arrival)
			}
			return false
		}
		s.pictures.Begin(m.picture)
	}
	s.layer = l
	s.rewriter.Begin(m.number, m.ts, m.arrival, s.line.ClockRate)
	if s.sent = nil; l.ring != nil && s.line.RTXSSRC != 0 {
		s.sent = packet.NewSent(m.arrival)
	}
	return true
}

// resend answers a request for lost packets from what is kept of the layer. Without a retransmission stream
// nothing is sent: the same number under the same key must not come twice with different contents.
func (s *slot) resend(lost *rtcp.TransportLayerNack, now time.Time) {
	if s.layer == nil || s.sent == nil || s.line.RTXSSRC == 0 {
		return
	}
	interval := packet.ResendInterval(s.roundTrip)
	for i := range lost.Nacks {
		lost.Nacks[i].Range(func(seq uint16) bool {
			if number, ok := s.sent.Take(seq, now, interval); ok {
				s.resendOne(seq, number)
			}
			return true
		})
	}
}

func (s *slot) resendOne(seq uint16, number int64) {
	stored, payload := s.layer.ring.Load(number)
	if stored == nil {
		return
	}
	s.pictures.Next(payload, stored.Picture)
	defer stored.Picture.Restore(payload)
	header := transport.Header{Timestamp: s.rewriter.Timestamp(stored.Timestamp), Marker: stored.Marker}
	if err := s.peer.conn.SendRTX(s.line, header, seq, payload); err != nil {
		s.peer.count.SendErrors++
		return
	}
	s.peer.count.Retransmitted++
}

// senderReport passes a publisher's report on as one about what the slot sends.
func (s *slot) senderReport(sr *rtcp.SenderReport, now time.Time) {
	if !s.peer.receives() {
		return
	}
	s.peer.send(&rtcp.SenderReport{
		SSRC:        s.line.SSRC,
		NTPTime:     sr.NTPTime,
		RTPTime:     s.rewriter.Timestamp(sr.RTPTime),
		PacketCount: s.packets,
		OctetCount:  s.octets,
	})
	s.reportNTP, s.reportAt = uint32(sr.NTPTime>>16), now
}

// receiverReport takes the round trip from a report that refers to the latest sender report.
func (s *slot) receiverReport(r *rtcp.ReceptionReport, now time.Time) {
	s.confirmed = true
	if r.LastSenderReport == 0 || r.LastSenderReport != s.reportNTP {
		return
	}
	held := time.Duration(r.Delay) * time.Second / 65536
	if roundTrip := now.Sub(s.reportAt) - held; roundTrip > 0 {
		s.roundTrip = roundTrip
	}
}
