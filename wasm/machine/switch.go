package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Switching between audio and video. The server says what type the call has; devices and views follow.

func (m *Machine) switchCall(in SwitchCall) {
	c := m.call
	reason := ""
	switch {
	case !m.signedIn() || c == nil || c.phase == probing:
		reason = "there is no call"
	case c.group:
		reason = "a group call is not switched"
	case c.kind == in.To:
		reason = "the call has this type already"
	case c.switching:
		reason = "a switch is under way"
	case c.id == "":
		reason = "the call is not placed yet"
	}
	if reason != "" {
		m.do(Warn{"TRTCCalling - the type of the call stays: " + reason})
		m.resolve(in.Ticket, nil)
		return
	}
	c.switching, c.switchTicket = true, in.Ticket
	body := protocol.Switch{CallID: c.id, Type: in.To}
	m.do(Request{Type: protocol.TypeSwitch, Body: body, Attempt: c.attempt})
}

// switchAnswered only matters when the switch is refused: the other side was faster, say. Otherwise the
// event follows.
func (m *Machine) switchAnswered(in Reply) {
	c := m.current(in.Request.Attempt)
	if in.Err == nil || c == nil {
		return
	}
	m.do(Warn{"TRTCCalling - the type of the call stays: " + textOf(in.Err)})
	m.switchEnded(c)
}

func (m *Machine) switchEnded(c *call) {
	t := c.switchTicket
	c.switching, c.switchTicket = false, 0
	m.resolve(t, nil)
}

// typed notes the type that the server tells. An answer that is under way follows later.
func (c *call) typed(kind protocol.CallType) { c.kind, c.about.Kind = kind, kind }

// follow makes camera and views fit the type of the call.
func (m *Machine) follow(c *call) {
	if c.phase != connected || !m.retype(c) {
		return
	}
	m.lastType = c.kind
	c.cameraWanted = c.kind == protocol.VideoCall
	switch {
	case c.cameraWanted:
		m.do(Open{Attempt: c.attempt, Want: api.Devices{Camera: true}})
	case c.devices.Camera:
		c.devices.Camera = false
		m.do(CloseDevices{api.Devices{Camera: true}})
		m.do(Attach{c.attempt, c.devices})
	}
}

// retype returns whether the media was prepared for another type.
func (m *Machine) retype(c *call) bool {
	if c.mediaKind == c.kind {
		return false
	}
	c.mediaKind = c.kind
	m.do(Retype{c.attempt, c.kind})
	return true
}

// switchFailed says that this side has no picture to send. The other side may.
func (m *Machine) switchFailed() {
	m.emit(api.EventError, api.ErrorEvent{Code: api.CodeSwitchToVideo, Msg: textSwitchToVideo})
}
