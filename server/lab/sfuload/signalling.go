package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"sync"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
)

// pushesKept is how many pushes may wait for their reader.
const pushesKept = 100

// signalling is one user's WebSocket.
type signalling struct {
	user   string
	ws     *websocket.Conn
	pushes chan protocol.Envelope // closed when the connection has ended

	mu      sync.Mutex // protects:
	lastID  uint64
	waiting map[uint64]chan protocol.Envelope // for the reply; closed with the connection
	ended   bool
}

func dial(ctx context.Context, address, user string) (*signalling, error) {
	ws, _, err := websocket.Dial(ctx, address, nil)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	ws.SetReadLimit(1 << 20)
	s := &signalling{user: user, ws: ws, pushes: make(chan protocol.Envelope, pushesKept), waiting: map[uint64]chan protocol.Envelope{}}
	go s.read() // ends with the connection, which close waits for
	return s, nil
}

// read hands out what arrives until the connection ends.
func (s *signalling) read() {
	defer close(s.pushes)
	defer s.end()
	for {
		_, text, err := s.ws.Read(context.Background())
		if err != nil {
			return
		}
		var e protocol.Envelope
		if err := json.Unmarshal(text, &e); err != nil {
			log.Printf("%s: message of the server: %v", s.user, err)
			continue
		}
		if e.Type == protocol.TypeReply {
			s.reply(e)
			continue
		}
		select {
		case s.pushes <- e:
		default:
			log.Printf("%s: %s dropped: nobody reads", s.user, e.Type)
		}
	}
}

func (s *signalling) reply(e protocol.Envelope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if reply := s.waiting[e.ID]; reply != nil {
		delete(s.waiting, e.ID)
		reply <- e
	}
}

func (s *signalling) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for id, reply := range s.waiting {
		delete(s.waiting, id)
		close(reply)
	}
}

// request sends a request and waits for its reply, which is read into what reply points to, unless that is nil.
// There is one request at a time: ids have to reach the server in order.
func (s *signalling) request(ctx context.Context, kind string, body, reply any) error {
	answer, err := s.send(ctx, kind, body)
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	select {
	case e, ok := <-answer:
		switch {
		case !ok:
			return fmt.Errorf("%s: the connection ended", kind)
		case e.Error != nil:
			return fmt.Errorf("%s: %w", kind, e.Error)
		case reply == nil:
			return nil
		}
		if err := json.Unmarshal(e.Body, reply); err != nil {
			return fmt.Errorf("%s: read the reply: %w", kind, err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", kind, ctx.Err())
	}
}

func (s *signalling) send(ctx context.Context, kind string, body any) (<-chan protocol.Envelope, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	id, answer, err := s.expect()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(protocol.Envelope{ID: id, Type: kind, Body: raw})
	if err != nil {
		return nil, err
	}
	return answer, s.ws.Write(ctx, websocket.MessageText, text)
}

// expect makes an id and the channel on which its reply will come.
func (s *signalling) expect() (uint64, <-chan protocol.Envelope, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return 0, nil, errors.New("the connection ended")
	}
	s.lastID++
	answer := make(chan protocol.Envelope, 1)
	s.waiting[s.lastID] = answer
	return s.lastID, answer, nil
}

// close says goodbye and waits until the connection has ended.
func (s *signalling) close() {
	_ = s.ws.Close(websocket.StatusNormalClosure, "") // whatever it returns, the connection has ended
	for range s.pushes {
	}
}
