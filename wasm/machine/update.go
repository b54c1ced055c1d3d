package machine

import (
	"cmp"
	"slices"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// What the server tells of calls.

func (m *Machine) update(in Update) {
	if m.session.number != in.Session || !m.signedIn() {
		return
	}
	m.updateHeld(in.Update)
	c := m.call
	switch {
	case c != nil && c.phase == placing && c.joins == "" && m.shownCall(in.CallID) == nil:
		c.early = append(c.early, in.Update) // of this call, or of none that matters; before a join's reply of an earlier time in it
	case c != nil && c.id == in.CallID && c.phase == accepting && !in.Over:
		c.early = append(c.early, in.Update)
	case c != nil && c.id == in.CallID:
		m.updateCall(c, in.Update)
	default:
		m.tell(in.Update)
	}
}

// catchUp applies what came before the reply that it follows.
func (m *Machine) catchUp(c *call) {
	early := c.early
	c.early = nil
	for _, u := range early {
		if m.call == c && u.CallID == c.id {
			m.updateCall(c, u)
		}
	}
}

// updateCall mirrors an update of the current call: the state changes before the page is told.
func (m *Machine) updateCall(c *call, u protocol.Update) {
	if u.Slots != nil && !u.Over {
		m.do(Assign{c.attempt, u.Slots})
	}
	if u.Lines != nil {
		c.wantedLines = *u.Lines
	}
	for _, e := range u.Events {
		c.mirror(e)
		if e.Type == protocol.EventMedia {
			m.mirrorMedia(c, e)
		}
	}
	if !u.Over {
		m.renegotiate(c)
		m.follow(c)
		m.hear(c)
	}
	early := c.early
	c.early = nil
	if u.Over {
		m.end(errorCancelled(c.method))
	}
	if c.phase == probing && !u.Over {
		c.untold = append(c.untold, u)
		return
	}
	for _, before := range early {
		m.tell(before)
	}
	m.tell(u)
}

// updateHeld keeps what happens to an invitation that crossed a call of our own, and forgets it when it stops ringing.
func (m *Machine) updateHeld(u protocol.Update) {
	c := m.call
	if c == nil || c.held == nil || c.held.CallID != u.CallID {
		return
	}
	c.heldUpdates = append(c.heldUpdates, u)
	if u.Over {
		c.held, c.heldUpdates = nil, nil
	}
}

// ringHeld lets it ring.
func (m *Machine) ringHeld(held protocol.Invited, updates []protocol.Update) {
	m.ring(held)
	for _, u := range updates {
		if m.call != nil {
			m.updateCall(m.call, u)
		}
	}
}

// mirror keeps the lists that the getters show.
func (c *call) mirror(e protocol.Event) {
	switch e.Type {
	case protocol.EventEntered:
		c.answered(e.UserID)
		if !slices.Contains(c.remote, e.UserID) {
			c.remote = append(slices.Clip(c.remote), e.UserID)
		}
		c.group = c.group || len(c.remote) > 1
	case protocol.EventLeft:
		c.remote = slices.DeleteFunc(slices.Clone(c.remote), func(user string) bool { return user == e.UserID })
	case protocol.EventRejected, protocol.EventBusy:
		c.answered(e.UserID)
	case protocol.EventTimeout, protocol.EventNoResponse:
		for _, user := range e.UserIDs {
			c.answered(user)
		}
	case protocol.EventSwitched:
		c.typed(e.CallType)
	case protocol.EventGrouped:
		c.group = true
	}
}

// mirrorMedia has the last picture of a closed camera disappear, and an opened one's appear.
func (m *Machine) mirrorMedia(c *call, e protocol.Event) {
	last, known := c.media[e.UserID]
	if c.media == nil {
		c.media = make(map[string]protocol.Event)
	}
	c.media[e.UserID] = e
	if shows := !known || last.Video; shows != e.Video {
		m.do(Picture{c.attempt, e.UserID, e.Video})
	}
}

// answered takes a user out of those that ring.
func (c *call) answered(user string) {
	c.waiting = slices.DeleteFunc(slices.Clone(c.waiting), func(a signalContext) bool { return a.Invitee == user })
}

// tell emits what an update says, if the page knows of the call.
func (m *Machine) tell(u protocol.Update) {
	shown := m.shownCall(u.CallID)
	if shown == nil {
		return
	}
	for _, e := range u.Events {
		m.tellEvent(shown, e)
	}
	if u.Over {
		m.hide(u.CallID)
	}
}

func (m *Machine) tellEvent(shown *shownCall, e protocol.Event) {
	switch e.Type {
	case protocol.EventEntered:
		m.tellEntered(shown, e.UserID)
	case protocol.EventAccepted:
		m.emit(api.EventUserAccept, api.UserEvent{UserID: e.UserID})
	case protocol.EventMedia:
		m.tellMedia(shown, e)
	case protocol.EventLeft:
		m.tellLeft(shown, e.UserID)
	case protocol.EventSwitched:
		m.tellSwitched(shown, e)
	case protocol.EventRejected:
		m.emit(api.EventReject, api.UserEvent{UserID: e.UserID})
	case protocol.EventBusy:
		m.emit(api.EventLineBusy, api.LineBusyEvent{Sponsor: cmp.Or(e.Inviter, m.session.userID), UserID: e.UserID})
	case protocol.EventCancelled:
		m.emit(api.EventCancel, api.EmptyEvent{})
	case protocol.EventTimeout:
		m.emit(api.EventTimeout, api.TimeoutEvent{Sponsor: e.UserID, UserIDList: e.UserIDs})
	case protocol.EventNoResponse:
		m.emit(api.EventNoResponse, noResponse(e))
	case protocol.EventEnded:
		m.emit(api.EventCallEnd, api.CallEndEvent{UserID: e.UserID, CallEnd: e.Seconds})
	}
}

func (m *Machine) tellEntered(shown *shownCall, user string) {
	delete(shown.media, user)
	if !slices.Contains(shown.remote, user) {
		shown.remote = append(shown.remote, user)
	}
	shown.group = shown.group || len(shown.remote) > 1
	if shown.group {
		if !slices.Contains(shown.invitees, user) {
			shown.invitees = append(slices.Clip(shown.invitees), user)
		}
		m.emit(api.EventInviteeList, api.InviteeListEvent{UserIDList: shown.invitees})
	}
	m.emit(api.EventUserEnter, api.UserEvent{UserID: user})
	m.emit(api.EventUserListChanged, api.UserListEvent{UserList: slices.Clone(shown.remote)})
}

func (m *Machine) tellLeft(shown *shownCall, user string) {
	gone := func(other string) bool { return other == user }
	shown.remote = slices.DeleteFunc(shown.remote, gone)
	m.emit(api.EventUserLeave, api.UserEvent{UserID: user})
	if shown.group {
		shown.invitees = slices.DeleteFunc(slices.Clone(shown.invitees), gone)
		if len(shown.invitees) > 0 {
			m.emit(api.EventInviteeList, api.InviteeListEvent{UserIDList: shown.invitees})
		}
	}
	m.emit(api.EventUserListChanged, api.UserListEvent{UserList: slices.Clone(shown.remote)})
}

func (m *Machine) tellSwitched(shown *shownCall, e protocol.Event) {
	if c := m.call; c != nil && c.id == shown.id && e.UserID == m.session.userID {
		m.switchEnded(c)
	}
	m.emit(api.EventCallTypeChanged, api.CallTypeEvent{CallType: e.CallType, UserID: e.UserID})
}

func noResponse(e protocol.Event) api.NoResponseEvent {
	event := api.NoResponseEvent{Sponsor: e.UserID, UserIDList: e.UserIDs}
	if len(e.UserIDs) > 0 {
		event.UserID = e.UserIDs[0]
	}
	return event
}

// tellMedia emits the states of camera and microphone at first and later what changed; video comes first.
func (m *Machine) tellMedia(shown *shownCall, e protocol.Event) {
	last, known := shown.media[e.UserID]
	shown.media[e.UserID] = e
	if !known || last.Video != e.Video {
		m.emit(api.EventVideoAvailable, api.VideoAvailableEvent{UserID: e.UserID, IsVideoAvailable: e.Video})
	}
	if !known || last.Audio != e.Audio {
		m.emit(api.EventAudioAvailable, api.AudioAvailableEvent{UserID: e.UserID, IsAudioAvailable: e.Audio})
	}
	if last.Screen != e.Screen {
		m.emit(api.EventScreenAvailable, api.ScreenAvailableEvent{UserID: e.UserID, IsScreenShareAvailable: e.Screen})
	}
}

func (m *Machine) busy(in Busy) {
	if m.session.number == in.Session && m.signedIn() {
		m.emit(api.EventLineBusy, api.LineBusyEvent{Sponsor: in.From, UserID: m.session.userID})
	}
}
