package call

import (
	"time"

	"trtccalling/server/protocol"
)

// Effect is what the owner of a call has to do after a step, in order.
type Effect interface{ effect() }

// The effects.
type (
	// Reply answers a request.
	Reply struct {
		Request
		Body any             // one of protocol's replies; nil with Err
		Err  *protocol.Error // why it was refused
		Over bool            // the sender is not in this call (any more)
	}
	// Tell pushes an update to a member's session.
	Tell struct {
		To     Who
		Update protocol.Update
	}
	// Ring invites a user now and every second until Hush.
	Ring struct {
		User    string
		Invited protocol.Invited // Timeout is filled in when it is sent
		Until   time.Time
	}
	// Hush ends the repetition of Ring.
	Hush struct{ User string }
	// Arm asks for Expire at a time, replacing an earlier request.
	Arm struct{ At time.Time }
	// Connect asks for an answer to an offer; Connected is the next input.
	Connect struct {
		Request
		Offer string
	}
	// Admit lets a user's media through, both ways.
	Admit struct{ User string }
	// Cameras says whether pictures from cameras pass: not in an audio call, whatever a client sends.
	Cameras struct{ Pass bool }
	// Remove closes a user's media connection.
	Remove struct{ User string }
	// End says that the call is over: its address and its room close.
	End struct{}
)

func (Reply) effect()   {}
func (Tell) effect()    {}
func (Ring) effect()    {}
func (Hush) effect()    {}
func (Arm) effect()     {}
func (Connect) effect() {}
func (Admit) effect()   {}
func (Cameras) effect() {}
func (Remove) effect()  {}
func (End) effect()     {}
