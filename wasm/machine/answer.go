package machine

import (
	"slices"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Being called: the microphone is asked for and the connection is made before anybody is told; then the page
// rings, and accepts or rejects.

// An invitation can cross a call of this user's own. While the server does not know of that call, the
// invitation waits for its outcome; afterwards the server says that this user is busy, or invites again if the
// call is refused.
func (m *Machine) invited(in Invited) {
	switch {
	case m.session.number != in.Session || !m.signedIn():
	case m.call != nil && m.call.phase == placing:
	case m.call != nil && m.call.id == in.CallID && m.call.about.InviteID == in.InviteID: // repeated
	case m.call != nil:
		m.call.backlog.crossed = &crossing{Invited: in.Invited}
	default:
		m.ring(in.Invited)
	}
}

// ring prepares everything but tells the page only when the microphone may be used.
func (m *Machine) ring(in protocol.Invited) {
	if problem := m.at.Support.Problem(); problem != nil {
		m.decline(in.CallID, in.InviteID)
		m.emit(api.EventError, *problem)
		return
	}
	c := &call{phase: probing, id: in.CallID, kind: in.Type, group: in.Group, about: signalContext{
		InviteID: in.InviteID, Inviter: in.From, Invitee: m.session.userID, GroupID: in.GroupID,
		Kind: in.Type, RoomID: in.RoomID, Timeout: in.Timeout,
	}}
	if in.GroupID != "" {
		c.about.Together = in.UserIDs
	}
	if c.group {
		c.negotiation.lines = firstLines(c.kind, maxFirstLines)
	}
	m.begin(c)
	m.do(Probe{c.attempt})
	m.do(Connect{c.attempt, c.kind, c.negotiation.lines})
}

func (m *Machine) probed(in Probed) {
	c := m.current(in.Attempt)
	if c == nil || c.phase != probing {
		return
	}
	if in.Err != nil {
		m.decline(c.id, c.about.InviteID)
		m.end(nil)
		m.emit(api.EventError, deviceEvent(in.Err))
		return
	}
	c.phase = ringing
	m.show(c)
	m.emit(api.EventInvited, api.InvitedEvent{
		Sponsor: c.about.Inviter, UserIDList: c.about.all(), IsFromGroup: c.group,
		InviteData: api.InviteData{Version: signalVersion, CallType: c.kind, RoomID: c.about.RoomID},
		InviteID:   c.about.InviteID,
	})
	for _, u := range c.backlog.takeUntold() {
		m.tell(u)
	}
}

func (m *Machine) accept(in Accept) {
	c := m.call
	switch {
	case c == nil || c.phase != ringing:
		m.do(Warn{"TRTCCalling.accept - there is no invitation to accept"})
		m.resolve(in.Ticket, nil)
	case c.negotiation.failed() != nil:
		c.ticket = in.Ticket
		m.acceptFailed(c, c.negotiation.failed())
	default:
		c.ticket, c.method, c.phase = in.Ticket, "accept", opening
		m.retype(c)
		m.open(c, c.wanted(), 0)
	}
}

// sendAccept sends the request before the media, so that the server lets the first key frame pass.
func (m *Machine) sendAccept(c *call) {
	if cause := c.negotiation.failed(); cause != nil {
		m.acceptFailed(c, cause)
		return
	}
	c.phase, c.said = accepting, c.sends()
	body := protocol.Accept{CallID: c.id, InviteID: c.about.InviteID, Audio: c.said.audio, Video: c.said.video}
	m.do(Request{Type: protocol.TypeAccept, Body: body, Attempt: c.attempt})
	m.do(Attach{c.attempt, c.capture.devices()})
}

// acceptFailed declines an invitation that cannot be accepted for lack of media.
func (m *Machine) acceptFailed(c *call, cause error) {
	failure := api.Errorf(api.CodeMediaLost, "TRTCCalling.accept - join room failed")
	failure.Data = map[string]any{"reason": textOf(cause)}
	_, isDevice := cause.(*api.DeviceError)
	event := deviceEvent(cause)
	if isDevice {
		failure.Code = event.Code
	}
	m.decline(c.id, c.about.InviteID)
	m.hide(c.id)
	m.end(failure)
	if isDevice {
		m.emit(api.EventError, event)
	}
}

func (m *Machine) accepted(in Reply) {
	c := m.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var accepted protocol.Accepted
	if err := m.decode(in, &accepted); err != nil {
		m.sendHangup(c, 0) // the server may have answered too late, and let this user in
		m.end(errorSignal(err))
		return
	}
	c.phase, c.group = connected, c.group || accepted.Group
	c.typed(accepted.Type)
	devices := c.capture.devices()
	m.resolve(c.ticket, api.AcceptResult{
		Audio: devices.Microphone, Video: devices.Camera && c.kind == protocol.VideoCall, SelfID: m.session.userID,
		RoomID: c.about.RoomID, CallType: accepted.Type, SignalResult: m.signalResult(c.about, actionAccept),
	})
	c.ticket = 0
	m.follow(c)
	m.catchUp(c)
}

func (m *Machine) reject(in Reject) {
	c := m.call
	if c == nil || !slices.Contains([]callPhase{ringing, opening}, c.phase) {
		m.do(Warn{"TRTCCalling.reject - there is no invitation to reject"})
		m.resolve(in.Ticket, nil)
		return
	}
	body := protocol.Reject{CallID: c.id, InviteID: c.about.InviteID}
	m.do(Request{Type: protocol.TypeReject, Body: body, Ticket: in.Ticket, About: c.about})
	m.hide(c.id)
	m.end(errorCancelled("accept"))
}

func (m *Machine) rejected(in Reply) {
	if in.Err != nil {
		m.fail(in.Request.Ticket, errorSignal(in.Err))
		return
	}
	m.resolve(in.Request.Ticket, m.signalResult(in.Request.About, actionReject))
}

// ringCrossed rings for an invitation that crossed the call which has ended in this step.
func (m *Machine) ringCrossed() {
	crossed := m.crossed
	m.crossed = nil
	if crossed == nil || !m.signedIn() {
		return
	}
	m.ring(crossed.Invited)
	for _, u := range crossed.updates {
		if m.call != nil {
			m.apply(m.call, u)
		}
	}
}
