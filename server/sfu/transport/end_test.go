package transport

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

func TestEnd(t *testing.T) {
	t.Run("the client closes", func(t *testing.T) {
		m := newMux(t)
		c := newClient(t, clientSetup{})
		c.addMedia(t, webrtc.MimeTypeOpus)
		c.connect(t, m)
		if err := c.pc.Close(); err != nil {
			t.Fatal(err)
		}
		if err := receive(t, c.events.closed, "end"); err != nil {
			t.Errorf("got %v, want a clean end", err)
		}
		checkForgotten(t, m)
	})
	for name, end := range map[string]func(*Mux, *Conn) error{
		"the server closes a connection": func(m *Mux, c *Conn) error { c.LockAndClose(); return nil },
		"the server closes":              func(m *Mux, c *Conn) error { return m.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMux(t)
			c := newClient(t, clientSetup{})
			c.addMedia(t, webrtc.MimeTypeOpus)
			c.connect(t, m)
			if err := end(m, c.conn); err != nil {
				t.Fatal(err)
			}
			c.awaitState(t, webrtc.PeerConnectionStateClosed) // by close_notify; ICE would take seconds
			if len(c.events.closed) != 0 {
				t.Error("the handler was told of an end that the server made")
			}
			checkForgotten(t, m)
		})
	}
	t.Run("a handler closes while it handles a packet", func(t *testing.T) {
		m := newMux(t)
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		done := make(chan struct{})
		m.Do(func() { c.events.onRTP = func(*Packet) { c.conn.Close(); close(done) } })
		c.socket.send(t, c.protect(rtp.Header{PayloadType: 111, SSRC: 1}, "last"))
		receive(t, done, "packet")
		checkForgotten(t, m)
		m.Do(func() {
			if err := c.conn.SendRTP(c.conn.Lines()[0], Header{}, nil); !errors.Is(err, ErrNotConnected) {
				t.Errorf("got %v, want %v", err, ErrNotConnected)
			}
		})
		if _, err := c.conn.Renegotiate(c.description.String()); err == nil {
			t.Error("a closed connection was renegotiated")
		}
	})
	t.Run("the server closes when only the client knows that the handshake has ended", func(t *testing.T) {
		m := newMux(t)
		for range 20 {
			c, certificate := certifiedRawClient(t, m, audioLine("0", "sendrecv"))
			c.open(c.socket)
			if err := c.handshake(certificate); err != nil {
				t.Fatal(err)
			}
			c.conn.LockAndClose()
			ended := make(chan error, 1)
			go func() {
				_, err := c.dtls.Read(make([]byte, 1))
				ended <- err
			}()
			if err := receive(t, ended, "close_notify"); !errors.Is(err, io.EOF) {
				t.Errorf("got %v, want a close_notify", err)
			}
		}
	})
	t.Run("the server closes while handshakes wait", func(t *testing.T) {
		m := newMux(t)
		waiting := newRawClient(t, m, audioLine("0", "sendrecv"))
		waiting.open(waiting.socket)
		newRawClient(t, m, audioLine("0", "sendrecv")) // has no address yet
		ended := make(chan error, 1)
		go func() { ended <- m.Close() }()
		if err := receive(t, ended, "end of Close"); err != nil {
			t.Error(err)
		}
	})
	t.Run("an offer after the server closed", func(t *testing.T) {
		m := newMux(t)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		_, _, err := m.Answer(newDescription(audioLine("0", "sendrecv")).String(), newEvents())
		if !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v, want %v", err, net.ErrClosed)
		}
	})
}

func checkForgotten(t *testing.T, m *Mux) {
	t.Helper()
	m.Do(func() {
		if len(m.conns) != 0 || len(m.byAddr) != 0 || len(m.byUfrag) != 0 {
			t.Errorf("got %d connections, %d addresses, %d users left behind", len(m.conns), len(m.byAddr), len(m.byUfrag))
		}
	})
}

// clock is moved by hand in a test.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) timing() timing {
	t := realTiming()
	t.now = c.now
	return t
}

func TestConsent(t *testing.T) {
	t.Run("a silent client is lost after 30 s", func(t *testing.T) {
		var clock clock
		m := newTimedMux(t, clock.timing())
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(29 * time.Second))
		c.awaitTick()
		if len(c.events.closed) != 0 {
			t.Fatal("lost after 29 s")
		}
		clock.ahead.Store(int64(31 * time.Second))
		if err := receive(t, c.events.closed, "end"); !errors.Is(err, ErrConsentLost) {
			t.Errorf("got %v, want %v", err, ErrConsentLost)
		}
		checkForgotten(t, m)
	})
	t.Run("media is not consent", func(t *testing.T) {
		var clock clock
		c := connectedRawClient(t, newTimedMux(t, clock.timing()), audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(29 * time.Second))
		c.await(rtp.Header{PayloadType: 111, SSRC: 1})
		clock.ahead.Store(int64(31 * time.Second))
		if err := receive(t, c.events.closed, "end"); !errors.Is(err, ErrConsentLost) {
			t.Errorf("got %v, want %v", err, ErrConsentLost)
		}
	})
	t.Run("a check renews it", func(t *testing.T) {
		var clock clock
		c := connectedRawClient(t, newTimedMux(t, clock.timing()), audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(29 * time.Second))
		c.validate(c.socket)
		clock.ahead.Store(int64(58 * time.Second))
		c.await(rtp.Header{PayloadType: 111, SSRC: 1})
		if len(c.events.closed) != 0 {
			t.Error("lost although it asked 29 s ago")
		}
	})
	t.Run("a client that never comes is lost, too", func(t *testing.T) {
		var clock clock
		m := newTimedMux(t, clock.timing())
		c := newRawClient(t, m, audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(31 * time.Second))
		if err := receive(t, c.events.closed, "end"); !errors.Is(err, ErrConsentLost) {
			t.Errorf("got %v, want %v", err, ErrConsentLost)
		}
	})
	t.Run("a handshake that never ends is given up", func(t *testing.T) {
		timing := realTiming()
		timing.handshake = 100 * time.Millisecond
		c := newRawClient(t, newTimedMux(t, timing), audioLine("0", "sendrecv"))
		c.open(c.socket)
		if err := receive(t, c.events.closed, "end"); err == nil || !strings.Contains(err.Error(), "handshake") {
			t.Errorf("got %v, want a failed handshake", err)
		}
	})
}
