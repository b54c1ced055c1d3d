package machine

import (
	"fmt"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Getting ready for a call: capture and offer in parallel. The server hears of the call only when both are
// there.

// inviteesOf turns a page's user IDs into the server's invitees.
func inviteesOf(o api.InviteOptions, users []string, groupID string) protocol.Invitees {
	timeout := o.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	return protocol.Invitees{UserIDs: users, GroupID: groupID, Timeout: timeout, UserData: o.UserData, Push: o.Push}
}

// prepare opens the devices before anybody rings: a caller without a microphone rings nobody.
func (m *Machine) prepare(c *call) {
	if problem := m.at.Support.Problem(); problem != nil {
		m.fail(c.ticket, api.Errorf(problem.Code, "%s%s", joinFailed, problem.Msg))
		m.emit(api.EventError, *problem)
		return
	}
	c.phase, c.about = preparing, m.inviting(c.kind, c.outgoing.invitees)
	switch {
	case c.outgoing.joins != "":
		c.negotiation.lines = firstLines(protocol.VideoCall, maxFirstLines)
	case c.group:
		c.negotiation.lines = firstLines(c.kind, len(c.outgoing.invitees.UserIDs))
	}
	m.begin(c)
	m.do(Connect{c.attempt, c.kind, c.negotiation.lines})
	m.open(c, c.wanted(), 0)
}

// inviting is the context of invitations that this user sends.
func (m *Machine) inviting(kind protocol.CallType, invitees protocol.Invitees) signalContext {
	about := signalContext{
		Inviter: m.session.userID, GroupID: invitees.GroupID, Kind: kind, Timeout: invitees.Timeout,
	}
	switch {
	case len(invitees.UserIDs) > 1 || invitees.GroupID != "":
		about.Together = invitees.UserIDs
	case len(invitees.UserIDs) == 1:
		about.Invitee = invitees.UserIDs[0]
	}
	return about
}

// devicesOpened handles the outcome of Open: the first one of a call, or that of OpenCamera or of a switch to
// video.
func (m *Machine) devicesOpened(in DevicesOpened) {
	c := m.current(in.Attempt)
	switch {
	case in.Ticket != 0 || c != nil && c.phase == connected:
		m.cameraOpened(c, in)
	case c == nil:
	case in.Err != nil && c.phase == preparing:
		event := deviceEvent(in.Err)
		m.end(api.Errorf(event.Code, "%sfailed to initialize local stream - %s", joinFailed, in.Err))
		m.emit(api.EventError, event)
	case in.Err != nil:
		m.acceptFailed(c, in.Err)
	default:
		m.opened(c, in.Opened)
	}
}

func (m *Machine) opened(c *call, opened api.Opened) {
	c.capture.answered(api.Microphone, opened.Microphone)
	c.capture.answered(api.Camera, opened.Camera)
	if opened.CameraError != nil {
		m.do(Warn{fmt.Sprintf("TRTCCalling - the call goes on without video: %s", opened.CameraError)})
	}
	if c.phase == preparing {
		m.placeWhenReady(c)
		return
	}
	if c.kind == protocol.AudioCall && c.capture.has(api.Camera) { // the caller has switched meanwhile
		m.shutCamera(c)
		m.retype(c)
	}
	m.sendAccept(c)
}

// offered handles the outcome of Connect and Renegotiate.
func (m *Machine) offered(in Offered) {
	c := m.current(in.Attempt)
	switch {
	case c == nil:
	case in.Err != nil:
		m.connectionFailed(c, in.Err)
	case c.phase == preparing:
		c.negotiation.keep(in.SDP)
		m.placeWhenReady(c)
	case c.negotiation.offered():
		body := protocol.Negotiate{CallID: c.id, Offer: in.SDP}
		m.do(Request{Type: protocol.TypeNegotiate, Body: body, Attempt: c.attempt})
	}
}

// placeWhenReady sends the request as soon as both devices and offer are there.
func (m *Machine) placeWhenReady(c *call) {
	if !c.capture.ready() {
		return
	}
	offer, ok := c.negotiation.take()
	if !ok {
		return
	}
	c.phase, c.said, c.backlog.crossed = placing, c.sends(), nil
	if joins := c.outgoing.joins; joins != "" {
		body := protocol.Join{CallID: joins, Offer: offer, Audio: c.said.audio, Video: c.said.video}
		m.do(Request{Type: protocol.TypeJoin, Body: body, Attempt: c.attempt})
		return
	}
	body := protocol.Call{
		Invitees: c.outgoing.invitees, Type: c.kind, Group: c.group,
		Offer: offer, Audio: c.said.audio, Video: c.said.video,
	}
	m.do(Request{Type: protocol.TypeCall, Body: body, Attempt: c.attempt})
}
