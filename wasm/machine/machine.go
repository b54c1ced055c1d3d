package machine

import (
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Machine is everything that a client knows. The zero value is a client that nobody has signed in to.
type Machine struct {
	at      Moment
	effects []Effect

	published   api.Snapshot // what the page was shown last
	unpublished int          // the first of effects that follows it

	session  session
	call     *call     // nil when idle
	crossed  *crossing // within a step: the invitation that rings now that the call before it has ended
	attempts int       // how many calls there have been, incoming ones included
	lastType protocol.CallType
	shown    []*shownCall
	choice   api.Choice
	stopped  bool
}

// Moment is what an input may need to know about the world.
type Moment struct {
	Now     time.Time
	Support api.Support
	JSON    api.Codec
}

// Stopped says whether Stop was the last input: nothing may come after it.
func (m *Machine) Stopped() bool { return m.stopped }

func (m *Machine) signedIn() bool { return m.session.phase == signedIn }

func (m *Machine) status() api.Status {
	switch {
	case m.call == nil:
		return api.StatusIdle
	case m.call.phase == connected:
		return api.StatusConnected
	}
	return api.StatusCalling
}

// current returns the call of an attempt, or nil when that call is over.
func (m *Machine) current(attempt int) *call {
	if m.call != nil && m.call.attempt == attempt {
		return m.call
	}
	return nil
}

// talking returns the call when it has a local stream.
func (m *Machine) talking() *call {
	if m.call != nil && m.call.phase == connected {
		return m.call
	}
	return nil
}
