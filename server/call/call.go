package call

import (
	"time"

	"trtccalling/server/protocol"
)

// Call is the state of one call. It has no clock and does no I/O.
type Call struct {
	id      string
	roomID  int
	server  string // names the server process in answers
	kind    protocol.CallType
	group   bool
	groupID string
	members []*member // members[0] is the caller

	placed   Request   // the caller's request, until it is answered
	answered time.Time // when the first callee came; zero before
	over     bool      // nobody is in it any more
	ended    bool      // End was returned

	updates map[*member]*protocol.Update
	effects []Effect
}

func newCall(id string, roomID int, server string) *Call {
	return &Call{id: id, roomID: roomID, server: server, updates: map[*member]*protocol.Update{}}
}

func (c *Call) do(e Effect) { c.effects = append(c.effects, e) }

func (c *Call) caller() *member { return c.members[0] }
