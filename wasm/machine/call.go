package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// call is the call that this client is in, or is about to be in. Everything about it except its own phase
// belongs to smaller machines.
type call struct {
	attempt int
	phase   callPhase
	ticket  Ticket // of the method that is under way, else 0
	method  string // its name
	result  any    // what it settles with, in entering

	id       string // "" until the server has answered
	kind     protocol.CallType
	prepared protocol.CallType // the type that devices and views are prepared for; see follow
	about    signalContext
	outgoing outgoing
	group    bool

	roster      roster
	negotiation negotiation
	capture     capture
	sharing     sharing
	backlog     backlog
	switching   Ticket // of the method that has asked for another type, else 0
	said        sent   // what the server was told last
	listening   bool   // to how loud everybody is
}

// sent is what this side sends.
type sent struct{ audio, video, screen bool }

func (c *call) sends() sent {
	return sent{audio: c.capture.speaks(), video: c.capture.has(api.Camera), screen: c.sharing.shares()}
}

type callPhase int

const (
	preparing callPhase = iota // the caller's devices and offer are under way
	placing                    // the request to call is under way
	entering                   // the server has let this user in, and the browser is applying its answer
	probing                    // a callee's microphone is being asked for; nobody knows of the call yet
	ringing                    // the page rings
	opening                    // accept() opens the devices
	accepting                  // the request to accept is under way
	connected                  // a caller is connected even while the other side still rings
)

// outgoing is what a caller asks for: users to invite, or else a call to join.
type outgoing struct {
	invitees protocol.Invitees
	joins    string
}

// typed notes the type that the server states. An answer that is under way follows later.
func (c *call) typed(kind protocol.CallType) { c.kind, c.about.Kind = kind, kind }

// wanted returns the devices that a call of this type opens.
func (c *call) wanted() api.Devices {
	return api.Devices{Microphone: true, Camera: c.kind == protocol.VideoCall}
}

// begin makes c the current call.
func (m *Machine) begin(c *call) *call {
	m.attempts++
	c.attempt, c.prepared = m.attempts, c.kind
	m.call = c
	m.lastType = c.kind
	return c
}

// end makes the client idle and releases everything that the call had. A method that is at work on the call
// settles with cause.
func (m *Machine) end(cause *api.Error) {
	if c := m.call; c != nil {
		m.endButConnection(cause)
		m.do(Disconnect{c.attempt})
	}
}

// endButConnection does the same except for the connection, which a Disconnect effect closes later. An
// invitation that crossed the call rings at the end of the step.
func (m *Machine) endButConnection(cause *api.Error) {
	c := m.call
	m.call, m.crossed = nil, c.backlog.crossed
	m.do(Release{c.attempt})
	m.fail(c.ticket, cause)
	m.resolve(c.switching, nil)
}
