package walk

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// stream is one direction of a connection in memory. What is written can be read after a delay, in order;
// nothing is lost, as with TCP, but it may be held for as long as the network is meant to be silent.
type stream struct {
	delay   func() time.Duration
	changed chan struct{} // one token: the reader has to look again

	mu       sync.Mutex // protects:
	chunks   []chunk
	last     time.Time
	held     bool
	failed   error // reading fails with this at once
	deadline time.Time
}

// chunk is what one Write wrote, or the end if it has no data.
type chunk struct {
	data []byte
	due  time.Time
}

func newStream(delay func() time.Duration) *stream {
	return &stream{delay: delay, changed: make(chan struct{}, 1)}
}

// put appends data, or the end.
func (s *stream) put(data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := time.Now().Add(s.delay())
	if due.Before(s.last) {
		due = s.last
	}
	s.last = due
	s.chunks = append(s.chunks, chunk{data, due})
	s.signal()
}

// fail ends the stream at once for its reader.
func (s *stream) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
	s.chunks = nil
	s.signal()
}

func (s *stream) hold(held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = held
	s.signal()
}

func (s *stream) setDeadline(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = at
	s.signal()
}

// signal must be called with mu held.
func (s *stream) signal() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *stream) read(into []byte) (int, error) {
	for {
		n, wait, err := s.take(into)
		if n > 0 || err != nil {
			return n, err
		}
		s.await(wait)
	}
}

// await returns when there may be something new: after the given time, or, if that is 0, only on a change.
func (s *stream) await(wait time.Duration) {
	if wait == 0 {
		<-s.changed
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-s.changed:
	case <-timer.C:
	}
}

// take reads what is due, or says how long to wait for it.
func (s *stream) take(into []byte) (n int, wait time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	switch {
	case s.failed != nil:
		return 0, 0, s.failed
	case !s.deadline.IsZero() && !now.Before(s.deadline):
		return 0, 0, os.ErrDeadlineExceeded
	}
	if len(s.chunks) > 0 && !s.held {
		if first := &s.chunks[0]; !now.Before(first.due) {
			n, err = s.consume(first, into)
			return n, 0, err
		}
		wait = s.chunks[0].due.Sub(now)
	}
	if left := s.deadline.Sub(now); !s.deadline.IsZero() && (wait == 0 || left < wait) {
		wait = left
	}
	return 0, wait, nil
}

// consume must be called with mu held. The end stays.
func (s *stream) consume(first *chunk, into []byte) (int, error) {
	if first.data == nil {
		return 0, io.EOF
	}
	n := copy(into, first.data)
	if first.data = first.data[n:]; len(first.data) == 0 {
		s.chunks = s.chunks[1:]
	}
	return n, nil
}

// conn is one end of a connection. Its methods are net.Conn's.
type conn struct {
	in, out *stream
	tapped  func(sent bool, data []byte) // sees what this end sends and reads; may be nil

	once   sync.Once
	closed chan struct{}
}

// connect makes both ends of a connection.
func connect(delay func() time.Duration) (client, server *conn) {
	up, down := newStream(delay), newStream(delay)
	return &conn{in: down, out: up, closed: make(chan struct{})}, &conn{in: up, out: down, closed: make(chan struct{})}
}

func (c *conn) Read(into []byte) (int, error) {
	n, err := c.in.read(into)
	if n > 0 && c.tapped != nil {
		c.tapped(false, into[:n])
	}
	return n, err
}

func (c *conn) Write(data []byte) (int, error) {
	select {
	case <-c.closed:
		return 0, net.ErrClosed
	default:
	}
	if c.tapped != nil {
		c.tapped(true, data)
	}
	c.out.put(append([]byte{}, data...))
	return len(data), nil
}

func (c *conn) Close() error {
	c.once.Do(func() {
		close(c.closed)
		c.in.fail(net.ErrClosed)
		c.out.put(nil)
	})
	return nil
}

// reset ends both directions at once, as a router does when it forgets a connection.
func (c *conn) reset() {
	c.in.fail(syscall.ECONNRESET)
	c.out.fail(syscall.ECONNRESET)
}

// hold stops both directions, or lets them continue.
func (c *conn) hold(held bool) {
	c.in.hold(held)
	c.out.hold(held)
}

func (c *conn) SetReadDeadline(at time.Time) error {
	c.in.setDeadline(at)
	return nil
}

func (c *conn) SetDeadline(at time.Time) error   { return c.SetReadDeadline(at) }
func (c *conn) SetWriteDeadline(time.Time) error { return nil } // writing never waits
func (c *conn) LocalAddr() net.Addr              { return address{} }
func (c *conn) RemoteAddr() net.Addr             { return address{} }

type address struct{}

func (address) Network() string { return "memory" }
func (address) String() string  { return "memory" }

// listener hands the server's ends of connections to its HTTP server.
type listener struct {
	accepted chan net.Conn
	once     sync.Once
	closed   chan struct{}
}

func newListener() *listener {
	return &listener{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.accepted:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return address{} }
