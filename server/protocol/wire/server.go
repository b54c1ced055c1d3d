package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/wasm/e2e/scenario"
)

// playServer plays the server of a recording to today's clients, which play its scenario. known are the types
// of requests that servers of its version have.
func playServer(r recording, known map[string]bool, backend scenario.Backend) error {
	media, err := newMedia()
	if err != nil {
		return err
	}
	defer media.close()
	rest, offered := withoutRenegotiation(r.lines)
	s := newServer(known, media)
	s.offered = offered
	http := httptest.NewServer(s)
	backend.Host = strings.TrimPrefix(http.URL, "http://")
	played := make(chan error, 1)
	go func() { played <- s.play(rest) }()
	err = errors.Join(scenario.Play(r.scenario, backend), <-played)
	s.close()
	http.Close()
	return err
}

// server is a server of a kept version.
type server struct {
	known   map[string]bool
	offered negotiation
	media   *media
	arrived chan *end
	ends    map[string]*end
	values  variables
	asked   map[asked]uint64  // the ids that requests of the recording have in this run
	offers  map[string]string // the last one of each user
}

func newServer(known map[string]bool, media *media) *server {
	return &server{
		known: known, media: media, arrived: make(chan *end, 16), ends: map[string]*end{},
		values: variables{}, asked: map[asked]uint64{}, offers: map[string]string{},
	}
}

func (s *server) play(lines []line) error {
	p := player{side: fromServer, values: s.values, end: s.end, create: s.create, expect: s.expect, adapt: s.adapt}
	return p.play(lines)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	connected := map[string]bool{}
	s.arrived <- newEnd(ws, func(text string) bool { return s.answerAtOnce(ws, connected, text) })
}

// answerAtOnce answers messages that have no place of their own in the recording.
func (s *server) answerAtOnce(ws *websocket.Conn, connected map[string]bool, text string) bool {
	h, reply := read(text), ""
	switch connection := session(h.Body.Offer); {
	case h.Type == protocol.TypeNegotiate && connected[connection]:
		reply = s.negotiate(h, text)
	case !s.known[h.Type]:
		reply = refusal(h, protocol.Errorf(protocol.CodeUnknownType, "there is no request %q", h.Type))
	default:
		connected[connection] = true
		return false
	}
	_ = ws.Write(context.Background(), websocket.MessageText, []byte(reply)) // the client may be gone
	return true
}

// negotiate answers an offer as the recorded server did.
func (s *server) negotiate(h head, text string) string {
	values := variables{}
	if err := values.match(withID(s.offered.request, 0), withID(text, 0)); err != nil {
		return refusal(h, protocol.Errorf(protocol.CodeBadMessage, "negotiate is not as it was: %v", err))
	}
	reply, err := values.fill(s.offered.reply, func(field, name string) (any, error) {
		if field == "answer" {
			return s.media.answer(h.Body.Offer)
		}
		return strings.TrimPrefix(name, "$"), nil
	})
	if err != nil {
		return refusal(h, protocol.Errorf(protocol.CodeBadDescription, "%v", err))
	}
	return withID(reply, h.ID)
}

func refusal(h head, why *protocol.Error) string {
	return jsonOf(protocol.Envelope{ID: h.ID, Type: protocol.TypeReply, Error: why})
}

// end is the user's connection. Scenarios sign users in one after the other, so the next connection to arrive
// belongs to the next user mentioned.
func (s *server) end(user string) (*end, error) {
	if e := s.ends[user]; e != nil {
		return e, nil
	}
	select {
	case e := <-s.arrived:
		s.ends[user] = e
		return e, nil
	case <-time.After(patience):
		return nil, fmt.Errorf("%s does not connect", user)
	}
}

// expect ignores ids: a client that connects its media while it answers sends the two requests in any order.
func (s *server) expect(l line, came string) error {
	recorded, got := read(l.text), read(came)
	if err := s.values.match(withID(l.text, 0), withID(came, 0)); err != nil {
		return err
	}
	s.asked[asked{l.user, recorded.ID}] = got.ID
	if got.Body.Offer != "" {
		s.offers[l.user] = got.Body.Offer
	}
	return nil
}

// adapt gives a reply the id of the request in this run.
func (s *server) adapt(l line, filled string) string {
	return withID(filled, s.asked[asked{l.user, read(l.text).ID}])
}

// create makes what a server creates: an answer to the user's last offer, ids.
func (s *server) create(user, field, name string) (any, error) {
	switch field {
	case "answer":
		return s.media.answer(s.offers[user])
	case "roomID":
		return 1.0, nil
	}
	return strings.TrimPrefix(name, "$"), nil
}

func (s *server) close() {
	for _, e := range s.ends {
		e.close()
	}
}
