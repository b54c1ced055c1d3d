package call

import (
	"time"

	"trtccalling/server/protocol"
)

// What becomes of Connect.

// connected passes an answer on. The caller's is the first: only now does anybody ring, so a call
// that cannot carry media rings nobody.
func (c *Call) connected(now time.Time, in Connected) {
	m := c.member(in.By)
	switch {
	case in.Request == c.placed && c.caller().joined() != nil:
		c.placedIs(now, in)
	case m != nil && m.joining() != nil:
		c.cameBack(now, m, in)
	case in.Err != nil:
		c.do(Reply{Request: in.Request, Err: in.Err})
	default:
		c.reply(in.Request, c.negotiated(in))
	}
}

// placedIs rings before it replies: whoever acts on the reply can rely on that (see the gateway's
// declineCrossed).
func (c *Call) placedIs(now time.Time, in Connected) {
	c.placed = Request{}
	if in.Err != nil {
		c.do(Reply{Request: in.Request, Err: in.Err, Over: true})
		c.abandon()
		return
	}
	c.caller().joined().at = now
	c.do(Admit{in.By.User})
	c.ring(now, c.ringing())
	c.reply(in.Request, protocol.Called{
		CallID: c.id, RoomID: c.roomID, Invites: invites(c.ringing()), Negotiated: c.negotiated(in),
	})
}

// abandon forgets a call that never rang.
func (c *Call) abandon() {
	for _, m := range c.members {
		m.phase = out{}
	}
	c.over = true
}
