package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Switching between audio and video. The server says what type the call has; devices and views follow it.

// switching is a switch that this side has asked for.
type switching struct {
	underWay bool
	ticket   Ticket // of the method
}

func (m *Machine) switchCall(in SwitchCall) {
	c := m.call
	reason := ""
	switch {
	case !m.signedIn() || c == nil || c.phase == probing:
		reason = "there is no call"
	case c.group:
		reason = "a group call cannot be switched"
	case c.kind == in.To:
		reason = "the call already has this type"
	case c.switching.underWay:
		reason = "a switch is under way"
	case c.id == "" || c.phase == entering:
		reason = "the call has not been placed yet"
	}
	if reason != "" {
		m.do(Warn{"TRTCCalling - the call keeps its type: " + reason})
		m.resolve(in.Ticket, nil)
		return
	}
	c.switching = switching{underWay: true, ticket: in.Ticket}
	body := protocol.Switch{CallID: c.id, Type: in.To}
	m.do(Request{Type: protocol.TypeSwitch, Body: body, Attempt: c.attempt})
}

// switchAnswered matters only when the switch is refused, because the other side was faster, say. Otherwise the
// event follows.
func (m *Machine) switchAnswered(in Reply) {
	c := m.current(in.Request.Attempt)
	if in.Err == nil || c == nil {
		return
	}
	m.do(Warn{"TRTCCalling - the call keeps its type: " + textOf(in.Err)})
	m.switchEnded(c)
}

func (m *Machine) switchEnded(c *call) {
	t := c.switching.ticket
	c.switching = switching{}
	m.resolve(t, nil)
}

// follow adapts camera and views to the type of the call.
func (m *Machine) follow(c *call) {
	if c.phase != connected || !m.retype(c) {
		return
	}
	m.lastType = c.kind
	switch {
	case c.kind == protocol.VideoCall:
		c.capture.openCamera()
		m.do(Open{Attempt: c.attempt, Want: api.Devices{Camera: true}})
	case c.capture.camera == deviceOpen:
		m.shutCamera(c)
		m.do(Attach{c.attempt, c.capture.devices()})
	default:
		c.capture.camera = deviceClosed
	}
}

// retype returns whether the media had been prepared for another type.
func (m *Machine) retype(c *call) bool {
	if c.prepared == c.kind {
		return false
	}
	c.prepared = c.kind
	m.do(Retype{c.attempt, c.kind})
	return true
}
