package wire

import (
	"encoding/json"
	"strconv"

	"trtccalling/server/protocol"
)

// head is what has to be known of a message to play it, whatever its version.
type head struct {
	ID   uint64
	Type string
	Body struct {
		Version       int
		UserID, Offer string
	}
}

// read takes whatever there is of a head: a message may have another form, or say how a connection was closed.
func read(message string) head {
	var e protocol.Envelope
	var h head
	if json.Unmarshal([]byte(message), &e) == nil {
		h.ID, h.Type = e.ID, e.Type
		_ = json.Unmarshal(e.Body, &h.Body) // there may be none
	}
	return h
}

// isNotice says whether a message concerns only slots or m-lines. How many of those there are depends on when
// media arrives.
func isNotice(message string) bool {
	var e protocol.Envelope
	var u protocol.Update
	if json.Unmarshal([]byte(message), &e) != nil || json.Unmarshal(e.Body, &u) != nil {
		return false
	}
	return e.Type == protocol.TypeUpdate && len(u.Events) == 0 && !u.Over
}

// userOf is the user that a message signs in.
func userOf(login string) string { return read(login).Body.UserID }

// withID gives a message another id, 0 for none. Anything but a message stays as it is.
func withID(message string, id uint64) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(message), &fields) != nil {
		return message
	}
	delete(fields, "id")
	if id > 0 {
		fields["id"] = json.RawMessage(strconv.FormatUint(id, 10))
	}
	return jsonOf(fields)
}
