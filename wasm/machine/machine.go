package machine

import (
	"slices"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// moment is what an input may need to know of the world.
type Moment struct {
	Now     time.Time
	Support api.Support
	JSON    api.Codec
}

// state is everything the client knows. The loop owns it.
type Machine struct {
	at      Moment
	effects []Effect

	session  session
	call     *call // nil when idle
	attempts int   // how many calls there were, incoming ones included
	lastType protocol.CallType
	shown    []*shownCall
	choice   api.Choice
	stopped  bool
}

// session is the connection to the server.
type session struct {
	number int // counts the connections, so that what comes from an earlier one is known as such
	phase  sessionPhase
	userID string
	ticket Ticket // of the login under way
	warned bool
	away   bool // said bye while signed in
}

type sessionPhase int

const (
	signedOut sessionPhase = iota
	signingIn
	signedIn
	signingOut // logout was sent; methods see this as signed out
)

// call is the call that this client is in, or is about to be in.
type call struct {
	attempt int
	phase   callPhase
	ticket  Ticket // of the method that is under way, else 0
	method  string // its name

	id       string // "" until the server has answered
	kind     protocol.CallType
	about    signalContext
	invitees protocol.Invitees // whom it is placed for
	joins    string            // the id of the call to join instead
	group    bool
	waiting  []signalContext           // our invitations that still ring
	remote   []string                  // who is in the call
	media    map[string]protocol.Event // what was last said of what a user sends; also of those who have left

	offer        string // what is kept until both it and the devices are there
	devices      api.Devices
	devicesOpen  bool
	cameraWanted bool
	muted        bool
	mediaKind    protocol.CallType // what devices and views are prepared for; see follow
	mediaError   error             // why the connection of a call that rings here cannot be used

	lines       protocol.Lines // that the connection has, or will have when it has negotiated
	wantedLines protocol.Lines
	negotiating bool

	screens       int  // how many were shared
	screen        int  // the one that is shared, counted from 1; 0 for none
	offeredScreen int  // the one that the connection sends, or will when it has negotiated
	screenAsked   bool // the user is being asked what to share
	screenWanted  bool // and it was not stopped since

	switching    bool
	switchTicket Ticket
	lost         api.Devices // what was pulled out, and not replaced
	listening    bool        // to how loud everybody is

	held        *protocol.Invited // an invitation that crossed our own call
	heldUpdates []protocol.Update // what has happened to it since
	early       []protocol.Update // what came before the reply that it follows

	untold []protocol.Update // what came while nobody knew of the call yet
}

type callPhase int

const (
	preparing callPhase = iota // the caller's devices and offer are under way
	placing                    // the request to call is under way
	probing                    // a callee's microphone is being asked for; nobody knows of the call yet
	ringing                    // the page rings
	opening                    // accept() opens the devices
	accepting                  // the request to accept is under way
	connected                  // as a caller: also while it still rings at the other side
)

// shownCall is a call that the page knows of: only of such calls it is told. A call stays here after
// this side has left it, until the server says that it is over.
type shownCall struct {
	id       string
	media    map[string]protocol.Event // what each user was last said to send
	group    bool
	invitees []string // who was invited or came, without who left
	remote   []string // who is in it
}

// maxShown bounds the calls whose end the server still owes us.
const maxShown = 16

// do and the three below are called in more than a hundred places. Inlined, which is what the compiler
// would do, they make up a tenth of the client's code in a page.
//
//go:noinline
func (m *Machine) do(e Effect) { m.effects = append(m.effects, e) }

//go:noinline
func (m *Machine) emit(event string, payload any) { m.do(Emit{event, payload}) }

//go:noinline
func (m *Machine) resolve(t Ticket, result any) {
	if t != 0 {
		m.do(Settle{Ticket: t, Result: result})
	}
}

//go:noinline
func (m *Machine) fail(t Ticket, err *api.Error) {
	if t != 0 {
		m.do(Settle{Ticket: t, Err: err})
	}
}

// current returns the call of an attempt, or nil when that call is over.
func (m *Machine) current(attempt int) *call {
	if m.call != nil && m.call.attempt == attempt {
		return m.call
	}
	return nil
}

func (m *Machine) signedIn() bool { return m.session.phase == signedIn }

func (m *Machine) status() api.Status {
	switch {
	case m.call == nil:
		return api.StatusIdle
	case m.call.phase == connected:
		return api.StatusConnected
	}
	return api.StatusCalling
}

// begin makes c the current call.
func (m *Machine) begin(c *call) *call {
	m.attempts++
	c.attempt, c.mediaKind = m.attempts, c.kind
	m.call = c
	m.lastType = c.kind
	return c
}

// end makes the client idle and releases all that the call had. A method that works on the call settles
// with cause. An invitation that crossed the call rings now.
func (m *Machine) end(cause *api.Error) {
	if c := m.call; c != nil {
		m.endButConnection(cause)
		m.do(Disconnect{c.attempt})
	}
}

// endButConnection is end, but for the connection, which is closed by a disconnect effect later.
func (m *Machine) endButConnection(cause *api.Error) {
	c := m.call
	m.call = nil
	m.do(Release{c.attempt})
	if c.ticket != 0 {
		m.fail(c.ticket, cause)
	}
	m.resolve(c.switchTicket, nil)
	if c.held != nil && m.signedIn() {
		m.ringHeld(*c.held, c.heldUpdates)
	}
}

// show lets the page be told of a call from now on.
func (m *Machine) show(c *call) {
	m.shown = append(m.shown, &shownCall{
		id: c.id, media: make(map[string]protocol.Event), group: c.group, invitees: c.about.all(),
	})
	if len(m.shown) > maxShown {
		m.shown = m.shown[1:]
	}
}

// hide ends that.
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

// snapshot is what the getters show.
func (m *Machine) Snapshot() api.Snapshot {
	snap := api.Snapshot{
		CallStatus: m.status(), InviteeList: []string{}, UnHandledInviteeList: []string{},
		InviterInviteID: []string{}, RemoteUsers: []string{}, RemoteMedia: []api.RemoteMedia{},
	}
	if m.signedIn() {
		snap.UserID = m.session.userID
	}
	c := m.call
	if c == nil {
		return snap
	}
	snap.CallID, snap.CallType, snap.InviterID = c.id, c.kind, c.about.Inviter
	snap.RoomID, snap.GroupID, snap.Switching = c.about.RoomID, c.about.GroupID, c.switching
	snap.IsGroupCall, snap.IsInviter = c.group, c.about.Inviter == m.session.userID
	snap.InviteeList = append(snap.InviteeList, m.inviteesOf(c)...)
	for _, user := range c.remote {
		media := c.media[user]
		snap.RemoteUsers = append(snap.RemoteUsers, user)
		snap.RemoteMedia = append(snap.RemoteMedia, api.RemoteMedia{Audio: media.Audio, Video: media.Video, Screen: media.Screen})
	}
	for _, invitation := range c.waiting {
		// Who adds users replaces both lists. An invitation of before rings on all the same, and hangup cancels it.
		if slices.Contains(snap.InviteeList, invitation.Invitee) {
			snap.UnHandledInviteeList = append(snap.UnHandledInviteeList, invitation.Invitee)
		}
		if !slices.Contains(snap.InviterInviteID, invitation.InviteID) {
			snap.InviterInviteID = append(snap.InviterInviteID, invitation.InviteID)
		}
	}
	return snap
}

func (m *Machine) inviteesOf(c *call) []string {
	if shown := m.shownCall(c.id); shown != nil {
		return shown.invitees
	}
	return c.about.all()
}
