package main

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// mediaConfig is what every publisher sends.
type mediaConfig struct {
	bitrate int           // video bit/s
	fps     int           // frames a second
	payload int           // video payload bytes in a packet
	audio   int           // audio payload bytes in a packet, 50 a second
	keyEach time.Duration // a key frame at least this often
}

// audioPeriod is the time between two audio packets.
const audioPeriod = 20 * time.Millisecond

// keyPause is the shortest time between two requested key frames.
const keyPause = 300 * time.Millisecond

// source sends synthetic VP8 and Opus: descriptors, frame tags and key frame headers are valid, the rest is
// noise.
type source struct {
	publisher    uint16
	config       mediaConfig
	window       *window
	audio, video *webrtc.TrackLocalStaticRTP
	wantKey      atomic.Bool
	sent         atomic.Int64 // packets sent in the window
	done         chan struct{}
	once         sync.Once

	// These belong to the goroutine that runs:
	levelID              uint8
	noise, buf           []byte
	videoSeq, audioSeq   uint32
	pictureID            uint16
	lastKey              time.Time
	nextVideo, nextAudio time.Time
}

func newSource(publisher uint16, id string, config mediaConfig, w *window) *source {
	s := &source{publisher: publisher, config: config, window: w, done: make(chan struct{})}
	// The only error of these is a missing codec.
	s.audio, _ = webrtc.NewTrackLocalStaticRTP(
		webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, id+"-a", id)
	s.video, _ = webrtc.NewTrackLocalStaticRTP(
		webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, id+"-v", id)
	return s
}

func (s *source) tracks() []webrtc.TrackLocal { return []webrtc.TrackLocal{s.audio, s.video} }

func (s *source) stop() { s.once.Do(func() { close(s.done) }) }

// run sends until stop. levelID is the id of the audio level extension, 0 for none.
func (s *source) run(levelID uint8) {
	s.levelID = levelID
	s.noise, s.buf = make([]byte, 64<<10), make([]byte, 2000)
	_, _ = rand.NewChaCha8([32]byte{byte(s.publisher)}).Read(s.noise) // never fails
	frame := time.Second / time.Duration(s.config.fps)
	start := time.Now().Add(time.Duration(rand.Int64N(int64(frame)))) // publishers are not in step
	s.nextVideo, s.nextAudio = start, start.Add(time.Duration(rand.Int64N(int64(audioPeriod))))
	for s.waitFor(earlier(s.nextVideo, s.nextAudio)) {
		if s.nextAudio.Before(s.nextVideo) {
			s.nextAudio = s.nextAudio.Add(audioPeriod)
			s.sendAudio()
			continue
		}
		s.nextVideo = s.nextVideo.Add(frame)
		s.sendFrame()
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// waitFor returns false when the source has been stopped.
func (s *source) waitFor(at time.Time) bool {
	if d := time.Until(at); d > 0 {
		time.Sleep(d)
	}
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

func (s *source) sendAudio() {
	payload := s.buf[:s.config.audio]
	copy(payload, s.noise[int(s.audioSeq)%1024:])
	payload[0] = 0x78 // Opus: CELT, full band, 20 ms
	at := sinceEpoch()
	trailer{publisher: s.publisher, kind: kindAudio, seq: s.audioSeq, sent: at}.put(payload)
	h := rtp.Header{Version: 2, Timestamp: s.audioSeq * 960, SequenceNumber: uint16(s.audioSeq)}
	if s.levelID != 0 {
		_ = h.SetExtension(s.levelID, []byte{0x80 | 20}) // one byte fits
	}
	s.write(s.audio, &rtp.Packet{Header: h, Payload: payload}, at)
	s.audioSeq++
}

// sendFrame sends the packets of a frame back to back, as an encoder does. A key frame is four times as large.
func (s *source) sendFrame() {
	size := s.config.bitrate / 8 / s.config.fps
	since := time.Since(s.lastKey)
	key := since > s.config.keyEach || s.wantKey.Load() && since > keyPause
	if key {
		s.wantKey.Store(false)
		s.lastKey = time.Now()
		size *= 4
	}
	ts := uint32(time.Since(epoch) * 9 / 100000) // 90 kHz
	for offset := 0; offset < size; offset += s.config.payload {
		payload := s.buf[:max(min(s.config.payload, size-offset), 100)]
		copy(payload, s.noise[(int(s.videoSeq)*97+offset)%(32<<10):])
		s.putVP8(payload, frameStart{first: offset == 0, key: key, size: size})
		at := sinceEpoch()
		trailer{publisher: s.publisher, kind: kindVideo, seq: s.videoSeq, sent: at}.put(payload)
		last := offset+s.config.payload >= size
		h := rtp.Header{Version: 2, Timestamp: ts, SequenceNumber: uint16(s.videoSeq), Marker: last}
		s.write(s.video, &rtp.Packet{Header: h, Payload: payload}, at)
		s.videoSeq++
	}
	s.pictureID = (s.pictureID + 1) & 0x7fff
}

// frameStart describes the beginning of a packet.
type frameStart struct {
	first, key bool
	size       int // of the frame
}

// putVP8 writes a payload descriptor (RFC 7741), and in a frame's first packet its header (RFC 6386).
func (s *source) putVP8(payload []byte, f frameStart) {
	d := append(payload[:0], 0x80) // X
	if f.first {
		d[0] |= 0x10 // S
	}
	// I, L, T, K; 15-bit picture id, TL0PICIDX, TID 0, KEYIDX 0
	d = append(d, 0xf0, 0x80|byte(s.pictureID>>8), byte(s.pictureID), byte(s.pictureID), 0)
	if !f.first {
		return
	}
	tag := uint32(1<<4 | (f.size&0x7ffff)<<5)
	if !f.key {
		tag |= 1
	}
	d = append(d, byte(tag), byte(tag>>8), byte(tag>>16))
	if f.key {
		const width, height = 640, 480
		_ = append(d, 0x9d, 0x01, 0x2a, width&0xff, width>>8, height&0xff, height>>8)
	}
}

func (s *source) write(track *webrtc.TrackLocalStaticRTP, packet *rtp.Packet, at int64) {
	if s.window.has(at) {
		s.sent.Add(1)
	}
	_ = track.WriteRTP(packet) // fails when the connection has been closed: the packet counts as lost
}
