package calling

import (
	"context"
	"errors"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

// volumeInterval is how often the page is told how loud everybody is. The first time comes that long after the
// first user, so that the beginning of a call has the processor to itself.
const volumeInterval = time.Second

var errConnectionFailed = errors.New("the browser reports the connection as failed")

func (w *work) connect(e machine.Connect) {
	w.connection.put(func(ctx context.Context) {
		in := machine.Offered{Attempt: w.attempt, Err: ctx.Err()}
		if in.Err == nil {
			in.SDP, in.Err = w.offer(ctx, e)
		}
		w.post(in)
	})
}

func (w *work) offer(ctx context.Context, e machine.Connect) (string, error) {
	conn, err := w.media.Connect(ctx, e.Type, w.report)
	if err != nil {
		return "", err
	}
	w.conn = conn
	if err := conn.Grow(ctx, e.Lines); err != nil {
		return "", err
	}
	return conn.Offer(ctx)
}

func (w *work) renegotiate(e machine.Renegotiate) {
	w.change(func(ctx context.Context, conn api.Connection) error {
		if err := errors.Join(conn.Grow(ctx, e.Lines), conn.ShareScreen(ctx, e.Screen)); err != nil {
			return err
		}
		sdp, err := conn.Offer(ctx)
		if err == nil {
			w.post(machine.Offered{Attempt: w.attempt, SDP: sdp})
		}
		return err
	})
}

func (w *work) report(s api.ConnectionState) {
	if s == api.ConnectionFailed {
		w.post(machine.MediaFailed{Attempt: w.attempt, Err: errConnectionFailed})
	}
}

// change runs something that needs the connection. Nothing waits for it, but a failure ends the call.
func (w *work) change(op func(context.Context, api.Connection) error) {
	w.connection.put(func(ctx context.Context) {
		if ctx.Err() != nil || w.conn == nil {
			return
		}
		if err := op(ctx, w.conn); err != nil && ctx.Err() == nil {
			w.post(machine.MediaFailed{Attempt: w.attempt, Err: err})
		}
	})
}

func (w *work) retype(kind protocol.CallType) {
	w.change(func(_ context.Context, conn api.Connection) error {
		conn.SetType(kind)
		return nil
	})
}

func (w *work) answer(sdp string) {
	w.connection.put(func(ctx context.Context) {
		in := machine.Answered{Attempt: w.attempt, Err: ctx.Err()}
		if in.Err == nil && w.conn != nil {
			in.Err = w.conn.Answer(ctx, sdp)
		}
		w.post(in)
	})
}

func (w *work) attach(send api.Devices) {
	w.change(func(ctx context.Context, conn api.Connection) error { return conn.Send(ctx, send) })
}

func (w *work) assign(slots []protocol.Slot) {
	w.change(func(_ context.Context, conn api.Connection) error {
		conn.SetSlots(slots)
		return nil
	})
}

func (w *work) picture(userID string, on bool) {
	w.change(func(_ context.Context, conn api.Connection) error {
		conn.ShowPicture(userID, on)
		return nil
	})
}

func (w *work) listen() { w.beside(w.measure) }

// measure queues in the connection's lane, one measurement at a time.
func (w *work) measure(ctx context.Context) {
	ticker := time.NewTicker(volumeInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		measured := make(chan struct{})
		put := w.connection.put(func(ctx context.Context) {
			defer close(measured)
			if ctx.Err() == nil && w.conn != nil {
				w.post(machine.Heard{Attempt: w.attempt, Levels: w.conn.Levels(ctx)})
			}
		})
		if !put {
			return
		}
		<-measured
	}
}
