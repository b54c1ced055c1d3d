package transport

import (
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// pipeDepth is how many DTLS datagrams may wait; a handshake's largest flight has about five, and lost ones are
// sent again.
const pipeDepth = 32

// pipe is the net.PacketConn under one DTLS connection: reads come from the Mux, writes go to the
// address that ICE selected, whatever address DTLS names. Its lock is a leaf: the Mux's may be held.
type pipe struct {
	write  func(b []byte, to netip.AddrPort) error
	queue  chan []byte
	closed chan struct{}

	mu       sync.Mutex // protects:
	remote   netip.AddrPort
	isClosed bool
	expired  chan struct{} // closed when the read deadline has passed
	timer    *time.Timer   // closes expired; nil without a deadline to come
}

func newPipe(write func([]byte, netip.AddrPort) error) *pipe {
	return &pipe{
		write: write, queue: make(chan []byte, pipeDepth),
		closed: make(chan struct{}), expired: make(chan struct{}),
	}
}

// deliver queues a copy of a datagram, or drops it when DTLS does not keep up.
func (p *pipe) deliver(b []byte) {
	select {
	case p.queue <- append([]byte(nil), b...):
	default:
	}
}

func (p *pipe) setRemote(a netip.AddrPort) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.remote = a
}

func (p *pipe) remoteAddr() *net.UDPAddr {
	p.mu.Lock()
	defer p.mu.Unlock()
	return net.UDPAddrFromAddrPort(p.remote)
}

// ReadFrom implements net.PacketConn.
func (p *pipe) ReadFrom(b []byte) (int, net.Addr, error) {
	p.mu.Lock()
	expired := p.expired
	p.mu.Unlock()
	select {
	case <-p.closed:
		return 0, nil, net.ErrClosed
	case <-expired:
		return 0, nil, os.ErrDeadlineExceeded
	default:
	}
	select {
	case datagram := <-p.queue:
		return copy(b, datagram), p.remoteAddr(), nil
	case <-p.closed:
		return 0, nil, net.ErrClosed
	case <-expired:
		return 0, nil, os.ErrDeadlineExceeded
	}
}

// WriteTo implements net.PacketConn.
func (p *pipe) WriteTo(b []byte, _ net.Addr) (int, error) {
	p.mu.Lock()
	remote, isClosed := p.remote, p.isClosed
	p.mu.Unlock()
	if isClosed {
		return 0, net.ErrClosed
	}
	if err := p.write(b, remote); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Close implements net.PacketConn.
func (p *pipe) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.isClosed {
		return net.ErrClosed
	}
	p.isClosed = true
	p.stopTimer()
	close(p.closed)
	return nil
}

// LocalAddr implements net.PacketConn.
func (p *pipe) LocalAddr() net.Addr { return &net.UDPAddr{} }

// SetDeadline implements net.PacketConn.
func (p *pipe) SetDeadline(t time.Time) error { return p.SetReadDeadline(t) }

// SetWriteDeadline implements net.PacketConn: writes do not block.
func (p *pipe) SetWriteDeadline(time.Time) error { return nil }

// SetReadDeadline implements net.PacketConn.
func (p *pipe) SetReadDeadline(t time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopTimer()
	select {
	case <-p.expired:
		p.expired = make(chan struct{})
	default:
	}
	if t.IsZero() || p.isClosed {
		return nil
	}
	expired := p.expired
	if wait := time.Until(t); wait > 0 {
		p.timer = time.AfterFunc(wait, func() { p.expire(expired) })
		return nil
	}
	close(expired)
	return nil
}

// expire ends the wait of everybody reading under this deadline, unless another has been set since.
func (p *pipe) expire(deadline chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer == nil || p.expired != deadline {
		return
	}
	p.timer = nil
	close(deadline)
}

func (p *pipe) stopTimer() {
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}
