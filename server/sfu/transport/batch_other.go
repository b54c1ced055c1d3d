//go:build !linux

package transport

import (
	"net"
	"net/netip"
)

// batchSocket has no system calls for many datagrams here, so it makes one call for each.
type batchSocket struct {
	socket *net.UDPConn
	buf    [maxDatagram]byte
}

// newBatchSocket also returns how many datagrams a message may have: one.
func newBatchSocket(socket *net.UDPConn) (s *batchSocket, segments int, err error) {
	return &batchSocket{socket: socket}, 1, nil
}

// receive hands batches, of one, to handle until the socket fails or is closed.
func (s *batchSocket) receive(handle func([]datagram)) error {
	for {
		n, from, err := s.socket.ReadFromUDPAddrPort(s.buf[:])
		if err != nil {
			return err
		}
		from = netip.AddrPortFrom(from.Addr().Unmap(), from.Port())
		handle([]datagram{{b: s.buf[:n], from: from}})
	}
}

// send implements sender.
func (s *batchSocket) send(messages []message) (int, error) {
	for i := range messages {
		if _, err := s.socket.WriteToUDPAddrPort(messages[i].first.b, messages[i].to.addr); err != nil {
			return i, err
		}
	}
	return len(messages), nil
}

// grantedReadBuffer is what was asked for: these systems refuse what they do not grant.
func grantedReadBuffer(*net.UDPConn) (int, error) { return socketBuffer, nil }
