//go:build !js

package calling_test

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// cable passes connections on to a server and can be cut.
type cable struct {
	url string // the server's, through the cable

	to      string
	passing sync.WaitGroup

	mu    sync.Mutex // protects:
	open  []net.Conn
	whole bool
}

func newCable(t *testing.T, server string) *cable {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{to: u.Host, whole: true}
	u.Host = listener.Addr().String()
	c.url = u.String()
	c.passing.Go(func() { c.accept(listener) })
	t.Cleanup(func() {
		listener.Close()
		c.cut()
		c.passing.Wait()
	})
	return c
}

func (c *cable) accept(listener net.Listener) {
	for {
		from, err := listener.Accept()
		if err != nil {
			return // the test is over
		}
		to, err := net.Dial("tcp", c.to)
		if err != nil || !c.keep(from, to) {
			from.Close()
			continue
		}
		c.passing.Go(func() { pass(from, to) })
		c.passing.Go(func() { pass(to, from) })
	}
}

// pass copies until one of the two is closed, and closes the other.
func pass(to, from net.Conn) {
	_, _ = io.Copy(to, from) // how it ended does not matter
	to.Close()
	from.Close()
}

func (c *cable) keep(conns ...net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, conns...)
	if !c.whole {
		closeAll(c.open)
	}
	return c.whole
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whole = false
	closeAll(c.open)
	c.open = nil
}

func (c *cable) mend(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whole = true
}

func closeAll(conns []net.Conn) {
	for _, conn := range conns {
		conn.Close()
	}
}
