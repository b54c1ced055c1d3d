package main

import (
	"encoding/binary"
	"sync"

	"github.com/pion/webrtc/v4"
)

// Every packet ends in a trailer, which survives whatever a server does to RTP headers and VP8 descriptors:
//
//	magic(4) publisher(2) kind(1) zero(1) seq(4) sent(8, ns since the rig's start)
const (
	trailerLen = 20
	magic      = 0x5346554c
	kindAudio  = 0
	kindVideo  = 1
)

type trailer struct {
	publisher uint16
	kind      byte
	seq       uint32
	sent      int64
}

func (t trailer) put(payload []byte) {
	b := payload[len(payload)-trailerLen:]
	binary.BigEndian.PutUint32(b, magic)
	binary.BigEndian.PutUint16(b[4:], t.publisher)
	b[6], b[7] = t.kind, 0
	binary.BigEndian.PutUint32(b[8:], t.seq)
	binary.BigEndian.PutUint64(b[12:], uint64(t.sent))
}

// readTrailer returns false for packets that are not from a source: padding.
func readTrailer(packet []byte) (t trailer, ok bool) {
	const rtpHeader, padded = 12, 0x20
	if len(packet) < rtpHeader+trailerLen || packet[0]&padded != 0 {
		return t, false
	}
	b := packet[len(packet)-trailerLen:]
	if binary.BigEndian.Uint32(b) != magic {
		return t, false
	}
	return trailer{
		publisher: binary.BigEndian.Uint16(b[4:]), kind: b[6],
		seq: binary.BigEndian.Uint32(b[8:]), sent: int64(binary.BigEndian.Uint64(b[12:])),
	}, true
}

// sink measures what one participant receives.
type sink struct {
	window *window
	self   uint16 // the participant's own publisher, whose packets are not expected

	mu         sync.Mutex // protects:
	streams    map[streamKey]*stream
	firstAny   map[uint16]int64 // publisher -> when its first packet came
	firstVideo map[uint16]int64
}

type streamKey struct {
	publisher uint16
	kind      byte
}

func newSink(self uint16, w *window) *sink {
	return &sink{
		window: w, self: self, streams: map[streamKey]*stream{},
		firstAny: map[uint16]int64{}, firstVideo: map[uint16]int64{},
	}
}

// read measures a track until its connection ends.
func (s *sink) read(track *webrtc.TrackRemote) {
	b := make([]byte, 2000)
	for {
		n, _, err := track.Read(b)
		if err != nil {
			return
		}
		if t, ok := readTrailer(b[:n]); ok {
			s.note(t, sinceEpoch())
		}
	}
}

func (s *sink) note(t trailer, at int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.firstAny[t.publisher]; !ok {
		s.firstAny[t.publisher] = at
	}
	if _, ok := s.firstVideo[t.publisher]; !ok && t.kind == kindVideo {
		s.firstVideo[t.publisher] = at
	}
	if !s.window.has(t.sent) || t.publisher == s.self {
		return
	}
	key := streamKey{t.publisher, t.kind}
	st := s.streams[key]
	if st == nil {
		st = &stream{}
		s.streams[key] = st
	}
	st.add(t.seq, int32((at-t.sent)/1000))
}

// stream is what became of one publisher's audio or video in the window.
type stream struct {
	seen   []uint64 // a bit for each seq
	got    int64
	copies int64
	delays []int32 // µs
}

func (st *stream) add(seq uint32, delay int32) {
	i := int(seq / 64)
	for len(st.seen) <= i {
		st.seen = append(st.seen, 0)
	}
	bit := uint64(1) << (seq % 64)
	if st.seen[i]&bit != 0 {
		st.copies++
		return
	}
	st.seen[i] |= bit
	st.got++
	st.delays = append(st.delays, delay)
}

// first returns when the first packet and the first video packet of a publisher came, 0 for not yet.
func (s *sink) first(publisher uint16) (anyKind, video int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.firstAny[publisher], s.firstVideo[publisher]
}
