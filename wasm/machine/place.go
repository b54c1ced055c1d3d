package machine

import (
	"fmt"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Calling somebody: capture and offer in parallel, then the request, then it rings.

func (m *Machine) place(in Place) {
	p := in.Params
	switch {
	case !p.Valid():
		m.fail(in.Ticket, errorCallParams(p, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("calling"))
	case m.call != nil:
		m.fail(in.Ticket, errorStatus("call", m.status()))
	default:
		m.prepare(&call{
			ticket: in.Ticket, method: "call", kind: p.Type, invitees: inviteesOf(p.InviteOptions, []string{p.UserID}, ""),
		})
	}
}

// inviteesOf makes the server's words of what a page wants.
func inviteesOf(o api.InviteOptions, users []string, groupID string) protocol.Invitees {
	timeout := o.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	return protocol.Invitees{UserIDs: users, GroupID: groupID, Timeout: timeout, UserData: o.UserData, Push: o.Push}
}

// prepare opens the devices before anybody rings: who has no microphone rings nobody.
func (m *Machine) prepare(c *call) {
	if problem := m.at.Support.Problem(); problem != nil {
		m.fail(c.ticket, api.Errorf(problem.Code, "%s%s", joinFailed, problem.Msg))
		m.emit(api.EventError, *problem)
		return
	}
	c.phase, c.about = preparing, m.inviting(c.kind, c.invitees)
	switch {
	case c.joins != "":
		c.lines = firstLines(protocol.VideoCall, maxFirstLines)
	case c.group:
		c.lines = firstLines(c.kind, len(c.invitees.UserIDs))
	}
	m.begin(c)
	m.do(Connect{c.attempt, c.kind, c.lines})
	m.do(Open{Attempt: c.attempt, Want: c.wanted()})
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

func (c *call) wanted() api.Devices {
	return api.Devices{Microphone: true, Camera: c.kind == protocol.VideoCall}
}

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
	c.devices, c.devicesOpen, c.cameraWanted = opened.Devices, true, opened.Camera
	if opened.CameraError != nil {
		m.do(Warn{fmt.Sprintf("TRTCCalling - the call goes on without video: %s", opened.CameraError)})
	}
	if c.phase == preparing {
		m.placeWhenReady(c)
		return
	}
	if c.kind == protocol.AudioCall && c.devices.Camera { // the caller has switched meanwhile
		c.devices.Camera, c.cameraWanted = false, false
		m.do(CloseDevices{api.Devices{Camera: true}})
		m.retype(c)
	}
	m.sendAccept(c)
}

// deviceEvent is the onError event for a microphone that cannot be had.
func deviceEvent(err error) api.ErrorEvent {
	device, ok := err.(*api.DeviceError)
	switch {
	case !ok:
		return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: err.Error()}
	case device.Reason == api.DeviceMissing:
		return api.ErrorEvent{Code: api.CodeNoMicrophone, Msg: textNoMicrophone}
	case device.Reason == api.DeviceInsecure:
		return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: api.TextInsecure}
	case device.Reason == api.DeviceInUse:
		return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: device.Error()}
	}
	return api.ErrorEvent{Code: api.CodeDeviceDenied, Msg: "{}"} // the original's text: an error as JSON
}

func (m *Machine) offered(in Offered) {
	c := m.current(in.Attempt)
	switch {
	case c == nil:
	case in.Err != nil:
		m.connectionFailed(c, in.Err)
	case c.phase == preparing:
		c.offer = in.SDP
		m.placeWhenReady(c)
	default:
		c.negotiating = true
		body := protocol.Negotiate{CallID: c.id, Offer: in.SDP}
		m.do(Request{Type: protocol.TypeNegotiate, Body: body, Attempt: c.attempt})
	}
}

// placeWhenReady sends the request as soon as both devices and offer are there.
func (m *Machine) placeWhenReady(c *call) {
	if !c.devicesOpen || c.offer == "" {
		return
	}
	c.phase, c.held, c.heldUpdates = placing, nil, nil
	if c.joins != "" {
		body := protocol.Join{CallID: c.joins, Offer: c.offer, Audio: c.devices.Microphone, Video: c.devices.Camera}
		m.do(Request{Type: protocol.TypeJoin, Body: body, Attempt: c.attempt})
		return
	}
	body := protocol.Call{
		Invitees: c.invitees, Type: c.kind, Group: c.group,
		Offer: c.offer, Audio: c.devices.Microphone, Video: c.devices.Camera,
	}
	m.do(Request{Type: protocol.TypeCall, Body: body, Attempt: c.attempt})
}

// placed is the reply to call. When the call was hung up meanwhile, the hangup that followed the
// request has ended it at the server, too.
func (m *Machine) placed(in Reply) {
	c := m.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var called protocol.Called
	if err := m.decode(in, &called); err != nil {
		m.notPlaced(c, errorSignal(err))
		return
	}
	c.id, c.about.RoomID = called.CallID, called.RoomID
	c.invites(c.about, called.Invites)
	if len(called.Invites) > 0 {
		c.about.InviteID = called.Invites[0].InviteID
	}
	m.resolve(c.ticket, m.placedResult(c, called.Invites))
	m.enter(c, called.Negotiated)
}

// invites notes invitations of ours that ring now.
func (c *call) invites(about signalContext, invites []protocol.Invite) {
	for _, invite := range invites {
		c.waiting = append(c.waiting, about.of(invite))
	}
}

// enter begins to talk in a call that the server has let us in.
func (m *Machine) enter(c *call, with protocol.Negotiated) {
	c.phase, c.ticket = connected, 0
	m.show(c)
	m.do(Answer{c.attempt, with.Answer})
	m.do(Attach{c.attempt, c.devices})
	m.sayLost(c)
	m.follow(c)
	m.catchUp(c)
}
