package scenario

import (
	"fmt"
	"io"
	"net"
	"sync"
)

// line passes TCP connections on to the server until it is cut: a page that crashes closes nothing, its
// connections just break.
type line struct {
	listener net.Listener
	to       string
	running  sync.WaitGroup
	hearing  sync.RWMutex // locked while nothing from the server may pass

	mu    sync.Mutex // protects:
	open  []net.Conn
	held  bool // hearing is locked
	ended bool
}

func newLine(to string) (*line, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for a page: %w", err)
	}
	l := &line{listener: listener, to: to}
	l.running.Go(l.accept)
	return l, nil
}

func (l *line) addr() string { return l.listener.Addr().String() }

func (l *line) accept() {
	for {
		from, err := l.listener.Accept()
		if err != nil {
			return // cut
		}
		l.running.Go(func() { l.pass(from) })
	}
}

func (l *line) pass(from net.Conn) {
	to, err := net.Dial("tcp", l.to)
	if err != nil {
		from.Close()
		return
	}
	if !l.keep(from, to) {
		return
	}
	var back sync.WaitGroup
	back.Go(func() { forward(heard{from, &l.hearing}, to) })
	forward(to, from)
	back.Wait()
}

// forward copies until one side ends, and then ends the other.
func forward(to io.WriteCloser, from net.Conn) {
	// How a connection ended does not matter: the other one ends as well.
	_, _ = io.Copy(to, from)
	to.Close()
	from.Close()
}

// heard holds back what is written while somebody has its lock.
type heard struct {
	net.Conn
	lock *sync.RWMutex
}

func (h heard) Write(p []byte) (int, error) {
	h.lock.RLock()
	defer h.lock.RUnlock()
	return h.Conn.Write(p)
}

// keep remembers connections to cut; a line that has been cut takes no more.
func (l *line) keep(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		reset(conns)
		return false
	}
	l.open = append(l.open, conns...)
	return true
}

// hold holds back what the server says until release.
func (l *line) hold() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.held {
		l.hearing.Lock()
		l.held = true
	}
}

func (l *line) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held {
		l.hearing.Unlock()
		l.held = false
	}
}

// cut breaks all connections without a goodbye, and waits until none is left.
func (l *line) cut() {
	l.mu.Lock()
	l.ended = true
	reset(l.open)
	l.mu.Unlock()
	l.listener.Close()
	l.release()
	l.running.Wait()
}

func reset(conns []net.Conn) {
	for _, c := range conns {
		if tcp, ok := c.(*net.TCPConn); ok {
			// Discards what is unsent and sends RST. It fails only on a connection that has ended.
			_ = tcp.SetLinger(0)
		}
		c.Close()
	}
}
