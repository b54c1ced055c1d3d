package gateway

import (
	"testing"

	"nhooyr.io/websocket"
)

func TestOutbox(t *testing.T) {
	t.Run("gives what was put in, in order and once", func(t *testing.T) {
		o := newOutbox()
		o.put(frame{data: []byte("first")})
		o.put(frame{close: websocket.StatusGoingAway})
		<-o.filled
		if got := o.take(); len(got) != 2 || string(got[0].data) != "first" || got[1].close != websocket.StatusGoingAway {
			t.Errorf("got %v, want first and then the end", got)
		}
		if got := o.take(); len(got) != 0 {
			t.Errorf("got %v again, want nothing", got)
		}
	})
	t.Run("refuses what a slow client lets pile up, until it is taken", func(t *testing.T) {
		o := newOutbox()
		for range outboxSize {
			if !o.put(frame{}) {
				t.Fatal("refused before it was full")
			}
		}
		if o.put(frame{}) {
			t.Error("took more than it may hold")
		}
		o.take()
		if !o.put(frame{}) {
			t.Error("refused although it is empty")
		}
	})
}
