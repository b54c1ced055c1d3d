package wire

import (
	"fmt"
	"strings"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
)

// separator stands between the scenario and the messages.
const separator = "wire\n"

// The directions of a message.
const (
	fromClient = '>'
	fromServer = '<'
)

// recording is a scenario and what passed while it was played.
type recording struct {
	scenario string
	lines    []line
}

// line is one message, or the end of a connection by the server.
type line struct {
	user      string // the second connection of A is A#2
	direction byte
	text      string
}

func (l line) String() string { return fmt.Sprintf("%s %c %s", l.user, l.direction, l.text) }

func (r recording) String() string {
	var b strings.Builder
	b.WriteString(r.scenario + separator)
	for _, l := range r.lines {
		fmt.Fprintln(&b, l)
	}
	return b.String()
}

// parse reads a recording. One that has only been started consists of a scenario.
func parse(text string) (recording, error) {
	scenario, wire, _ := strings.Cut(text, "\n"+separator)
	r := recording{scenario: strings.TrimSuffix(scenario, "\n") + "\n"}
	for text := range strings.Lines(wire) {
		user, rest, _ := strings.Cut(strings.TrimSuffix(text, "\n"), " ")
		direction, message, ok := strings.Cut(rest, " ")
		if !ok || len(direction) != 1 {
			return r, fmt.Errorf("this is not a line of a recording: %.80s", text)
		}
		r.lines = append(r.lines, line{user, direction[0], message})
	}
	return r, nil
}

// closing is how a recording writes that the server closed a connection.
func closing(code websocket.StatusCode) string { return fmt.Sprintf("close %d", code) }

// version is the one that the clients name, 0 before anything is recorded.
func (r recording) version() int {
	for _, l := range r.lines {
		if version := read(l.text).Body.Version; version > 0 {
			return version
		}
	}
	return 0
}

// negotiation is an offer and the reply to it.
type negotiation struct{ request, reply string }

// withoutRenegotiation removes further offers for a connection and their replies: how many there are depends on
// when media arrives. It also returns one of them as an example.
func withoutRenegotiation(lines []line) (rest []line, model negotiation) {
	connected, out := map[string]bool{}, map[asked]bool{}
	var offered asked
	for _, l := range lines {
		h := read(l.text)
		key := asked{l.user, h.ID}
		if l.direction == fromClient && h.Type == protocol.TypeNegotiate {
			model.request, offered = l.text, key
			out[key] = connected[session(h.Body.Offer)]
		}
		if l.direction == fromServer && key == offered {
			model.reply = l.text
		}
		if h.Body.Offer != "" {
			connected[session(h.Body.Offer)] = true
		}
		if h.ID == 0 || !out[key] {
			rest = append(rest, l)
		}
	}
	return rest, model
}

// asked is a request of the recording.
type asked struct {
	user string
	id   uint64
}
