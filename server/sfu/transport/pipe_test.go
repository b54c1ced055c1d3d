package transport

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

func newTestPipe() *pipe {
	return newPipe(func([]byte, netip.AddrPort) error { return nil })
}

// readInBackground delivers the result of one read.
func readInBackground(p *pipe) <-chan error {
	result := make(chan error, 1)
	go func() {
		_, _, err := p.ReadFrom(make([]byte, 10))
		result <- err
	}()
	return result
}

func TestPipe(t *testing.T) {
	t.Run("a read waits for its deadline and no longer", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newTestPipe()
			if err := p.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			if err := <-readInBackground(p); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("got %v, want %v", err, os.ErrDeadlineExceeded)
			}
			if got := time.Since(start); got != time.Second {
				t.Errorf("got %v, want 1s", got)
			}
		})
	})
	t.Run("a deadline in the past ends a read that waits", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newTestPipe()
			result := readInBackground(p)
			synctest.Wait()
			if err := p.SetReadDeadline(time.Unix(1, 0)); err != nil {
				t.Fatal(err)
			}
			if err := <-result; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("got %v, want %v", err, os.ErrDeadlineExceeded)
			}
		})
	})
	t.Run("a withdrawn deadline does not matter", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newTestPipe()
			for _, deadline := range []time.Time{time.Unix(1, 0), time.Now().Add(time.Second), {}} {
				if err := p.SetReadDeadline(deadline); err != nil {
					t.Fatal(err)
				}
			}
			result := readInBackground(p)
			<-time.After(time.Minute) // of the bubble's clock
			p.deliver([]byte("late"))
			if err := <-result; err != nil {
				t.Errorf("got %v, want the datagram", err)
			}
		})
	})
	t.Run("closing ends a read that waits, and everything after", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newTestPipe()
			result := readInBackground(p)
			synctest.Wait()
			if err := p.Close(); err != nil {
				t.Fatal(err)
			}
			if err := <-result; !errors.Is(err, net.ErrClosed) {
				t.Errorf("got %v, want %v", err, net.ErrClosed)
			}
			if _, err := p.WriteTo([]byte("x"), nil); !errors.Is(err, net.ErrClosed) {
				t.Errorf("write: got %v, want %v", err, net.ErrClosed)
			}
		})
	})
	t.Run("a deadline after closing starts no timer", func(t *testing.T) {
		p := newTestPipe()
		if err := errors.Join(p.Close(), p.SetReadDeadline(time.Now().Add(time.Hour))); err != nil {
			t.Fatal(err)
		}
		if p.timer != nil {
			t.Error("a timer runs")
		}
	})
	t.Run("a reader that does not read loses datagrams, not memory", func(t *testing.T) {
		p := newTestPipe()
		for range 10 * pipeDepth {
			p.deliver([]byte("x"))
		}
		if got := len(p.queue); got != pipeDepth {
			t.Errorf("got %d datagrams waiting, want %d", got, pipeDepth)
		}
	})
	t.Run("datagrams go where ICE says", func(t *testing.T) {
		var got netip.AddrPort
		p := newPipe(func(_ []byte, to netip.AddrPort) error { got = to; return nil })
		want := netip.MustParseAddrPort("127.0.0.1:9")
		p.setRemote(want)
		if _, err := p.WriteTo([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 9, 9, 9), Port: 1}); err != nil || got != want {
			t.Errorf("got %v (%v), want %v", got, err, want)
		}
	})
}
