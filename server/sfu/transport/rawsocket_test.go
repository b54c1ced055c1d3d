package transport

import (
	"errors"
	"net"
	"net/netip"
	"testing"
)

// rawSocket is one address of a client. What arrives is sorted into channels.
type rawSocket struct {
	udp    *net.UDPConn
	server netip.AddrPort
	stun   chan []byte
	media  chan []byte
	pipe   *pipe
	lose   func(b []byte) bool // nil: nothing is lost
}

func newRawSocket(t testing.TB, m *Mux) *rawSocket {
	t.Helper()
	server := m.announce[0]
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: server.Addr().AsSlice()})
	if err != nil {
		t.Fatal(err)
	}
	s := &rawSocket{
		udp: udp, server: server,
		stun: make(chan []byte, 100), media: make(chan []byte, 100),
	}
	s.pipe = newPipe(func(b []byte, _ netip.AddrPort) error { return s.write(b) })
	ended := make(chan struct{})
	go func() { defer close(ended); s.read() }()
	t.Cleanup(func() {
		if err := udp.Close(); err != nil {
			t.Error(err)
		}
		<-ended
	})
	return s
}

func (s *rawSocket) read() {
	buf := make([]byte, maxDatagram)
	for {
		n, err := s.udp.Read(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil || n == 0 {
			continue
		}
		b := append([]byte(nil), buf[:n]...)
		switch {
		case s.lose != nil && s.lose(b):
		case b[0] < 4:
			offerTo(s.stun, b)
		case b[0] < 64:
			s.pipe.deliver(b)
		default:
			offerTo(s.media, b)
		}
	}
}

func (s *rawSocket) write(b []byte) error {
	_, err := s.udp.WriteToUDPAddrPort(b, s.server)
	return err
}

func (s *rawSocket) send(t testing.TB, b []byte) {
	t.Helper()
	if err := s.write(b); err != nil {
		t.Fatal(err)
	}
}

func (s *rawSocket) addr() netip.AddrPort {
	return s.udp.LocalAddr().(*net.UDPAddr).AddrPort()
}
