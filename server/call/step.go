package call

import (
	"time"
)

// step changes the state by one input and returns what has to be done, in order: replies come before
// the updates that follow from the same input.
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
