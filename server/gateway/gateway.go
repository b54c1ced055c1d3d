// Package gateway sits between a WebSocket connection and the server: it lets a page in, checks what it sends,
// carries its requests to the call that its user is in, and brings back replies, invitations and updates.
package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

// Calls is what sessions need from the calls.
type Calls interface {
	Open(app bus.App) (call.Ref, error)
	Send(to call.Ref, ask call.Ask, unreachable string) error
	Rang(to call.Ref, in call.Rang, unreachable string) error
	Occupied(to call.Ref, in call.Occupied) error
	Gone(to call.Ref, by call.Who) error
}

// Config is what a gateway needs.
type Config struct {
	Bus     *bus.Bus
	Calls   Calls
	Origins OriginPolicy
	// Verify returns nil when sig signs user in to app, else an error, which is a *protocol.Error when the
	// client is to blame.
	Verify func(app uint32, user, sig string) error
	Server string // names this process to clients
	Log    *slog.Logger
}

// Gateway accepts the WebSocket connections of pages.
type Gateway struct {
	Config
	sessions sync.WaitGroup
	stopping chan struct{} // closed when the server stops

	mu     sync.Mutex // protects:
	open   map[*session]bool
	closed bool
}

// New makes a gateway.
func New(cfg Config) *Gateway {
	return &Gateway{Config: cfg, stopping: make(chan struct{}), open: map[*session]bool{}}
}

// ServeHTTP upgrades a request and begins its session.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The origin is checked here and not by the library, so that a refused page can be told why.
	ws, err := websocket.Accept(smallBuffers{w}, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		g.Log.Debug("not a WebSocket", "remote", r.RemoteAddr, "error", err)
		return // Accept has answered
	}
	if ok, origin := g.Origins.Allows(r); !ok {
		g.refuseOrigin(r.Context(), ws, origin)
		return
	}
	s := newSession(g, ws)
	if !g.add(s) {
		ws.Close(websocket.StatusGoingAway, "the server is shutting down")
		return
	}
	// Not here: as long as the handler runs, everything that belongs to the request stays in memory.
	go func() {
		defer g.remove(s)
		s.run()
	}()
}

// refuseOrigin tells a page why it may not connect: for a refused upgrade a browser shows nothing but code
// 1006.
func (g *Gateway) refuseOrigin(ctx context.Context, ws *websocket.Conn, origin string) {
	g.Log.Warn("origin refused", "origin", origin)
	refusal := protocol.Errorf(protocol.CodeOriginRefused, "%s", Refusal(origin))
	_ = ws.Write(ctx, websocket.MessageText, encode(protocol.Envelope{Type: protocol.TypeError, Error: refusal}))
	ws.Close(protocol.CloseOriginRefused, "origin refused")
}

func (g *Gateway) add(s *session) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.open[s] = true
	g.sessions.Add(1)
	return true
}

func (g *Gateway) remove(s *session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.open, s)
	g.sessions.Done()
}

// Len returns how many connections there are.
func (g *Gateway) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.open)
}

// closeGrace is how long clients may take to answer the close frame.
const closeGrace = time.Second

// Close ends all sessions and waits for them. Clients that do not answer are cut off. Calls should have been
// ended before, so that their members have been told.
func (g *Gateway) Close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	close(g.stopping)
	done := make(chan struct{})
	go func() { g.sessions.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(closeGrace):
		g.abort()
		<-done
	}
}

func (g *Gateway) abort() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for s := range g.open {
		s.conn.cancel() // which closes the socket under the reader, also in the middle of a close handshake
	}
}
