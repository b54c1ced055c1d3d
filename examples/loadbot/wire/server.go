package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/examples/e2e/scenario"
	"trtccalling/server/protocol"
	"trtccalling/server/sfu"
	"trtccalling/server/sfu/transport"
)

// playServer plays the server of a recording to today's clients, who play its scenario. known are the types of requests
// that servers of its version have.
func playServer(r recording, known map[string]bool, backend scenario.Backend) error {
	media, err := newMedia()
	if err != nil {
		return err
	}
	defer media.close()
	s := newServer(known, media)
	http := httptest.NewServer(s)
	backend.Host = strings.TrimPrefix(http.URL, "http://")
	played := make(chan error, 1)
	go func() { played <- s.play(r.lines) }()
	err = errors.Join(scenario.Play(r.scenario, backend), <-played)
	s.close()
	http.Close()
	return err
}

// server is a server of a kept version.
type server struct {
	known   map[string]bool
	media   *media
	arrived chan *end
	ends    map[string]*end
	values  variables
	asked   map[asked]uint64  // the ids that requests of the recording have in this run
	offers  map[string]string // the last one of each user
}

// asked is a request of the recording.
type asked struct {
	user string
	id   uint64
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
	s.arrived <- newEnd(ws, func(text string) bool { return s.refuseUnknown(ws, r, text) })
}

// refuseUnknown answers requests that the version does not have, as each server does.
func (s *server) refuseUnknown(ws *websocket.Conn, r *http.Request, text string) bool {
	h := read(text)
	if s.known[h.Type] {
		return false
	}
	refusal, err := json.Marshal(protocol.Envelope{
		ID: h.ID, Type: protocol.TypeReply, Error: protocol.Errorf(protocol.CodeUnknownType, "there is no request %q", h.Type),
	})
	if err == nil {
		_ = ws.Write(r.Context(), websocket.MessageText, refusal) // the client may be gone
	}
	return true
}

// end is the user's connection. Scenarios sign users in one after the other, so the next that arrives is of the user
// who is spoken of next.
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

// expect does not look at ids: a client that connects its media while it answers sends the two requests in any order.
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

// create makes what a server makes: an answer to the user's last offer, ids.
func (s *server) create(user, field, name string) (any, error) {
	switch field {
	case "answer":
		return s.media.answer(user, s.offers[user])
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

// media answers offers as today's server does: descriptions are a standard of their own.
type media struct {
	mux   *transport.Mux
	sfu   *sfu.SFU
	rooms map[string]*sfu.Room // a connection's first offer opens one of its own
}

func newMedia() (*media, error) {
	quiet := slog.New(slog.DiscardHandler)
	mux, err := transport.Listen(transport.Config{Announce: []netip.Addr{netip.MustParseAddr("127.0.0.1")}, Log: quiet})
	if err != nil {
		return nil, err
	}
	return &media{mux: mux, sfu: sfu.New(mux, quiet), rooms: map[string]*sfu.Room{}}, nil
}

func (m *media) answer(user, offer string) (string, error) {
	room := m.rooms[session(offer)]
	if room == nil {
		room = m.sfu.Open(session(offer), deaf{})
		m.rooms[session(offer)] = room
		room.Admit(user)
	}
	return room.Answer(user, offer)
}

// session is the line of an offer that stays while it is of the same connection.
func session(offer string) string {
	_, rest, _ := strings.Cut(offer, "o=- ")
	id, _, _ := strings.Cut(rest, " ")
	return id
}

func (m *media) close() {
	for _, room := range m.rooms {
		room.Close()
	}
	_ = m.mux.Close() // nothing follows
}

// deaf ignores what happens in rooms: the recording says what the server tells of it.
type deaf struct{}

func (deaf) SlotsChanged(string, []protocol.Slot) {}
func (deaf) LinesWanted(string, protocol.Lines)   {}
func (deaf) Lost(string, error)                   {}
