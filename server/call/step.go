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
	answered time.Time // when the first callee joined; zero before
	over     bool      // nobody is left in it
	ended    bool      // End was returned

	updates map[*member]*protocol.Update
	effects []Effect
}

func newCall(id string, roomID int, server string) *Call {
	return &Call{id: id, roomID: roomID, server: server, updates: map[*member]*protocol.Update{}}
}

// step changes the state by one input and returns what has to be done, in order: replies come before the
// updates that follow from the same input.
func (c *Call) step(now time.Time, in Input) []Effect {
	c.effects = nil
	if c.over {
		c.late(in)
	} else {
		c.handle(now, in)
	}
	c.flush()
	if c.over && !c.ended {
		c.ended = true
		c.do(End{})
	}
	return c.effects
}

func (c *Call) handle(now time.Time, in Input) {
	switch in := in.(type) {
	case Place:
		c.place(in)
	case Connected:
		c.connected(now, in)
	case Rang:
		c.rang(in)
	case Occupied:
		c.occupied(in)
	case Negotiate:
		c.negotiate(in)
	case Accept:
		c.accept(now, in)
	case Reject:
		c.reject(in)
	case Hangup:
		c.hangup(now, in)
	case Media:
		c.media(in)
	case Add:
		c.add(now, in)
	case Join:
		c.join(in)
	case Switch:
		c.switchTo(in)
	case Info:
		c.info(in)
	case Gone:
		c.gone(now, in.By)
	case Lost:
		c.lost(now, in.User)
	case Slots:
		c.slots(in)
	case Lines:
		c.lines(in)
	case Expire:
		c.expire(now)
	case Shutdown:
		c.shutdown(now)
	}
}

// late answers what was under way when the call ended.
func (c *Call) late(in Input) {
	switch in := in.(type) {
	case Rang:
		if c.knows(in.By) {
			return
		}
		cancelled := protocol.Event{Type: protocol.EventCancelled}
		c.do(Tell{To: in.By, Update: protocol.Update{CallID: c.id, Events: []protocol.Event{cancelled}, Over: true}})
	case Hangup:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{}, Over: true})
	case interface{ request() Request }:
		c.refuseLate(in.request())
	}
}

func (c *Call) do(e Effect) { c.effects = append(c.effects, e) }

func (c *Call) reply(to Request, body any) { c.do(Reply{Request: to, Body: body}) }

// refuse answers a session that may not do what it asks for, because it is not in the call or not in the right
// state.
func (c *Call) refuse(to Request) {
	if c.member(to.By) == nil {
		c.do(Reply{Request: to, Err: protocol.Errorf(protocol.CodeNotPermitted, "%s is not in call %s", to.By.User, c.id), Over: true})
		return
	}
	c.do(Reply{Request: to, Err: protocol.Errorf(protocol.CodeNotPermitted, "%s cannot do this in call %s now", to.By.User, c.id)})
}

func (c *Call) refuseLate(to Request) {
	c.do(Reply{Request: to, Err: protocol.Errorf(protocol.CodeInviteGone, "call %s is over", c.id), Over: true})
}

func (c *Call) caller() *member { return c.members[0] }
