package sfu

import (
	"slices"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/packet"
	"trtccalling/server/sfu/transport"
)

// layerTimeout is how long a layer may be silent before another one is sent instead.
const layerTimeout = 500 * time.Millisecond

// track is what a peer's client sends on one m-line.
type track struct {
	peer   *peer
	line   *transport.Line
	layers []*layer // the best one first
	target *layer   // what its slots should carry; nil until the first packet
	slots  []*slot  // that carry it

	isScreen bool
	loudness packet.Loudness
}

// media is one packet on its way through the server. payload belongs to the transport or to a ring;
// slots change it and restore it.
type media struct {
	number  int64
	ts      uint32
	marker  bool
	payload []byte
	picture packet.VP8
	arrival time.Time
}

// receive takes one packet from the track's client.
func (t *track) receive(p *transport.Packet) {
	if t.peer.room.noCameras && t.isCamera() {
		return
	}
	l := t.layerOf(p)
	if l == nil {
		return
	}
	m, ok := l.accept(p)
	if !ok {
		return
	}
	isFirst := t.target == nil
	if isFirst || l.rank < t.target.rank {
		t.target = l // at once: its first frame is a key frame
	}
	count := &t.peer.count
	count.Received++
	if !t.peer.admitted {
		count.DroppedBeforeAdmission++
		return
	}
	if isFirst {
		t.peer.room.reconcile(p.Arrival) // see hasSent
	}
	if t.line.Kind == transport.Video {
		m.picture, ok = packet.ParseVP8(m.payload)
	} else {
		t.loudness.Hear(p.AudioLevel, p.HasAudioLevel)
	}
	if !ok || len(m.payload) == 0 {
		t.leaveOut(l, m.number)
		return
	}
	if m.picture.KeyFrame {
		l.keyframes.Arrived()
	}
	if l.ring != nil {
		l.ring.Store(packet.Stored{Number: m.number, Timestamp: m.ts, Marker: m.marker, Picture: m.picture}, m.payload)
	}
	for _, s := range t.slots {
		s.forward(l, &m)
	}
}

func (t *track) isCamera() bool { return t.line.Kind == transport.Video && !t.isScreen }

// leaveOut closes the gap that a packet without media leaves in what the slots send.
func (t *track) leaveOut(l *layer, number int64) {
	for _, s := range t.slots {
		if s.layer == l {
			s.rewriter.Skip(number)
		}
	}
}

// layerOf returns the layer that a packet belongs to, a new one for the first packet of a stream. It returns
// nil for packets that were not negotiated.
func (t *track) layerOf(p *transport.Packet) *layer {
	for _, l := range t.layers {
		if l.ssrc == p.SSRC && !p.RTX {
			return l // the usual case
		}
	}
	i := slices.IndexFunc(t.layers, func(l *layer) bool { return l.rid == p.RID })
	switch {
	case p.RTX:
		if i < 0 && p.RID == "" && len(t.layers) == 1 {
			i = 0
		}
		if i < 0 {
			return nil
		}
	case i < 0:
		if p.RID != "" && !slices.Contains(t.line.RIDs, p.RID) {
			return nil
		}
		return t.addLayer(p.RID, p.SSRC)
	default:
		t.restart(t.layers[i], p.SSRC)
	}
	return t.layers[i]
}

func (t *track) addLayer(rid string, ssrc uint32) *layer {
	l := &layer{rid: rid, ssrc: ssrc, rank: slices.Index(t.line.RIDs, rid), nack: t.line.NACK}
	l.reception.ClockRate = int64(t.line.ClockRate)
	if t.line.NACK && t.line.Kind == transport.Video {
		l.ring = packet.NewRing()
	}
	t.layers = append(t.layers, l)
	slices.SortFunc(t.layers, func(a, b *layer) int { return a.rank - b.rank })
	return l
}

// restart starts a layer afresh: its client sends another stream in its place. Its slots wait for a packet to
// begin with, as after a change of source.
func (t *track) restart(l *layer, ssrc uint32) {
	for _, s := range t.slots {
		if s.layer == l {
			s.layer = nil
		}
	}
	l.restart(ssrc)
}

// running says whether media of the track has come lately.
func (t *track) running(now time.Time) bool {
	return slices.ContainsFunc(t.layers, func(l *layer) bool { return l.running(now) })
}

// choose picks the best running layer to send. When none is running, the last one stays.
func (t *track) choose(now time.Time) {
	for _, l := range t.layers {
		if l.running(now) {
			t.target = l
			return
		}
	}
}

// wantKeyframe asks the client for a key frame of the layer that slots carry, if it sends at all: a stream that
// is just starting begins with one.
func (t *track) wantKeyframe(now time.Time) {
	if t.line.Kind == transport.Video && t.target != nil && t.running(now) {
		t.requestKeyframe(t.target, now)
	}
}

func (t *track) requestKeyframe(l *layer, now time.Time) {
	if t.line.PLI && l.keyframes.Want(now) {
		t.peer.send(&rtcp.PictureLossIndication{SenderSSRC: t.peer.rtcpSSRC, MediaSSRC: l.ssrc})
		t.peer.count.KeyframeRequests++
	}
}

// forgetMissing gives up on packets that have not come.
func (t *track) forgetMissing() {
	for _, l := range t.layers {
		l.missing.Forget()
	}
}

// senderReport passes a report of the client on to those who receive its media.
func (t *track) senderReport(l *layer, sr *rtcp.SenderReport, now time.Time) {
	l.reception.SenderReport(sr.NTPTime, now)
	if !t.peer.admitted {
		return
	}
	for _, s := range t.slots {
		if s.layer == l {
			s.senderReport(sr, now)
		}
	}
}
