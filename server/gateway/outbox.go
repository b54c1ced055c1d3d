package gateway

import (
	"sync"

	"nhooyr.io/websocket"
)

// outboxSize is how many messages wait for a slow client before it is given up.
const outboxSize = 256

// frame is one message out, or the end of the connection.
type frame struct {
	data   []byte
	close  websocket.StatusCode // when not 0: close with it after what was sent before
	reason string
}

// outbox is what waits to be written. A channel would keep room for all that may ever wait.
type outbox struct {
	filled chan struct{} // holds one token when there may be something

	mu     sync.Mutex // protects:
	frames []frame
}

func newOutbox() outbox { return outbox{filled: make(chan struct{}, 1)} }

// put is false when the outbox is full.
func (o *outbox) put(f frame) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.frames) == outboxSize {
		return false
	}
	o.frames = append(o.frames, f)
	select {
	case o.filled <- struct{}{}:
	default: // it is known already
	}
	return true
}

func (o *outbox) take() []frame {
	o.mu.Lock()
	defer o.mu.Unlock()
	frames := o.frames
	o.frames = nil
	return frames
}
