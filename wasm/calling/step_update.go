package calling

import (
	"cmp"
	"slices"

	"trtccalling/server/protocol"
)

// What the server tells of calls.

func (s *state) update(in update) {
	if s.session.number != in.Session || !s.signedIn() {
		return
	}
	s.updateHeld(in.Update)
	c := s.call
	switch {
	case c != nil && c.phase == placing && c.joins == "" && s.shownCall(in.CallID) == nil:
		c.early = append(c.early, in.Update) // of this call, or of none that matters; before a join's reply of an earlier time in it
	case c != nil && c.id == in.CallID && c.phase == accepting && !in.Over:
		c.early = append(c.early, in.Update)
	case c != nil && c.id == in.CallID:
		s.updateCall(c, in.Update)
	default:
		s.tell(in.Update)
	}
}

// catchUp applies what came before the reply that it follows.
func (s *state) catchUp(c *call) {
	early := c.early
	c.early = nil
	for _, u := range early {
		if s.call == c && u.CallID == c.id {
			s.updateCall(c, u)
		}
	}
}

// updateCall mirrors an update of the current call: the state changes before the page is told.
func (s *state) updateCall(c *call, u protocol.Update) {
	if u.Slots != nil && !u.Over {
		s.do(assign{c.attempt, u.Slots})
	}
	if u.Lines != nil {
		c.wantedLines = *u.Lines
	}
	for _, e := range u.Events {
		c.mirror(e)
		if e.Type == protocol.EventMedia {
			s.mirrorMedia(c, e)
		}
	}
	if !u.Over {
		s.renegotiate(c)
		s.follow(c)
		s.hear(c)
	}
	early := c.early
	c.early = nil
	if u.Over {
		s.end(errorCancelled(c.method))
	}
	if c.phase == probing && !u.Over {
		c.untold = append(c.untold, u)
		return
	}
	for _, before := range early {
		s.tell(before)
	}
	s.tell(u)
}

// updateHeld keeps what happens to an invitation that crossed a call of our own, and forgets it when it stops ringing.
func (s *state) updateHeld(u protocol.Update) {
	c := s.call
	if c == nil || c.held == nil || c.held.CallID != u.CallID {
		return
	}
	c.heldUpdates = append(c.heldUpdates, u)
	if u.Over {
		c.held, c.heldUpdates = nil, nil
	}
}

// ringHeld lets it ring.
func (s *state) ringHeld(held protocol.Invited, updates []protocol.Update) {
	s.ring(held)
	for _, u := range updates {
		if s.call != nil {
			s.updateCall(s.call, u)
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
func (s *state) mirrorMedia(c *call, e protocol.Event) {
	last, known := c.media[e.UserID]
	if c.media == nil {
		c.media = make(map[string]protocol.Event)
	}
	c.media[e.UserID] = e
	if shows := !known || last.Video; shows != e.Video {
		s.do(picture{c.attempt, e.UserID, e.Video})
	}
}

// answered takes a user out of those that ring.
func (c *call) answered(user string) {
	c.waiting = slices.DeleteFunc(slices.Clone(c.waiting), func(a signalContext) bool { return a.Invitee == user })
}

// tell emits what an update says, if the page knows of the call.
func (s *state) tell(u protocol.Update) {
	shown := s.shownCall(u.CallID)
	if shown == nil {
		return
	}
	for _, e := range u.Events {
		s.tellEvent(shown, e)
	}
	if u.Over {
		s.hide(u.CallID)
	}
}

func (s *state) tellEvent(shown *shownCall, e protocol.Event) {
	switch e.Type {
	case protocol.EventEntered:
		s.tellEntered(shown, e.UserID)
	case protocol.EventAccepted:
		s.emit(EventUserAccept, UserEvent{e.UserID})
	case protocol.EventMedia:
		s.tellMedia(shown, e)
	case protocol.EventLeft:
		s.tellLeft(shown, e.UserID)
	case protocol.EventSwitched:
		s.tellSwitched(shown, e)
	case protocol.EventRejected:
		s.emit(EventReject, UserEvent{e.UserID})
	case protocol.EventBusy:
		s.emit(EventLineBusy, LineBusyEvent{cmp.Or(e.Inviter, s.session.userID), e.UserID})
	case protocol.EventCancelled:
		s.emit(EventCancel, EmptyEvent{})
	case protocol.EventTimeout:
		s.emit(EventTimeout, TimeoutEvent{e.UserID, e.UserIDs})
	case protocol.EventNoResponse:
		s.emit(EventNoResponse, noResponse(e))
	case protocol.EventEnded:
		s.emit(EventCallEnd, CallEndEvent{e.UserID, e.Seconds})
	}
}

func (s *state) tellEntered(shown *shownCall, user string) {
	delete(shown.media, user)
	if !slices.Contains(shown.remote, user) {
		shown.remote = append(shown.remote, user)
	}
	shown.group = shown.group || len(shown.remote) > 1
	if shown.group {
		if !slices.Contains(shown.invitees, user) {
			shown.invitees = append(slices.Clip(shown.invitees), user)
		}
		s.emit(EventInviteeList, InviteeListEvent{shown.invitees})
	}
	s.emit(EventUserEnter, UserEvent{user})
	s.emit(EventUserListChanged, UserListEvent{slices.Clone(shown.remote)})
}

func (s *state) tellLeft(shown *shownCall, user string) {
	gone := func(other string) bool { return other == user }
	shown.remote = slices.DeleteFunc(shown.remote, gone)
	s.emit(EventUserLeave, UserEvent{user})
	if shown.group {
		shown.invitees = slices.DeleteFunc(slices.Clone(shown.invitees), gone)
		if len(shown.invitees) > 0 {
			s.emit(EventInviteeList, InviteeListEvent{shown.invitees})
		}
	}
	s.emit(EventUserListChanged, UserListEvent{slices.Clone(shown.remote)})
}

func (s *state) tellSwitched(shown *shownCall, e protocol.Event) {
	if c := s.call; c != nil && c.id == shown.id && e.UserID == s.session.userID {
		s.switchEnded(c)
	}
	s.emit(EventCallTypeChanged, CallTypeEvent{e.CallType, e.UserID})
}

func noResponse(e protocol.Event) NoResponseEvent {
	event := NoResponseEvent{Sponsor: e.UserID, UserIDList: e.UserIDs}
	if len(e.UserIDs) > 0 {
		event.UserID = e.UserIDs[0]
	}
	return event
}

// tellMedia emits the states of camera and microphone at first and later what changed; video comes first.
func (s *state) tellMedia(shown *shownCall, e protocol.Event) {
	last, known := shown.media[e.UserID]
	shown.media[e.UserID] = e
	if !known || last.Video != e.Video {
		s.emit(EventVideoAvailable, VideoAvailableEvent{e.UserID, e.Video})
	}
	if !known || last.Audio != e.Audio {
		s.emit(EventAudioAvailable, AudioAvailableEvent{e.UserID, e.Audio})
	}
	if last.Screen != e.Screen {
		s.emit(EventScreenAvailable, ScreenAvailableEvent{e.UserID, e.Screen})
	}
}

func (s *state) busy(in busy) {
	if s.session.number == in.Session && s.signedIn() {
		s.emit(EventLineBusy, LineBusyEvent{in.From, s.session.userID})
	}
}
