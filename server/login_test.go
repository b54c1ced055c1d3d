package main_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"trtccalling/server/protocol"

	"nhooyr.io/websocket"
)

// client is a connection to a running server, as a page has it.
type client struct {
	t   *testing.T
	ctx context.Context
	ws  *websocket.Conn
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

// login signs a user in and returns the error of the reply, if there is one.
func (c *client) login(app uint32, user, sig string) *protocol.Error {
	c.t.Helper()
	body, err := json.Marshal(protocol.Login{Version: protocol.Version, SDKAppID: app, UserID: user, UserSig: sig})
	if err != nil {
		c.t.Fatal(err)
	}
	request, err := json.Marshal(protocol.Envelope{ID: 1, Type: protocol.TypeLogin, Body: body})
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.ws.Write(c.ctx, websocket.MessageText, request); err != nil {
		c.t.Fatal(err)
	}
	reply, _ := c.read()
	if reply.ID != 1 {
		c.t.Fatalf("got %+v, want the reply", reply)
	}
	return reply.Error
}

func TestLogin(t *testing.T) {
	data := t.TempDir()
	succeed(t, "", "apps", "add", "--sdkappid", "5", "--data", data)
	p := start(t, "--listen", "127.0.0.1:0", "--data", data, "--origin", "https://a.example")
	sign := func(app, user string) string {
		return strings.TrimSpace(succeed(t, "", "usersig", "--sdkappid", app, "--user", user, "--data", data))
	}

	t.Run("with a signature of the command line", func(t *testing.T) {
		if err := p.connect(nil).login(5, "alice", sign("5", "alice")); err != nil {
			t.Errorf("got %v, want nil", err)
		}
	})
	t.Run("with a wrong signature", func(t *testing.T) {
		err := p.connect(nil).login(5, "alice", sign("5", "bob"))
		if err == nil || err.Code != protocol.CodeSigOtherUser {
			t.Errorf("got %v, want code %d", err, protocol.CodeSigOtherUser)
		}
	})
	t.Run("to an app that was added and removed while the server runs", func(t *testing.T) {
		if err := p.connect(nil).login(6, "alice", "none"); err == nil || err.Code != protocol.CodeUnknownApp {
			t.Errorf("before: got %v, want code %d", err, protocol.CodeUnknownApp)
		}
		succeed(t, "", "apps", "add", "--sdkappid", "6", "--data", data)
		sig := sign("6", "alice")
		if err := p.connect(nil).login(6, "alice", sig); err != nil {
			t.Errorf("added: got %v, want nil", err)
		}
		succeed(t, "", "apps", "remove", "6", "--data", data)
		if err := p.connect(nil).login(6, "alice", sig); err == nil || err.Code != protocol.CodeUnknownApp {
			t.Errorf("removed: got %v, want code %d", err, protocol.CodeUnknownApp)
		}
	})
	t.Run("from a page that is not let in", func(t *testing.T) {
		c := p.connect(http.Header{"Origin": {"https://evil.example"}})
		e, _ := c.read()
		if e.Error == nil || e.Error.Code != protocol.CodeOriginRefused || !strings.Contains(e.Error.Message, "https://evil.example") || !strings.Contains(e.Error.Message, "--origin") {
			t.Errorf("got %+v, want the origin and the flag", e)
		}
		if _, code := c.read(); code != protocol.CloseOriginRefused {
			t.Errorf("got close code %d, want %d", code, protocol.CloseOriginRefused)
		}
	})
}

func TestEndingTellsClients(t *testing.T) {
	data := t.TempDir()
	succeed(t, "", "apps", "add", "--sdkappid", "5", "--data", data)
	p := start(t, "--listen", "127.0.0.1:0", "--data", data)
	c := p.connect(nil)
	if err := c.login(5, "alice", strings.TrimSpace(succeed(t, "", "usersig", "--user", "alice", "--data", data))); err != nil {
		t.Fatal(err)
	}
	closed := make(chan websocket.StatusCode, 1)
	go func() {
		_, _, err := c.ws.Read(c.ctx)
		closed <- websocket.CloseStatus(err)
	}()
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("got %v, want exit code 0", err)
	}
	if got := <-closed; got != websocket.StatusGoingAway {
		t.Errorf("got close code %d, want %d", got, websocket.StatusGoingAway)
	}
}
