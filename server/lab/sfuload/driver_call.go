package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"strings"
	"time"

	"trtccalling/server/protocol"
)

// callDriver makes calls of two with the server's own protocol. The server runs in development mode, because
// that signs participants in. A room's first participant waits for a call, its second one calls.
type callDriver struct{ server string }

func (d *callDriver) join(ctx context.Context, p *participant) (leave func(), err error) {
	s, err := d.signIn(ctx, p.user)
	if err != nil {
		return nil, err
	}
	if p.index == 0 {
		p.running.Go(func() {
			if err := answerCall(s, p); err != nil {
				log.Printf("%s answers: %v", p.user, err)
			}
		})
		return s.close, nil
	}
	pc, offer, err := p.connect()
	if err != nil {
		s.close()
		return nil, err
	}
	var called protocol.Called
	err = s.request(ctx, protocol.TypeCall, protocol.Call{
		Invitees: protocol.Invitees{UserIDs: []string{userOf(p.room, 0)}}, Type: protocol.VideoCall, Offer: offer, Audio: true, Video: true,
	}, &called)
	if err != nil {
		s.close()
		return nil, err
	}
	return s.close, accept(pc, called.Answer)
}

// answerCall answers the first call that comes and returns when the signalling ends.
func answerCall(s *signalling, p *participant) error {
	ctx := context.Background()
	answered := false
	for push := range s.pushes {
		if push.Type != protocol.TypeInvited || answered {
			continue
		}
		answered = true
		var invited protocol.Invited
		if err := json.Unmarshal(push.Body, &invited); err != nil {
			return fmt.Errorf("read the invitation: %w", err)
		}
		if err := take(ctx, s, p, invited.CallID); err != nil {
			return err
		}
	}
	return nil
}

// take connects while it rings, then accepts.
func take(ctx context.Context, s *signalling, p *participant, callID string) error {
	pc, offer, err := p.connect()
	if err != nil {
		return err
	}
	var negotiated protocol.Negotiated
	if err := s.request(ctx, protocol.TypeNegotiate, protocol.Negotiate{CallID: callID, Offer: offer}, &negotiated); err != nil {
		return err
	}
	if err := accept(pc, negotiated.Answer); err != nil {
		return err
	}
	return s.request(ctx, protocol.TypeAccept, protocol.Accept{CallID: callID, Audio: true, Video: true}, nil)
}

// signIn connects a user's signalling.
func (d *callDriver) signIn(ctx context.Context, user string) (*signalling, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet,
		d.server+"/v1/dev/usersig?userID="+url.QueryEscape(user), nil)
	if err != nil {
		return nil, err
	}
	text, err := fetch(request)
	if err != nil {
		return nil, fmt.Errorf("sign %s in: %w", user, err)
	}
	login := protocol.Login{Version: protocol.Version}
	if err := json.Unmarshal([]byte(text), &login); err != nil {
		return nil, fmt.Errorf("read the signature of %s: %w", user, err)
	}
	s, err := dial(ctx, "ws"+strings.TrimPrefix(d.server, "http")+protocol.Path, user)
	if err != nil {
		return nil, err
	}
	if err := s.request(ctx, protocol.TypeLogin, login, nil); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// inviteOnce calls, waits for the invitation and hangs up; it returns the milliseconds between.
func inviteOnce(ctx context.Context, caller, callee *signalling, offer string) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	invited := make(chan int64, 1)
	go func() {
		defer close(invited)
		for push := range callee.pushes {
			if push.Type == protocol.TypeInvited {
				invited <- sinceEpoch()
				return
			}
		}
	}()
	start := sinceEpoch()
	var called protocol.Called
	err := caller.request(ctx, protocol.TypeCall, protocol.Call{
		Invitees: protocol.Invitees{UserIDs: []string{callee.user}}, Type: protocol.VideoCall, Offer: offer, Audio: true, Video: true,
	}, &called)
	if err != nil {
		callee.close()
		<-invited
		return 0, err
	}
	at, ok := <-invited
	if !ok {
		return 0, fmt.Errorf("%s was not invited: the connection ended", callee.user)
	}
	return millis(at - start), caller.request(ctx, protocol.TypeHangup, protocol.Hangup{CallID: called.CallID}, nil)
}
