package gateway

import (
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

const (
	loginWithin = 10 * time.Second
	replyWithin = 5 * time.Second
)

// session is one signed-in user on one connection. Its goroutine handles one request at a time, so
// the requests of a client are answered in order.
type session struct {
	gateway *Gateway
	conn    *connection
	log     *slog.Logger
	who     call.Who // empty until login
	profile protocol.Profile
	onlyNew bool // invitations from before the login do not ring
	app     bus.App
	order   uint64 // of the login: the newer session of a user stays

	mailbox  *bus.Subscription
	messages chan bus.Message

	engaged call.Ref // the call that the user is in; zero when free
	ringing *unseen  // what engaged is while the client has not shown that it saw the invitation
	crossed []unseen // crossed a call of the client's own, kept until that has its reply
	lastID  uint64   // of the requests
	seq     uint64   // of the pushes
	pending *pending // the request that a call has to answer
	timer   *time.Timer
	leaving bool // the connection is closing: nothing more is accepted
}

type pending struct {
	id    uint64
	kind  string
	about call.Ref // the call
}

// enters says whether the request is one that makes the session engaged.
func (p *pending) enters() bool { return p.kind == protocol.TypeCall || p.kind == protocol.TypeJoin }

func newSession(g *Gateway, ws *websocket.Conn) *session {
	return &session{gateway: g, conn: newConnection(ws), log: g.Log, messages: make(chan bus.Message)}
}

// run serves the session until the connection ends.
func (s *session) run() {
	s.timer = time.NewTimer(loginWithin)
	defer s.timer.Stop()
	defer s.end()
	stopping := s.gateway.stopping
	for {
		requests, messages := s.conn.incoming, s.messages
		if s.pending != nil || s.leaving {
			requests = nil // one at a time
		}
		if s.leaving {
			messages = nil
		}
		select {
		case data := <-requests:
			s.request(data)
		case m := <-messages:
			s.message(m)
		case <-s.timer.C:
			s.late()
		case <-stopping:
			stopping = nil
			s.stop()
		case <-s.conn.ctx.Done():
			return
		}
	}
}

// end leaves nothing behind: the user's call hears of it, the mailbox closes.
func (s *session) end() {
	s.conn.wait()
	s.leave()
	if s.mailbox == nil {
		return
	}
	if !s.leaving {
		s.mailbox.Drain()
	}
	for {
		select {
		case <-s.messages:
		case <-s.mailbox.Closed():
			s.log.Info("signed out")
			return
		}
	}
}

// finish ends the session from within: its call hears of it, then the connection closes. That takes as long as
// the client likes, so the mailbox closes first: word that a call could not be reached goes to only one of a
// user's mailboxes, and would be lost here.
func (s *session) finish(code websocket.StatusCode, reason string) {
	s.leave()
	if s.mailbox != nil && !s.leaving {
		s.mailbox.Drain()
	}
	s.leaving = true
	s.conn.closeWith(code, reason)
}

// stop ends the session when the server stops. What its call told it before that is still under way in the
// mailbox, so the end takes the same route.
func (s *session) stop() {
	if s.mailbox == nil {
		s.stopped()
		return
	}
	if err := s.gateway.Bus.Publish(s.subject(topicStop), "", nil); err != nil {
		s.log.Error("stop the session", "error", err)
		s.stopped()
	}
}

func (s *session) stopped() { s.finish(websocket.StatusGoingAway, "the server is shutting down") }

// leave tells the user's calls that this session is gone.
func (s *session) leave() {
	for _, invitation := range s.crossed {
		s.goneFrom(invitation.Ref())
	}
	s.crossed = nil
	if s.engaged != (call.Ref{}) {
		s.goneFrom(s.engaged)
		s.free()
	}
}

func (s *session) goneFrom(ref call.Ref) {
	if err := s.gateway.Calls.Gone(ref, s.who); err != nil {
		s.log.Error("leave the call", "call", ref.ID, "error", err)
	}
}

// free makes the user reachable for the next call.
func (s *session) free() { s.engaged, s.ringing = call.Ref{}, nil }

// late is called when a client did not log in, or a call did not answer, in time.
func (s *session) late() {
	if s.pending != nil {
		s.refuse(s.pending.id, protocol.Errorf(protocol.CodeUnavailable, "%s: the call did not answer within %s", s.pending.kind, replyWithin))
		if s.pending.enters() {
			s.leave() // it would only block the next one
		}
		s.pending = nil
		return
	}
	if s.who.User == "" {
		s.finish(websocket.StatusPolicyViolation, "no login within 10 s")
	}
}

func (s *session) reply(id uint64, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		s.refuse(id, protocol.Errorf(protocol.CodeInternal, "write the reply: %v", err))
		return
	}
	s.conn.send(protocol.Envelope{ID: id, Type: protocol.TypeReply, Body: raw})
}

func (s *session) refuse(id uint64, err *protocol.Error) {
	s.log.Debug("refused", "code", err.Code, "error", err.Message)
	kind := protocol.TypeReply
	if id == 0 {
		kind = protocol.TypeError
	}
	s.conn.send(protocol.Envelope{ID: id, Type: kind, Error: err})
}

func (s *session) push(kind string, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		s.log.Error("write a push", "type", kind, "error", err)
		return
	}
	s.pushRaw(kind, raw)
}

func (s *session) pushRaw(kind string, raw json.RawMessage) {
	s.seq++
	s.conn.send(protocol.Envelope{Type: kind, Seq: s.seq, Body: raw})
}

// subject is the session's own address on the bus.
func (s *session) subject(topic string) string {
	return bus.SessionSubject(s.app, s.who.User, s.who.Session, topic)
}

func newSessionID() string { return rand.Text() }
