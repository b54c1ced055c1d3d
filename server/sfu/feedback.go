package sfu

import (
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/transport"
)

// What is sent at intervals, in ticks of 20 ms. Peers begin at different ticks, so that not all of them are
// served by one.
const (
	ticksPerTransportCC = 5
	ticksPerReport      = 50
)

// HandleTick implements transport.Handler: it sends the client all feedback that is due, in one packet.
func (p *peer) HandleTick(now time.Time) {
	if !p.connected || p.conn == nil {
		return
	}
	p.ticks++
	p.feedback = p.feedback[:0]
	if p.ticks%ticksPerReport == 0 {
		p.addReports(now)
	}
	if p.ticks%ticksPerTransportCC == 0 {
		p.addTransportCC()
	}
	isMeasured := p.ticks%ticksPerMeasure == 0
	for _, t := range p.tracks {
		if t == nil {
			continue
		}
		t.choose(now)
		if isMeasured {
			t.measure(t.running(now))
		}
		if p.admitted {
			p.addRequests(t, now)
		} else {
			t.forgetMissing() // it would be dropped: asking for it is pointless
		}
	}
	if len(p.feedback) > 0 {
		p.send(p.feedback...)
	}
	clear(p.feedback)
	if isMeasured && p.crowded {
		p.room.serve(p, now)
	}
}

// addReports adds the statistics of each stream.
func (p *peer) addReports(now time.Time) {
	report := &rtcp.ReceiverReport{SSRC: p.rtcpSSRC}
	for l := range p.layers() {
		if l.reception.Started() && len(report.Reports) < maxReports {
			report.Reports = append(report.Reports, l.reception.Report(l.ssrc, l.numbers.Highest(), now))
		}
	}
	if len(report.Reports) > 0 {
		p.feedback = append(p.feedback, report)
	}
}

// maxReports is how many blocks fit in one packet (RFC 3550 section 6.4.2).
const maxReports = 31

// addTransportCC adds the times at which packets came.
func (p *peer) addTransportCC() {
	for l := range p.layers() {
		if packet := p.arrivals.Feedback(p.rtcpSSRC, l.ssrc); packet != nil {
			p.feedback = append(p.feedback, &packet)
		}
		return // the feedback is about the connection: any of its streams will do as the subject
	}
}

// addRequests asks for packets and key frames of a track.
func (p *peer) addRequests(t *track, now time.Time) {
	for _, l := range t.layers {
		if seqs := l.missing.Due(now); len(seqs) > 0 {
			p.feedback = append(p.feedback, &rtcp.TransportLayerNack{
				SenderSSRC: p.rtcpSSRC, MediaSSRC: l.ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(seqs),
			})
		}
		if l.keyframes.Due(now) {
			p.feedback = append(p.feedback, &rtcp.PictureLossIndication{SenderSSRC: p.rtcpSSRC, MediaSSRC: l.ssrc})
			p.count.KeyframeRequests++
		}
	}
}

// layers yields every stream that the client sends.
func (p *peer) layers() func(yield func(*layer) bool) {
	return func(yield func(*layer) bool) {
		for _, t := range p.tracks {
			if t == nil {
				continue
			}
			for _, l := range t.layers {
				if !yield(l) {
					return
				}
			}
		}
	}
}

// HandleRTCP implements transport.Handler.
func (p *peer) HandleRTCP(packets []rtcp.Packet, now time.Time) {
	if !p.connected || p.conn == nil {
		return
	}
	for _, packet := range packets {
		switch packet := packet.(type) {
		case *rtcp.SenderReport:
			p.senderReport(packet, now)
			p.receiverReports(packet.Reports, now)
		case *rtcp.ReceiverReport:
			p.receiverReports(packet.Reports, now)
		case *rtcp.TransportLayerNack:
			if s := p.slotOf(packet.MediaSSRC); s != nil && s.track != nil {
				s.resend(packet, now)
			}
		case *rtcp.PictureLossIndication:
			p.wantKeyframe(packet.MediaSSRC, now)
		case *rtcp.FullIntraRequest:
			for _, entry := range packet.FIR {
				p.wantKeyframe(entry.SSRC, now)
			}
		}
	}
}

func (p *peer) senderReport(sr *rtcp.SenderReport, now time.Time) {
	for _, t := range p.tracks {
		if t == nil {
			continue
		}
		for _, l := range t.layers {
			if l.ssrc == sr.SSRC {
				t.senderReport(l, sr, now)
				return
			}
		}
	}
}

func (p *peer) receiverReports(reports []rtcp.ReceptionReport, now time.Time) {
	for i := range reports {
		if s := p.slotOf(reports[i].SSRC); s != nil {
			s.receiverReport(&reports[i], now)
		}
	}
}

// wantKeyframe passes a subscriber's wish on to the publisher of the slot.
func (p *peer) wantKeyframe(ssrc uint32, now time.Time) {
	if s := p.slotOf(ssrc); p.receives() && s != nil && s.track != nil && s.line.Kind == transport.Video {
		s.track.wantKeyframe(now)
	}
}

func (p *peer) slotOf(ssrc uint32) *slot {
	for _, s := range p.slots {
		if s.line.SSRC == ssrc {
			return s
		}
	}
	return nil
}
