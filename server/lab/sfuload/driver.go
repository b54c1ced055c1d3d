package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// driver brings participants together on a server. join returns when the server has accepted the participant;
// media may start later. It makes the connection with participant.connect. leave ends the signalling; the rig
// closes the connection.
type driver interface {
	join(ctx context.Context, p *participant) (leave func(), err error)
}

func newDriver(s settings) (driver, error) {
	switch s.driver {
	case "call":
		if s.size != 2 {
			return nil, fmt.Errorf("a call has 2 members, not %d; use -driver room for groups", s.size)
		}
		return &callDriver{server: s.server}, nil
	case "room":
		return &roomDriver{server: s.server}, nil
	}
	return nil, fmt.Errorf("there is no driver %q", s.driver)
}

// roomDriver puts participants into the rooms of a roomserver: one request, offer in, answer out.
type roomDriver struct{ server string }

func (d *roomDriver) join(ctx context.Context, p *participant) (leave func(), err error) {
	pc, offer, err := p.connect()
	if err != nil {
		return nil, err
	}
	who := url.Values{"room": {p.room}, "user": {p.user}}.Encode()
	answer, err := post(ctx, d.server+"/join?"+who, offer)
	if err != nil {
		return nil, err
	}
	leave = func() {
		// The server notices the connection's end, too.
		_, _ = post(context.WithoutCancel(ctx), d.server+"/leave?"+who, "")
	}
	return leave, accept(pc, answer)
}

func post(ctx context.Context, address, body string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	return fetch(request)
}

func fetch(request *http.Request) (string, error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "", fmt.Errorf("read the answer of %s: %w", request.URL, err)
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s answers %s: %s", request.URL, response.Status, text)
	}
	return string(text), nil
}
