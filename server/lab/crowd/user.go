package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

// silence is the lowest level there is, in -dBov (RFC 6464).
const silence = 127

// user is one native client.
type user struct {
	id     string
	client *calling.Client
	media  *native.Media

	mu     sync.Mutex // protects:
	shown  api.Snapshot
	errors []string
}

func newUser(id string, s settings, quiet bool) (*user, error) {
	media, err := native.New(native.Settings{AllInterfaces: true, SmallPicture: true})
	if err != nil {
		return nil, err
	}
	if quiet {
		media.SetLevel(silence)
	}
	sdkAppID, _, err := signature(context.Background(), s.server, id)
	if err != nil {
		return nil, err
	}
	u := &user{id: id, media: media}
	u.client = calling.New(calling.Options{
		Server: s.server, SDKAppID: sdkAppID, Media: media, JSON: api.NativeJSON{},
		Emit: u.told, State: u.keep,
	})
	return u, nil
}

// told accepts every call.
func (u *user) told(event string, payload any) {
	switch event {
	case api.EventInvited:
		u.client.Accept(func(_ any, err error) { u.failed("accept", err) })
	case api.EventError:
		u.failed(event, fmt.Errorf("%+v", payload))
	}
}

func (u *user) failed(what string, err error) {
	if err == nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.errors = append(u.errors, what+": "+err.Error())
}

func (u *user) keep(s api.Snapshot) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.shown = s
}

func (u *user) signIn(ctx context.Context, server string) error {
	_, sig, err := signature(ctx, server, u.id)
	if err != nil {
		return err
	}
	_, err = calling.Await[api.LoginResult](ctx, func(done calling.Done) {
		u.client.Login(api.LoginParams{UserID: u.id, UserSig: sig, Profile: protocol.Profile{Nick: u.id}}, done)
	})
	return err
}

func (u *user) close() {
	u.client.Close()
	<-u.client.Stopped()
}

// state is what is reported of a user.
type state struct {
	Status   api.Status               `json:"status"`
	Users    []string                 `json:"users"` // who else is in the call
	Received map[string]native.Counts `json:"received"`
	Errors   []string                 `json:"errors"`
}

func report(crowd []*user) map[string]state {
	states := make(map[string]state)
	for _, u := range crowd {
		states[u.id] = u.state()
	}
	return states
}

func (u *user) state() state {
	u.mu.Lock()
	defer u.mu.Unlock()
	s := state{Status: u.shown.CallStatus, Users: u.shown.RemoteUsers, Received: make(map[string]native.Counts), Errors: u.errors}
	for _, other := range u.shown.RemoteUsers {
		s.Received[other] = u.media.Received(other)
	}
	return s
}

// signature asks the development server for a signature to sign a user in with.
func signature(ctx context.Context, server, user string) (sdkAppID uint32, sig string, err error) {
	address := strings.TrimSuffix(server, "/") + "/v1/dev/usersig?userID=" + url.QueryEscape(user)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", fmt.Errorf("ask for a signature: %w", err)
	}
	defer response.Body.Close()
	var signed struct {
		SDKAppID uint32
		UserSig  string
	}
	if response.StatusCode != http.StatusOK {
		return 0, "", fmt.Errorf("ask for a signature: %s", response.Status)
	}
	err = json.NewDecoder(response.Body).Decode(&signed)
	return signed.SDKAppID, signed.UserSig, err
}
