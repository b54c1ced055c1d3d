package walk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/gateway"
	"trtccalling/server/protocol"
	"trtccalling/server/usersig"
)

var errLost = errors.New("lost by the walk")

// application is one of the walk's two applications.
type application struct {
	usersig.App

	mu   sync.Mutex        // protects:
	sigs map[string]string // by user: signing takes a while
}

func newApplication(i int) *application {
	app := usersig.App{ID: uint32(1_400_000_001 + i), Key: fmt.Appendf(nil, "key %d", i)}
	return &application{App: app, sigs: map[string]string{}}
}

func (a *application) bus() bus.App { return bus.App(a.ID) }

// sign returns "" for a name that cannot be signed.
func (a *application) sign(user string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	sig, found := a.sigs[user]
	if !found {
		sig, _ = usersig.Sign(a.App, user, time.Now(), 1000*time.Hour)
		a.sigs[user] = sig
	}
	return sig
}

// server is the server's parts, wired as in server/instance except for media, on a network in memory.
type server struct {
	bus      *bus.Bus
	calls    *call.Service
	gateway  *gateway.Gateway
	http     *http.Server
	listener *listener
	served   chan struct{}
}

func (w *World) startServer() (*server, error) {
	log := slog.New(slog.DiscardHandler)
	b, err := bus.Embedded(log)
	if err != nil {
		return nil, err
	}
	service := call.NewService(b, w.truth, "the server", log)
	s := &server{bus: b, calls: service, listener: newListener(), served: make(chan struct{})}
	s.gateway = gateway.New(gateway.Config{
		Bus: b, Calls: calls{service, w.truth}, Verify: w.verify, Server: "the server", Log: log,
	})
	s.http = &http.Server{Handler: s.gateway, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(s.listener) // ends with Close
	}()
	return s, nil
}

func (w *World) verify(app uint32, user, sig string) error {
	for _, a := range w.apps {
		if a.ID == app {
			return usersig.Verify(a.App, user, sig, time.Now())
		}
	}
	return protocol.Errorf(protocol.CodeUnknownApp, "there is no app %d", app)
}

// stop ends the server as its program does.
func (s *server) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := s.calls.Close(ctx)
	s.gateway.Close()
	s.bus.Close()
	err = errors.Join(err, s.http.Close())
	<-s.served
	return err
}

// dial makes a connection to the server.
func (s *server) dial(ctx context.Context, delay func() time.Duration) (*conn, error) {
	client, accepted := connect(delay)
	select {
	case s.listener.accepted <- net.Conn(accepted):
		return client, nil
	case <-s.listener.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
