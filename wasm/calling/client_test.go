//go:build !js

package calling_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// page is a client together with what it was told.
type page struct {
	*calling.Client
	media *native.Media
	told  chan string // "event payload", "status s" and "settled m"; long enough for a test

	mu    sync.Mutex // protects:
	warns []string
}

// open starts a client that is closed at the end of the test.
func open(t *testing.T, server string, settings native.Settings) *page {
	t.Helper()
	media, err := native.New(settings)
	if err != nil {
		t.Fatal(err)
	}
	p := openWith(t, server, media)
	p.media = media
	return p
}

// openWith does the same with the test's own media.
func openWith(t *testing.T, server string, media api.Media) *page {
	t.Helper()
	p := &page{told: make(chan string, 100)}
	last := api.StatusIdle
	p.Client = calling.New(calling.Options{
		JSON:   api.NativeJSON{},
		Server: server, SDKAppID: servertest.App().ID, Media: media,
		Emit: func(name string, payload any) {
			if name != api.EventUserListChanged { // comes between the original's events
				p.told <- fmt.Sprintf("%s %v", name, payload)
			}
		},
		State: func(s api.Snapshot) {
			if s.CallStatus != last {
				last = s.CallStatus
				p.told <- "status " + string(last)
			}
		},
		Warn: func(text string) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.warns = append(p.warns, text)
		},
	})
	t.Cleanup(func() {
		p.Close()
		select {
		case <-p.Stopped():
		case <-time.After(10 * time.Second):
			t.Error("the client did not stop")
		}
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return p
}

// login signs a user in and takes sdkReady.
func (p *page) login(t *testing.T, user string) {
	t.Helper()
	params := api.LoginParams{UserID: user, UserSig: servertest.Sign(t, user)}
	if _, err := do[api.LoginResult](t, func(d calling.Done) { p.Login(params, d) }); err != nil {
		t.Fatalf("login %s: %v", user, err)
	}
	p.sees(t, "sdkReady {ts_im_ready}")
}

func do[R any](t *testing.T, method func(calling.Done)) (R, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	result, err := calling.Await[R](ctx, method)
	if ctx.Err() != nil {
		t.Fatal("a method did not settle")
	}
	return result, err
}

// sees takes the next things told and checks that they begin with these words, in this order.
func (p *page) sees(t *testing.T, wants ...string) {
	t.Helper()
	for _, want := range wants {
		select {
		case got := <-p.told:
			if !strings.HasPrefix(got, want) {
				t.Fatalf("was told %q, want %q", got, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("was not told %q", want)
		}
	}
}

func TestLogoutWhileSigningIn(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := open(t, "ws://"+l.Addr().String(), native.Settings{})
	refused := make(chan error, 1)
	p.Login(api.LoginParams{UserID: "A", UserSig: "sig"}, func(_ any, err error) { refused <- err })
	if _, err := do[api.LogoutResult](t, p.Logout); err != nil {
		t.Errorf("logout: %v", err)
	}
	if err := <-refused; err == nil {
		t.Error("login resolved")
	}
}

// proves: 3.3-08
func TestLoginTwiceAtOnce(t *testing.T) {
	server := servertest.Start(t, servertest.Options{})
	p := open(t, server.URL, native.Settings{})
	settled := make(chan error, 2)
	params := api.LoginParams{UserID: "A", UserSig: servertest.Sign(t, "A")}
	for range 2 {
		p.Login(params, func(_ any, err error) { settled <- err })
	}
	if failure, ok := (<-settled).(*api.Error); !ok || failure.Code != int(protocol.CodeAlreadyLoggedIn) {
		t.Errorf("the second login: %v", failure)
	}
	if err := <-settled; err != nil {
		t.Errorf("the first login: %v", err)
	}
	p.sees(t, "sdkReady")
}

// proves: 3.7-02
func TestPromiseSettlesBeforeEvents(t *testing.T) {
	server := servertest.Start(t, servertest.Options{})
	a, b := open(t, server.URL, native.Settings{}), open(t, server.URL, native.Settings{})
	a.login(t, "A")
	b.login(t, "B")
	a.Call(api.CallParams{UserID: "B", Type: protocol.VideoCall}, func(any, error) { a.told <- "settled call" })
	a.sees(t, "status calling", "status connected", "settled call")
	b.sees(t, "status calling", "onInvited")
	b.Accept(func(any, error) { b.told <- "settled accept" })
	b.sees(t, "status connected", "settled accept", "onUserEnter {A}")
	a.sees(t, "onUserEnter {B}", "onUserAccept {B}", "onUserVideoAvailable {B true}", "onUserAudioAvailable {B true}")
	a.Hangup(func(any, error) { a.told <- "settled hangup" })
	a.sees(t, "status idle", "settled hangup", "onUserLeave {B}", "onCallEnd")
}

// proves: 4.2-13 7.1-media
func TestServerIsLostInACall(t *testing.T) {
	server := servertest.Start(t, servertest.Options{})
	line := newCable(t, server.URL)
	a, b := open(t, line.url, native.Settings{}), open(t, server.URL, native.Settings{})
	a.login(t, "A")
	b.login(t, "B")
	if _, err := do[api.CallResult](t, func(d calling.Done) {
		a.Call(api.CallParams{UserID: "B", Type: protocol.VideoCall}, d)
	}); err != nil {
		t.Fatal(err)
	}
	b.sees(t, "status calling", "onInvited")
	if _, err := do[api.AcceptResult](t, b.Accept); err != nil {
		t.Fatal(err)
	}
	a.sees(t, "status calling", "status connected", "onUserEnter", "onUserAccept", "onUserVideoAvailable", "onUserAudioAvailable")
	line.cut()
	a.sees(t, "status idle", `onError {16390 {"name":"TRTC","error":{"code_":16390`, "onUserLeave {B}")
	if live := a.media.Live(); live != (api.Devices{}) {
		t.Errorf("open devices: %+v", live)
	}
	b.sees(t, "status connected", "onUserEnter", "onUserVideoAvailable", "onUserAudioAvailable", "status idle", "onUserLeave {A}", "onCallEnd {A ")
	_, err := do[api.CallResult](t, func(d calling.Done) { a.Call(api.CallParams{UserID: "B", Type: protocol.AudioCall}, d) })
	if err == nil || !strings.Contains(err.Error(), "not login") {
		t.Errorf("call after the loss: %v", err)
	}
	if len(a.told) > 0 {
		t.Errorf("was told more: %q", <-a.told)
	}
}

func TestServerIsLostWhileIdle(t *testing.T) {
	server := servertest.Start(t, servertest.Options{})
	line := newCable(t, server.URL)
	a := open(t, line.url, native.Settings{})
	a.login(t, "A")
	line.cut()
	a.sees(t, "onError {16390")
	line.mend(t)
	a.login(t, "A")
}

// proves: 3.5-14 F2
func TestServerStopsAnswering(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow()
		for range 2 { // the login is answered, the next request is not
			if _, _, err := conn.Read(r.Context()); err != nil {
				return
			}
			conn.Write(r.Context(), websocket.MessageText, []byte(`{"id":1,"type":"reply","body":{"version":1}}`))
		}
		conn.Read(r.Context())
	}))
	defer server.Close()
	a := open(t, server.URL, native.Settings{})
	if _, err := do[api.LoginResult](t, func(d calling.Done) { a.Login(api.LoginParams{UserID: "A", UserSig: "s"}, d) }); err != nil {
		t.Fatal(err)
	}
	a.sees(t, "sdkReady")
	_, err := do[api.CallResult](t, func(d calling.Done) { a.Call(api.CallParams{UserID: "B", Type: protocol.AudioCall}, d) })
	if err == nil {
		t.Error("call resolved")
	}
	a.sees(t, "status calling", "status idle", "onError {16390")
}

