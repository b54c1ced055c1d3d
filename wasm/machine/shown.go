package machine

import (
	"cmp"
	"slices"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// shownCall is a call that the page knows of; the page hears of no other. A call stays here after this side has
// left it, until the server says that it is over.
type shownCall struct {
	id       string
	media    map[string]protocol.Event // what each user was last said to send
	group    bool
	invitees []string // the users who were invited or came, without those who left
	remote   []string // who is in it
}

// maxShown bounds the number of calls whose end the server has yet to report.
const maxShown = 16

// show lets the page hear of a call from now on.
func (m *Machine) show(c *call) {
	m.shown = append(m.shown, &shownCall{
		id: c.id, media: make(map[string]protocol.Event), group: c.group, invitees: c.about.all(),
	})
	if len(m.shown) > maxShown {
		m.shown = m.shown[1:]
	}
}

// hide undoes that.
func (m *Machine) hide(callID string) {
	m.shown = slices.DeleteFunc(m.shown, func(c *shownCall) bool { return c.id == callID })
}

func (m *Machine) shownCall(callID string) *shownCall {
	for _, c := range m.shown {
		if c.id == callID {
			return c
		}
	}
	return nil
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
		m.emit(api.EventCallTypeChanged, api.CallTypeEvent{CallType: e.CallType, UserID: e.UserID})
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

func noResponse(e protocol.Event) api.NoResponseEvent {
	event := api.NoResponseEvent{Sponsor: e.UserID, UserIDList: e.UserIDs}
	if len(e.UserIDs) > 0 {
		event.UserID = e.UserIDs[0]
	}
	return event
}

// tellMedia emits a user's camera and microphone states in full at first and later as they change, video first.
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

// tellGone emits that users have left a call whose end the server will not report.
func (m *Machine) tellGone(users []string) {
	for _, user := range users {
		m.emit(api.EventUserLeave, api.UserEvent{UserID: user})
	}
}
