package call

import (
	"time"

	"trtccalling/server/protocol"
)

// phase is a member's state, with the data that only that state has.
type phase interface{ phase() }

// The phases.
type (
	// ringing is a member who has not answered yet.
	ringing struct {
		invite string           // id of the invitation
		until  time.Time        // when the time to answer is over; zero until it begins
		missed []protocol.Event // what it would have been told before its page was reached
	}
	// joining is a user who is coming back and waits for its media.
	joining struct{ sent }
	// joined is a member who talks.
	joined struct {
		sent
		at      time.Time // zero for the caller until its media is connected
		talking time.Time // since when somebody else has been there; zero before
	}
	// out is a member who declined, timed out or left.
	out struct{}
)

func (*ringing) phase() {}
func (*joining) phase() {}
func (*joined) phase()  {}
func (out) phase()      {}

// sent says which of a member's devices send.
type sent struct{ audio, video, screen bool }

// sends is what a member who opens devices sends: in an audio call nobody's camera does.
func (c *Call) sends(audio, video bool) sent {
	return sent{audio: audio, video: video && c.kind == protocol.VideoCall}
}

// ringing is nil for a member who does not ring, and so on.
func (m *member) ringing() *ringing {
	r, _ := m.phase.(*ringing)
	return r
}

func (m *member) joining() *joining {
	j, _ := m.phase.(*joining)
	return j
}

func (m *member) joined() *joined {
	j, _ := m.phase.(*joined)
	return j
}

func (m *member) isOut() bool { return m.phase == out{} }

// ringing returns the members who ring, in the order in which they came.
func (c *Call) ringing() (found []*member) {
	for _, m := range c.members {
		if m.ringing() != nil {
			found = append(found, m)
		}
	}
	return found
}

// joined returns the members who talk.
func (c *Call) joined() []*member { return c.others(nil) }

// others returns the members who talk, except one.
func (c *Call) others(than *member) (found []*member) {
	for _, m := range c.members {
		if m.joined() != nil && m != than {
			found = append(found, m)
		}
	}
	return found
}
