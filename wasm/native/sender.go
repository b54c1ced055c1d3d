package native

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
)

// Three seconds of a circle that moves in front of changing colours: 640x480, 20 frames a second, starting with
// a key frame.
//
//go:embed recorded/camera.ivf
var camera []byte

// The same at 160x90.
//
//go:embed recorded/small.ivf
var smallCamera []byte

// One second of a 450 Hz tone with a pause at its end, 20 ms a frame.
//
//go:embed recorded/microphone.ivf
var microphone []byte

const (
	videoFrame = 50 * time.Millisecond
	audioFrame = 20 * time.Millisecond
)

// sender plays a recording into a track while it is attached and its device open.
type sender struct {
	kind     Kind
	media    *Media
	track    *webrtc.TrackLocalStaticSample
	rtp      *webrtc.RTPSender
	frames   [][]byte
	duration time.Duration

	attached chan bool     // the latest state
	rewind   chan struct{} // capacity 1: start again, with the key frame
	ended    chan struct{}
}

func (c *connection) addSender(kind Kind) error {
	s, err := newSender(c.media, kind)
	if err != nil {
		return err
	}
	transceiver, err := c.pc.AddTransceiverFromTrack(s.track, webrtc.RTPTransceiverInit{
		Direction: webrtc.RTPTransceiverDirectionSendrecv,
	})
	if err != nil {
		return fmt.Errorf("add %s: %w", kind, err)
	}
	s.rtp = transceiver.Sender()
	c.senders[kind] = s
	c.running.Go(s.run)
	c.running.Go(s.readFeedback)
	return nil
}

func newSender(m *Media, kind Kind) (*sender, error) {
	recording, duration, codec := m.picture(), videoFrame, vp8(nil)
	if kind == Audio {
		recording, duration, codec = microphone, audioFrame, opus()
	}
	frames, err := readFrames(recording)
	if err != nil {
		return nil, fmt.Errorf("read the recording of %s: %w", kind, err)
	}
	track, err := webrtc.NewTrackLocalStaticSample(codec, string(kind), "bot")
	if err != nil {
		return nil, fmt.Errorf("make a track of %s: %w", kind, err)
	}
	return &sender{
		kind: kind, media: m, track: track, frames: frames, duration: duration,
		attached: make(chan bool, 1), rewind: make(chan struct{}, 1), ended: make(chan struct{}),
	}, nil
}

func (m *Media) picture() []byte {
	if m.settings.SmallPicture {
		return smallCamera
	}
	return camera
}

// readFrames reads an IVF file. Its frames are shared by all senders and not written to.
func readFrames(recording []byte) ([][]byte, error) {
	reader, _, err := ivfreader.NewWith(bytes.NewReader(recording))
	if err != nil {
		return nil, err
	}
	var frames [][]byte
	for {
		frame, _, err := reader.ParseNextFrame()
		if err == io.EOF {
			return frames, nil
		}
		if err != nil {
			return nil, err
		}
		frames = append(frames, frame)
	}
}

// attach is called by one goroutine at a time; only the latest state counts.
func (s *sender) attach(on bool) {
	select {
	case <-s.attached:
	default:
	}
	s.attached <- on
}

func (s *sender) stop() { close(s.ended) }

// run writes frames at their pace. A device that starts begins with a key frame.
func (s *sender) run() {
	ticker := time.NewTicker(s.duration)
	defer ticker.Stop()
	on, next := false, 0
	for {
		select {
		case <-s.ended:
			return
		case on = <-s.attached:
			next = 0
		case <-s.rewind:
			next = 0
		case <-ticker.C:
		}
		if !on || !s.media.take(s.kind) {
			next = 0
			continue
		}
		// This fails only while the connection closes, and then ended comes next.
		_ = s.track.WriteSample(media.Sample{Data: s.frames[next], Duration: s.duration})
		next = (next + 1) % len(s.frames)
	}
}

// readFeedback honours requests for a key frame until the connection ends.
func (s *sender) readFeedback() {
	for {
		packets, _, err := s.rtp.ReadRTCP()
		if err != nil {
			return
		}
		for _, p := range packets {
			if _, wanted := p.(*rtcp.PictureLossIndication); wanted && s.kind != Audio {
				select {
				case s.rewind <- struct{}{}:
				default:
				}
			}
		}
	}
}

// isKeyFrame says whether an RTP payload is the first of a VP8 key frame (RFC 7741 4.3, RFC 6386 9.1).
func isKeyFrame(payload []byte) bool {
	var packet codecs.VP8Packet
	frame, err := packet.Unmarshal(payload)
	return err == nil && packet.S == 1 && packet.PID == 0 && len(frame) > 0 && frame[0]&1 == 0
}
