package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Switching between audio and video. The server says what type the call has; devices and views follow it.

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
	case c.switching != 0:
		reason = "a switch is under way"
	case c.id == "" || c.phase == entering:
		reason = "the call has not been placed yet"
	}
	if reason != "" {
		m.do(Warn{"TRTCCalling - the call keeps its type: " + reason})
		m.resolve(in.Ticket, nil)
		return
	}
	c.switching = in.Ticket
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
	t := c.switching
	c.switching = 0
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
		m.open(c, api.Devices{Camera: true}, 0)
	case c.capture.has(api.Camera):
		m.shutCamera(c)
		m.do(Attach{c.attempt, c.capture.devices()})
	default:
		c.capture.close(api.Camera)
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
