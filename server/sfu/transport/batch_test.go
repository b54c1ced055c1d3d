package transport

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// openBatch is a batchSocket on a free port, with the queue that suits it.
func openBatch(t *testing.T, socket *net.UDPConn) (*batchSocket, *queue) {
	t.Helper()
	s, segments, err := newBatchSocket(socket)
	if err != nil {
		t.Fatal(err)
	}
	return s, newQueue(segments)
}

func dualStack(t *testing.T) *net.UDPConn {
	t.Helper()
	socket, _, err := listenUDP(0, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	closeAfter(t, socket)
	return socket
}

// listenOn opens a socket of the address's own family.
func listenOn(t *testing.T, network, ip string) *net.UDPConn {
	t.Helper()
	socket, err := net.ListenUDP(network, &net.UDPAddr{IP: net.ParseIP(ip)})
	if err != nil {
		t.Fatal(err)
	}
	if err := socket.SetReadBuffer(socketBuffer); err != nil {
		t.Fatal(err)
	}
	closeAfter(t, socket)
	return socket
}

func closeAfter(t *testing.T, socket *net.UDPConn) {
	t.Cleanup(func() {
		if err := socket.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			t.Errorf("close: %v", err)
		}
	})
}

func addrOf(socket *net.UDPConn) netip.AddrPort {
	bound := socket.LocalAddr().(*net.UDPAddr).AddrPort()
	return netip.AddrPortFrom(bound.Addr().Unmap(), bound.Port())
}

// put queues a datagram.
func put(q *queue, to *destination, text string) {
	slot := q.slot()
	q.add(to, slot[:copy(slot, text)])
}

// next is the datagram that arrives next.
func next(t *testing.T, socket *net.UDPConn) string {
	t.Helper()
	if err := socket.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, maxDatagram)
	n, err := socket.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

func TestBatchSend(t *testing.T) {
	for _, test := range []struct {
		name          string
		sender        func(t *testing.T) *net.UDPConn
		network, host string
	}{
		{"IPv4 from the socket of both families", dualStack, "udp4", "127.0.0.1"},
		{"IPv6 from the socket of both families", dualStack, "udp6", "::1"},
		{"IPv4 from an IPv4-only socket",
			func(t *testing.T) *net.UDPConn { return listenOn(t, "udp4", "127.0.0.1") }, "udp4", "127.0.0.1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, q := openBatch(t, test.sender(t))
			receivers := []*net.UDPConn{listenOn(t, test.network, test.host), listenOn(t, test.network, test.host)}
			destinations := []*destination{{addr: addrOf(receivers[0])}, {addr: addrOf(receivers[1])}}
			text := func(i, k int) string {
				return fmt.Sprintf("%d to %d %s", i, k, strings.Repeat("x", 1000+i/50)) // grows now and then
			}
			for i := range queueSize / 2 {
				for k, to := range destinations {
					put(q, to, text(i, k))
				}
			}
			if lost := q.flush(s); lost.datagrams != 0 {
				t.Fatalf("got %d lost (%v), want none", lost.datagrams, lost.err)
			}
			for i := range queueSize / 2 {
				for k, r := range receivers {
					if got := next(t, r); got != text(i, k) {
						t.Fatalf("datagram %d at %d: got %.20q, want %.20q", i, k, got, text(i, k))
					}
				}
			}
		})
	}
	t.Run("what the kernel refuses is skipped", func(t *testing.T) {
		s, q := openBatch(t, dualStack(t))
		receiver := listenOn(t, "udp4", "127.0.0.1")
		to, nowhere := &destination{addr: addrOf(receiver)}, &destination{addr: netip.AddrPortFrom(loopback4, 0)}
		put(q, to, "first")
		put(q, nowhere, "refused")
		put(q, to, "larger than the first")
		if lost := q.flush(s); lost.datagrams != 1 || lost.to != nowhere.addr {
			t.Errorf("got %d lost, the first to %v, want one to port 0", lost.datagrams, lost.to)
		}
		for _, want := range []string{"first", "larger than the first"} {
			if got := next(t, receiver); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}

// received copies what a batchSocket receives to a channel, until the socket is closed.
func received(t *testing.T, socket *net.UDPConn) <-chan datagram {
	t.Helper()
	s, _ := openBatch(t, socket)
	all := make(chan datagram, 1000)
	var reading sync.WaitGroup
	reading.Go(func() {
		err := s.receive(func(batch []datagram) {
			for _, d := range batch {
				offerTo(all, datagram{b: append([]byte(nil), d.b...), from: d.from})
			}
		})
		if !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v at the end, want %v", err, net.ErrClosed)
		}
	})
	t.Cleanup(func() {
		if err := socket.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		reading.Wait()
	})
	return all
}

func TestBatchReceive(t *testing.T) {
	t.Run("more than a batch that is already waiting", func(t *testing.T) {
		socket, sender := dualStack(t), listenOn(t, "udp4", "127.0.0.1")
		server := netip.AddrPortFrom(loopback4, addrOf(socket).Port())
		for i := range 200 {
			if _, err := sender.WriteToUDPAddrPort([]byte(fmt.Sprint(i)), server); err != nil {
				t.Fatal(err)
			}
		}
		all := received(t, socket)
		for i := range 200 {
			if d := receive(t, all, "datagram"); string(d.b) != fmt.Sprint(i) || d.from != addrOf(sender) {
				t.Fatalf("got %q from %v, want %d from %v", d.b, d.from, i, addrOf(sender))
			}
		}
	})
	t.Run("one after the other, each awaited, from two senders in turn", func(t *testing.T) {
		socket := dualStack(t)
		all := received(t, socket)
		port := addrOf(socket).Port()
		senders := []*net.UDPConn{listenOn(t, "udp4", "127.0.0.1"), listenOn(t, "udp6", "::1")}
		for i := range 1000 {
			sender := senders[i%len(senders)]
			server := netip.AddrPortFrom(addrOf(sender).Addr(), port)
			if _, err := sender.WriteToUDPAddrPort([]byte(fmt.Sprint(i)), server); err != nil {
				t.Fatal(err)
			}
			if d := receive(t, all, "datagram"); string(d.b) != fmt.Sprint(i) || d.from != addrOf(sender) {
				t.Fatalf("got %q from %v, want %d from %v", d.b, d.from, i, addrOf(sender))
			}
		}
	})
}

func TestBatchMemory(t *testing.T) {
	t.Run("sending allocates nothing", func(t *testing.T) {
		s, q := openBatch(t, dualStack(t))
		to := &destination{addr: addrOf(listenOn(t, "udp4", "127.0.0.1"))}
		allocated := testing.AllocsPerRun(100, func() {
			put(q, to, "a packet")
			put(q, to, "one more")
			q.flush(s)
		})
		if allocated != 0 {
			t.Errorf("got %v allocations for a flush, want 0", allocated)
		}
	})
}
