package wire

import (
	"context"
	"fmt"
	"strings"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/wasm/e2e/scenario"
)

// playClient plays the clients of a recording to a server.
func playClient(r recording, backend scenario.Backend) error {
	c := &clients{backend: backend, ends: map[string]*end{}}
	defer c.close()
	values := variables{}
	p := player{
		side: fromClient, values: values, end: c.end, create: c.create,
		expect: func(l line, came string) error { return values.match(l.text, came) },
		adapt:  func(_ line, filled string) string { return filled },
	}
	return p.play(r.lines)
}

type clients struct {
	backend scenario.Backend
	ends    map[string]*end
}

// end is the user's connection, made when it is first used.
func (c *clients) end(user string) (*end, error) {
	if e := c.ends[user]; e != nil {
		return e, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "ws://"+c.backend.Host+c.backend.Path, nil)
	if err != nil {
		return nil, err
	}
	c.ends[user] = newEnd(ws, nil)
	return c.ends[user], nil
}

// create makes what a client creates itself: its signature.
func (c *clients) create(user, field, name string) (any, error) {
	if field != "userSig" {
		return nil, fmt.Errorf("%s was never told by the server", name)
	}
	user, _, _ = strings.Cut(user, "#")
	return c.backend.Sign(user, time.Hour)
}

func (c *clients) close() {
	for _, e := range c.ends {
		e.close()
	}
}
