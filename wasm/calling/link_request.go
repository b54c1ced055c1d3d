package calling

import (
	"context"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

// request sends a request and sees to it that exactly one reply is posted.
func (l *link) request(r machine.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		l.post(machine.Reply{Session: l.session, Request: r, Err: api.ErrAbandoned})
		return
	}
	l.last++
	message, err := l.encode(r.Type, r.Body, l.last)
	if err != nil {
		l.post(machine.Reply{Session: l.session, Request: r, Err: err})
		return
	}
	expiry := time.AfterFunc(replyTimeout, func() { l.cancel(errNoReply) })
	l.pending = append(l.pending, pending{l.last, r, expiry})
	l.outbox.put(message)
}

// notify sends a message without a reply.
func (l *link) notify(kind string) {
	if message, err := l.encode(kind, nil, 0); err == nil {
		l.outbox.put(message)
	}
}

// close gives up the attempt to connect. When there is a connection, closing it is up to the server, which was
// told logout or bye before, or has said kicked. Should it not, this side closes after a while.
func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closing = true
	if !l.up {
		l.cancel(api.ErrAbandoned)
		return
	}
	time.AfterFunc(closeTimeout, func() { l.cancel(api.ErrAbandoned) })
}

func (l *link) nextID() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	return l.last
}

// envelope is a protocol.Envelope whose body is not text yet.
type envelope struct {
	ID   uint64 `json:"id,omitempty"`
	Type string `json:"type"`
	Body any    `json:"body,omitempty"`
}

// encode refuses a message for which the server would end the connection: a page that passes too much keeps its
// session.
func (l *link) encode(kind string, body any, id uint64) (outgoing, error) {
	message, err := l.json.Marshal(envelope{id, kind, body})
	if err == nil && len(message) > protocol.MaxMessageSDP {
		return nil, protocol.Errorf(protocol.CodeTooLarge, "%s would have %d bytes; the limit is %d", kind, len(message), protocol.MaxMessageSDP)
	}
	return message, err
}

// write sends what the outbox receives, until ctx ends.
func (l *link) write(ctx context.Context, conn *websocket.Conn) {
	for {
		message, ok := l.outbox.take(ctx)
		if !ok {
			return
		}
		timed, cancel := context.WithTimeout(ctx, writeTimeout)
		err := conn.Write(timed, websocket.MessageText, message)
		cancel()
		if err != nil {
			l.cancel(err)
			return
		}
	}
}

func (l *link) replied(e protocol.Envelope) {
	p := l.takePending(e.ID)
	if p.expiry == nil {
		return // not ours
	}
	p.expiry.Stop()
	in := machine.Reply{Session: l.session, Request: p.request, Body: e.Body}
	if e.Error != nil {
		in.Err = e.Error
	}
	l.post(in)
}

func (l *link) takePending(id uint64) (found pending) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, p := range l.pending {
		if p.id == id {
			l.pending = append(l.pending[:i], l.pending[i+1:]...)
			return p
		}
	}
	return found
}

// finish answers the requests that the server will no longer answer.
func (l *link) finish() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	for _, p := range l.pending {
		p.expiry.Stop()
		l.post(machine.Reply{Session: l.session, Request: p.request, Err: api.ErrAbandoned})
	}
	l.pending = nil
}
