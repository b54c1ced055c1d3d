package main_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"trtccalling/server/protocol"

	"nhooyr.io/websocket"
)

// client is a connection to a running server, as a page has it.
type client struct {
	t      *testing.T
	ctx    context.Context
	ws     *websocket.Conn
	lastID uint64
}

func (p *process) connect(header http.Header) *client {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	p.t.Cleanup(cancel)
	ws, _, err := websocket.Dial(ctx, "ws://"+p.address+protocol.Path, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { ws.CloseNow() })
	ws.SetReadLimit(protocol.MaxMessageSDP)
	return &client{t: p.t, ctx: ctx, ws: ws}
}

// read returns the next message, or the close code when the server closed the connection.
func (c *client) read() (protocol.Envelope, websocket.StatusCode) {
	c.t.Helper()
	_, text, err := c.ws.Read(c.ctx)
	var closed websocket.CloseError
	if errors.As(err, &closed) {
		return protocol.Envelope{}, closed.Code
	}
	if err != nil {
		c.t.Fatal(err)
	}
	var e protocol.Envelope
	if err := json.Unmarshal(text, &e); err != nil {
		c.t.Fatal(err)
	}
	return e, 0
}

// request sends a request and returns its reply. Pushes before the reply are skipped.
func (c *client) request(kind string, body any) protocol.Envelope {
	c.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.lastID++
	text, err := json.Marshal(protocol.Envelope{ID: c.lastID, Type: kind, Body: raw})
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.ws.Write(c.ctx, websocket.MessageText, text); err != nil {
		c.t.Fatal(err)
	}
	for {
		reply, code := c.read()
		if code != 0 {
			c.t.Fatalf("%s: got close code %d, want a reply", kind, code)
		}
		if reply.ID == c.lastID {
			return reply
		}
	}
}

// login signs a user in and returns the error of the reply, if there is one.
func (c *client) login(app uint32, user, sig string) *protocol.Error {
	c.t.Helper()
	return c.request(protocol.TypeLogin, protocol.Login{Version: protocol.Version, SDKAppID: app, UserID: user, UserSig: sig}).Error
}
