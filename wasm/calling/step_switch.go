package calling

import "trtccalling/server/protocol"

// Switching between audio and video. The server says what type the call has; devices and views follow.

func (s *state) switchCall(in switchCall) {
	c := s.call
	reason := ""
	switch {
	case !s.signedIn() || c == nil || c.phase == probing:
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
		s.do(warn{"TRTCCalling - the type of the call stays: " + reason})
		s.resolve(in.Ticket, nil)
		return
	}
	c.switching, c.switchTicket = true, in.Ticket
	body := protocol.Switch{CallID: c.id, Type: in.To}
	s.do(request{Type: protocol.TypeSwitch, Body: body, Attempt: c.attempt})
}

// switchAnswered only matters when the switch is refused: the other side was faster, say. Otherwise the
// event follows.
func (s *state) switchAnswered(in reply) {
	c := s.current(in.Request.Attempt)
	if in.Err == nil || c == nil {
		return
	}
	s.do(warn{"TRTCCalling - the type of the call stays: " + textOf(in.Err)})
	s.switchEnded(c)
}

func (s *state) switchEnded(c *call) {
	t := c.switchTicket
	c.switching, c.switchTicket = false, 0
	s.resolve(t, nil)
}

// typed notes the type that the server tells. An answer that is under way follows later.
func (c *call) typed(kind protocol.CallType) { c.kind, c.about.Kind = kind, kind }

// follow makes camera and views fit the type of the call.
func (s *state) follow(c *call) {
	if c.phase != connected || !s.retype(c) {
		return
	}
	s.lastType = c.kind
	c.cameraWanted = c.kind == protocol.VideoCall
	switch {
	case c.cameraWanted:
		s.do(open{Attempt: c.attempt, Want: Devices{Camera: true}})
	case c.devices.Camera:
		c.devices.Camera = false
		s.do(closeDevices{Devices{Camera: true}})
		s.do(attach{c.attempt, c.devices})
	}
}

// retype returns whether the media was prepared for another type.
func (s *state) retype(c *call) bool {
	if c.mediaKind == c.kind {
		return false
	}
	c.mediaKind = c.kind
	s.do(retype{c.attempt, c.kind})
	return true
}

// switchFailed says that this side has no picture to send. The other side may.
func (s *state) switchFailed() {
	s.emit(EventError, ErrorEvent{CodeSwitchToVideo, textSwitchToVideo})
}