func TestInsecurePage(t *testing.T) {
	server := servertest.Start(t, servertest.Options{})
	a, b := open(t, server.URL, native.Settings{Insecure: true}), open(t, server.URL, native.Settings{})
	a.login(t, "A")
	b.login(t, "B")
	if _, err := do[api.CallResult](t, func(d calling.Done) { a.Call(api.CallParams{UserID: "B", Type: protocol.AudioCall}, d) }); err == nil || !strings.Contains(err.Error(), "https") {
		t.Errorf("call: %v", err)
	}
	a.sees(t, "onError {60005 the page is not a secure context")
	if _, err := do[api.CallResult](t, func(d calling.Done) { b.Call(api.CallParams{UserID: "A", Type: protocol.AudioCall}, d) }); err != nil {
		t.Fatal(err)
	}
	a.sees(t, "onError {60005 the page is not a secure context")
	b.sees(t, "status calling", "status connected", "status idle", "onReject {A}")
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.warns) != 1 || !strings.Contains(a.warns[0], "127.0.0.1") {
		t.Errorf("warnings: %q", a.warns)
	}
}

func TestMethodsOfAClosedClient(t *testing.T) {
	p := open(t, "ws://127.0.0.1:1", native.Settings{})
	p.Close()
	<-p.Stopped()
	for name, method := range map[string]func(calling.Done){"logout": p.Logout, "hangup": p.Hangup, "accept": p.Accept} {
		if _, err := do[any](t, method); err == nil {
			t.Errorf("%s resolved", name)
		}
	}
}
