// Package servertest starts a whole server on loopback for tests, as httptest does for HTTP.
package servertest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"trtccalling/server/gateway"
	"trtccalling/server/instance"
	"trtccalling/server/protocol"
	"trtccalling/server/usersig"
)

// App is the application that every test server knows.
func App() usersig.App { return usersig.App{ID: 1400000000, Key: []byte("servertest's key")} }

// Server is a server that runs until the test ends, or until Stop or Kill.
type Server struct {
	*instance.Instance
	// URL is where clients connect to: ws://127.0.0.1:port/v1/signal.
	URL string

	http    *httptest.Server
	stopped bool
}

// Options change what a test's server is like. The zero value is what most tests need.
type Options struct {
	// Log receives the server's log; nil means that nobody does.
	Log io.Writer
	// Origins are allowed besides the server's own.
	Origins []string
	// Misbehave, when not nil, answers requests instead of the server when it returns true.
	Misbehave func(w http.ResponseWriter, r *http.Request) bool
}

// Start starts a server with one application and stops it at the end of the test.
func Start(t testing.TB, options Options) *Server {
	t.Helper()
	origins, err := gateway.NewOriginPolicy(options.Origins, false)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	if options.Log != nil {
		log = slog.New(slog.NewTextHandler(options.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	i, err := instance.Start(instance.Config{
		Verify: verify, Origins: origins, Log: log,
		MediaIPs: []netip.Addr{netip.MustParseAddr("127.0.0.1")},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Instance: i}
	s.http = httptest.NewServer(s.routes(options.Misbehave))
	s.URL = "ws" + strings.TrimPrefix(s.http.URL, "http") + protocol.Path
	t.Cleanup(func() { s.Stop(t) })
	return s
}

func verify(app uint32, user, sig string) error {
	if app != App().ID {
		return protocol.Errorf(protocol.CodeUnknownApp, "there is no app %d", app)
	}
	return usersig.Verify(App(), user, sig, time.Now())
}

func (s *Server) routes(misbehave func(http.ResponseWriter, *http.Request) bool) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc(protocol.Path, func(w http.ResponseWriter, r *http.Request) {
		if misbehave == nil || !misbehave(w, r) {
			s.Signal().ServeHTTP(w, r)
		}
	})
	return routes
}

// Sign makes a signature of App for a user, valid for an hour.
func Sign(t testing.TB, user string) string {
	t.Helper()
	sig, err := usersig.Sign(App(), user, time.Now(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return sig
}

// Stop ends the server as SIGTERM does. The test fails when it does not end within 5 seconds.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if s.stopped {
		return
	}
	s.stopped = true
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Errorf("stop the server: %v", err)
	}
	s.http.Close()
}
