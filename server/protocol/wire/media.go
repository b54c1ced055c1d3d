package wire

import (
	"log/slog"
	"net/netip"
	"strings"
	"sync"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu"
	"trtccalling/server/sfu/transport"
)

// media answers offers like today's server: descriptions are a standard of their own.
type media struct {
	mux *transport.Mux
	sfu *sfu.SFU

	mu    sync.Mutex           // protects:
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

func (m *media) answer(offer string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	name := session(offer)
	room := m.rooms[name]
	if room == nil {
		room = m.sfu.Open(name, deaf{})
		m.rooms[name] = room
		room.Admit(name)
	}
	return room.Answer(name, offer)
}

// session is the line of an offer that stays the same for one connection.
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

// deaf ignores what happens in rooms: the recording has what the server says of it.
type deaf struct{}

func (deaf) SlotsChanged(string, []protocol.Slot) {}
func (deaf) LinesWanted(string, protocol.Lines)   {}
func (deaf) Lost(string, error)                   {}
