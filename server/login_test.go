package main_test

import (
	"net/http"
	"strings"
	"testing"

	"trtccalling/server/protocol"
)

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
