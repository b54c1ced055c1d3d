package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/mailbox"
	"trtccalling/server/protocol"
)

const (
	incomingBuffer = 64  // waiting requests; the reader has to go on, or pongs are not seen
	outboxSize     = 256 // messages waiting for a slow client before it is given up
	writeTimeout   = 10 * time.Second
	pingEvery      = 4 * time.Second
	pongWithin     = 5 * time.Second // a silent client is noticed within pingEvery + pongWithin
)

// frame is one outgoing message, or the end of the connection.
type frame struct {
	data   []byte
	close  websocket.StatusCode // when not 0: close with it after what was sent before
	reason string
}

// connection is a WebSocket with its goroutines: one reads, one writes, and now and then one waits for a pong.
// Most connections are idle, so each keeps little.
type connection struct {
	ws       *websocket.Conn
	incoming chan []byte
	outbox   *mailbox.Mailbox[frame]
	ctx      context.Context // ends with the connection; kept because goroutines of the connection share it
	cancel   context.CancelFunc
	done     sync.WaitGroup
}

func newConnection(ws *websocket.Conn) *connection {
	ws.SetReadLimit(protocol.MaxMessageSDP)
	c := &connection{ws: ws, incoming: make(chan []byte, incomingBuffer), outbox: mailbox.New[frame](outboxSize)}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.done.Go(c.read)
	c.done.Go(c.write)
	return c
}

// send queues a message. It never blocks: a client that does not read is given up.
func (c *connection) send(e protocol.Envelope) { c.queue(frame{data: encode(e)}) }

// closeWith ends the connection after what was sent before.
func (c *connection) closeWith(code websocket.StatusCode, reason string) {
	c.queue(frame{close: code, reason: reason})
}

func (c *connection) queue(f frame) {
	if !c.outbox.Put(f) {
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

// write sends what is in the outbox, and pings.
func (c *connection) write() {
	defer c.cancel()
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-c.outbox.Filled():
			for f, ok := c.outbox.Take(); ok; f, ok = c.outbox.Take() {
				if c.writeOne(f) != nil {
					return
				}
			}
		case <-ticker.C:
			c.done.Go(c.ping)
		case <-c.ctx.Done():
			return
		}
	}
}

var errClosed = errors.New("the connection was closed")

func (c *connection) writeOne(f frame) error {
	if f.close != 0 {
		_ = c.ws.Close(f.close, f.reason)
		return errClosed
	}
	ctx, cancel := context.WithTimeout(c.ctx, writeTimeout)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, f.data)
}

// ping notices clients that have gone silent. Browsers answer pings on their own, even in background tabs where
// timers hardly run.
func (c *connection) ping() {
	ctx, cancel := context.WithTimeout(c.ctx, pongWithin)
	defer cancel()
	if err := c.ws.Ping(ctx); err != nil {
		c.cancel()
	}
}

func encode(e protocol.Envelope) []byte {
	data, err := json.Marshal(e)
	if err != nil { // an Envelope can always be encoded; its body comes from json.Marshal
		return nil
	}
	return data
}
