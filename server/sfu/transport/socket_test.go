package transport

import (
	"log/slog"
	"strings"
	"testing"
)

func TestListen(t *testing.T) {
	t.Run("the port is taken", func(t *testing.T) {
		taken := newMux(t)
		_, err := Listen(Config{Port: taken.Port(), Log: slog.New(slog.DiscardHandler)})
		if err == nil || !strings.Contains(err.Error(), "--media-port") {
			t.Errorf("got %v, want an error that names --media-port", err)
		}
	})
	t.Run("the host's addresses are announced, loopback last", func(t *testing.T) {
		m, err := Listen(Config{Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		last := m.announce[len(m.announce)-1]
		if !last.Addr().IsLoopback() || int(last.Port()) != m.Port() {
			t.Errorf("got %v, want loopback and port %d last", m.announce, m.Port())
		}
		for _, a := range m.announce {
			if a.Addr().IsLinkLocalUnicast() {
				t.Errorf("link-local %v is announced", a)
			}
		}
	})
}
