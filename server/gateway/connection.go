package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
)

const (
	incomingBuffer = 64  // requests that wait; the reader has to go on, or pongs are not seen
	outboxSize     = 256 // messages that wait for a slow client before it is given up
	writeTimeout   = 10 * time.Second
	pingEvery      = 4 * time.Second
	pongWithin     = 5 * time.Second // a silent client is noticed within pingEvery + pongWithin
)

// frame is one message out, or the end of the connection.
type frame struct {
	data   []byte
	close  websocket.StatusCode // when not 0: close with it after what was sent before
	reason string
}

// connection is a WebSocket with its goroutines: one reads, one writes, one pings.
type connection struct {
	ws       *websocket.Conn
	incoming chan []byte
	outbox   chan frame
	ctx      context.Context // ends with the connection; kept because goroutines of the connection share it
	cancel   context.CancelFunc
	done     sync.WaitGroup
}

func newConnection(ws *websocket.Conn) *connection {
	ws.SetReadLimit(protocol.MaxMessageSDP)
	c := &connection{ws: ws, incoming: make(chan []byte, incomingBuffer), outbox: make(chan frame, outboxSize)}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.done.Go(c.read)
	c.done.Go(c.write)
	c.done.Go(c.ping)
	return c
}

// send queues a message. It never blocks: a client that does not read is given up.
func (c *connection) send(e protocol.Envelope) { c.queue(frame{data: encode(e)}) }

// closeWith ends the connection after what was sent before.
func (c *connection) closeWith(code websocket.StatusCode, reason string) {
	c.queue(frame{close: code, reason: reason})
}

func (c *connection) queue(f frame) {
	select {
	case c.outbox <- f:
	default:
		c.cancel()
	}
}

// wait ends the connection and waits for its goroutines.
func (c *connection) wait() {
	c.cancel()
	_ = c.ws.CloseNow()
	c.done.Wait()
}

func (c *connection) read() {
	defer c.cancel()
	for {
		_, data, err := c.ws.Read(c.ctx)
		if err != nil {
			return
		}
		select {
		case c.incoming <- data:
		case <-c.ctx.Done():
			return
		}
	}
}

func (c *connection) write() {
	defer c.cancel()
	for {
		select {
		case f := <-c.outbox:
			if f.close != 0 {
				_ = c.ws.Close(f.close, f.reason)
				return
			}
			if c.writeOne(f.data) != nil {
				return
			}
		case <-c.ctx.Done():
			return
		}
	}
}

func (c *connection) writeOne(data []byte) error {
	ctx, cancel := context.WithTimeout(c.ctx, writeTimeout)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, data)
}

// ping notices clients that went silent. Browsers answer pings by themselves, also in background tabs
// where timers hardly run.
func (c *connection) ping() {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-c.ctx.Done():
			return
		}
		ctx, cancel := context.WithTimeout(c.ctx, pongWithin)
		err := c.ws.Ping(ctx)
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			c.cancel()
			return
		}
	}
}

func encode(e protocol.Envelope) []byte {
	data, err := json.Marshal(e)
	if err != nil { // an Envelope can always be written; its body comes from json.Marshal
		return nil
	}
	return data
}
