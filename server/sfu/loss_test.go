package sfu

import (
	"sync/atomic"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
)

// loss says which RTP packets a client loses on the way.
type loss struct {
	up, down func(h *rtp.Header) bool // nil: none
}

// NewInterceptor implements interceptor.Factory.
func (l loss) NewInterceptor(string) (interceptor.Interceptor, error) { return &lossy{loss: l}, nil }

type lossy struct {
	interceptor.NoOp
	loss
}

func (l *lossy) BindLocalStream(_ *interceptor.StreamInfo, w interceptor.RTPWriter) interceptor.RTPWriter {
	return interceptor.RTPWriterFunc(func(h *rtp.Header, payload []byte, a interceptor.Attributes) (int, error) {
		if l.up != nil && l.up(h) {
			return len(payload), nil
		}
		return w.Write(h, payload, a)
	})
}

func (l *lossy) BindRemoteStream(_ *interceptor.StreamInfo, r interceptor.RTPReader) interceptor.RTPReader {
	return interceptor.RTPReaderFunc(func(b []byte, a interceptor.Attributes) (int, interceptor.Attributes, error) {
		for {
			n, attributes, err := r.Read(b, a)
			if err != nil || l.down == nil {
				return n, attributes, err
			}
			var h rtp.Header
			if _, err := h.Unmarshal(b[:n]); err != nil || !l.down(&h) {
				return n, attributes, err
			}
		}
	})
}

// everyFifth loses every fifth packet that it is asked about, of VP8 only, and counts them.
func everyFifth(lost *atomic.Int64) func(h *rtp.Header) bool {
	var asked atomic.Int64
	return func(h *rtp.Header) bool {
		if h.PayloadType != 96 || asked.Add(1)%5 != 0 {
			return false
		}
		lost.Add(1)
		return true
	}
}
