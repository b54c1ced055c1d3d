package native

import (
	"fmt"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// spoken is how loud the microphone is until SetLevel changes it, in -dBov: as loud as speech.
const spoken = 30

// SetLevel sets how loud the microphone claims to be from now on, whatever it records: 0 is the loudest, 127 is
// silence.
func (m *Media) SetLevel(dBov uint8) { m.update(func() { m.level = min(dBov, 127) }) }

// configureLevels makes every packet of sound say how loud it is (RFC 6464), as browsers do.
func (m *Media) configureLevels(engine *webrtc.MediaEngine, chain *interceptor.Registry) error {
	level := webrtc.RTPHeaderExtensionCapability{URI: sdp.AudioLevelURI}
	if err := engine.RegisterHeaderExtension(level, webrtc.RTPCodecTypeAudio); err != nil {
		return fmt.Errorf("register audio levels: %w", err)
	}
	chain.Add(levels{m})
	return nil
}

// levels makes the interceptor of a connection.
type levels struct{ media *Media }

// NewInterceptor implements interceptor.Factory.
func (l levels) NewInterceptor(string) (interceptor.Interceptor, error) {
	return &levelWriter{media: l.media}, nil
}

type levelWriter struct {
	interceptor.NoOp
	media *Media
}

// BindLocalStream adds the level to a stream for which it was negotiated.
func (l *levelWriter) BindLocalStream(info *interceptor.StreamInfo, next interceptor.RTPWriter) interceptor.RTPWriter {
	for _, extension := range info.RTPHeaderExtensions {
		if extension.URI == sdp.AudioLevelURI {
			return l.writer(uint8(extension.ID), next)
		}
	}
	return next
}

func (l *levelWriter) writer(id uint8, next interceptor.RTPWriter) interceptor.RTPWriter {
	return interceptor.RTPWriterFunc(func(h *rtp.Header, payload []byte, a interceptor.Attributes) (int, error) {
		if err := h.SetExtension(id, []byte{l.media.loudness()}); err != nil {
			return 0, fmt.Errorf("add the audio level: %w", err)
		}
		return next.Write(h, payload, a)
	})
}

func (m *Media) loudness() uint8 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.level
}
