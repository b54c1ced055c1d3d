//go:build !js

package calling_test

import (
	"errors"
	"strings"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

// The server ends a connection that sends too much. Whatever a page passes, it must not come to that.
func TestTooLargeParametersLeaveTheSession(t *testing.T) {
	server := servertest.Start(t, servertest.Options{})
	a, b := open(t, server.URL, native.Settings{}), open(t, server.URL, native.Settings{})
	huge := strings.Repeat("x", 1<<20)
	_, err := do[api.LoginResult](t, func(d calling.Done) { a.Login(api.LoginParams{UserID: "A", UserSig: huge}, d) })
	wantTooLarge(t, "login", err)
	a.login(t, "A")
	b.login(t, "B")
	_, err = do[api.CallResult](t, func(d calling.Done) { a.Call(api.CallParams{UserID: huge, Type: protocol.AudioCall}, d) })
	wantTooLarge(t, "call", err)
	a.sees(t, "status calling", "status idle")
	if _, err := do[api.CallResult](t, func(d calling.Done) { a.Call(api.CallParams{UserID: "B", Type: protocol.AudioCall}, d) }); err != nil {
		t.Fatal(err)
	}
	a.sees(t, "status calling", "status connected")
	b.sees(t, "status calling", "onInvited")
	_, err = do[api.MultiCallResult](t, func(d calling.Done) { a.InviteUser(api.GroupCallParams{UserIDs: []string{huge}}, d) })
	wantTooLarge(t, "inviteUser", err)
	if _, err := do[api.AcceptResult](t, b.Accept); err != nil {
		t.Fatal(err)
	}
	a.sees(t, "onUserEnter {B}")
}

func wantTooLarge(t *testing.T, method string, err error) {
	t.Helper()
	var failure *api.Error
	if !errors.As(err, &failure) || failure.Code != int(protocol.CodeTooLarge) {
		t.Errorf("%s: got %v, want code %d", method, err, protocol.CodeTooLarge)
	}
}
