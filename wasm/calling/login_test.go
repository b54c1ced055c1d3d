//go:build !js

package calling_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

// loginError signs in where that must fail, and returns the error.
func loginError(t *testing.T, server string) *api.Error {
	t.Helper()
	p := open(t, server, native.Settings{})
	begin := time.Now()
	_, err := do[api.LoginResult](t, func(d calling.Done) { p.Login(api.LoginParams{UserID: "A", UserSig: "sig"}, d) })
	failure, ok := err.(*api.Error)
	if !ok {
		t.Fatalf("got %v, want a *api.Error", err)
	}
	if took := time.Since(begin); took > 11*time.Second {
		t.Errorf("took %v", took)
	}
	if !strings.HasPrefix(failure.Message, "TRTCCalling.login - userId: A login failed, error: ") {
		t.Errorf("message is %q", failure.Message)
	}
	return failure
}

func TestLoginWithoutServer(t *testing.T) {
	for _, test := range []struct{ name, server, want string }{
		{"no scheme", "example.com", "malformed"},
		{"another scheme", "ftp://127.0.0.1", "malformed"},
		{"no host", "https://", "malformed"},
		{"a broken escape", "http://127.0.0.1/%zz", "invalid URL escape"},
		{"a password", "http://a:b@127.0.0.1", "malformed"},
		{"empty", "", "malformed"},
		{"nobody listens", "http://" + closedPort(t), "ws://127.0.0.1:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if failure := loginError(t, test.server); !strings.Contains(failure.Message, test.want) || failure.Code != 2800 {
				t.Errorf("got %d %q, want 2800 with %q", failure.Code, failure.Message, test.want)
			}
		})
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestLoginToStrangeServers(t *testing.T) {
	answer := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, err := websocket.Accept(w, r, nil)
			if err != nil {
				return
			}
			defer conn.CloseNow()
			if _, _, err := conn.Read(r.Context()); err != nil || conn.Write(r.Context(), websocket.MessageText, []byte(text)) != nil {
				return
			}
			if strings.Contains(text, `"type":"error"`) {
				conn.Close(protocol.CloseOriginRefused, "")
				return
			}
			conn.Read(r.Context()) // until the client goes
		}
	}
	for _, test := range []struct {
		name   string
		server http.HandlerFunc
		code   int
		want   string
	}{
		{"answers without an upgrade", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") }, 2800, protocol.Path},
		{"is not found", http.NotFound, 2800, "404"},
		{"speaks no JSON", answer("hello"), int(protocol.CodeVersion), "another protocol"},
		{"speaks other JSON", answer(`{"type":"welcome"}`), int(protocol.CodeVersion), "another protocol"},
		{"speaks a version that is too new", answer(`{"id":1,"type":"reply","body":{"version":9}}`), int(protocol.CodeVersion), "version 9 of the protocol and the page's client version 1, which do not work together: update the page's package"},
		{"names no version", answer(`{"id":1,"type":"reply","body":{}}`), int(protocol.CodeVersion), "version 0"},
		{"refuses the version", answer(`{"id":1,"type":"reply","error":{"code":90004,"message":"too old"}}`), int(protocol.CodeVersion), "too old"},
		{"refuses the origin", answer(`{"type":"error","error":{"code":90005,"message":"origin x, use --origin"}}`), int(protocol.CodeOriginRefused), "--origin"},
		{"hangs up", func(w http.ResponseWriter, r *http.Request) {
			if conn, err := websocket.Accept(w, r, nil); err == nil {
				conn.CloseNow()
			}
		}, 2800, "did not answer the login"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(test.server)
			defer server.Close()
			if failure := loginError(t, server.URL); failure.Code != test.code || !strings.Contains(failure.Message, test.want) {
				t.Errorf("got %d %q, want %d with %q", failure.Code, failure.Message, test.code, test.want)
			}
		})
	}
}

func TestLoginToSilentServers(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	upgrading := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		for err == nil { // until the client goes
			_, _, err = conn.Read(r.Context())
		}
	}))
	defer upgrading.Close()
	refused := make(chan error, 2)
	for _, server := range []string{"ws://" + silent.Addr().String(), upgrading.URL} {
		p := open(t, server, native.Settings{})
		p.Login(api.LoginParams{UserID: "A", UserSig: "sig"}, func(_ any, err error) { refused <- err })
	}
	late := time.After(11 * time.Second)
	for range 2 {
		select {
		case err := <-refused:
			if failure, ok := err.(*api.Error); !ok || failure.Code != 2801 {
				t.Errorf("got %v, want code 2801", err)
			}
		case <-late:
			t.Fatal("the login was not given up")
		}
	}
}
