package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Signing in and out, and the end of the connection.

// session is the connection to the server.
type session struct {
	number int // counts the connections, to recognize what comes from an earlier one
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

func (m *Machine) login(in Login) {
	switch {
	case in.Params.UserID == "" || in.Params.UserSig == "":
		m.fail(in.Ticket, errorLoginParams(in.Params))
	case m.session.phase == signingIn:
		m.fail(in.Ticket, errorLogin(in.Params.UserID, protocol.Errorf(protocol.CodeAlreadyLoggedIn, "another login is under way")))
	case m.signedIn() && m.session.userID == in.Params.UserID:
		m.resolve(in.Ticket, api.LoginResult{Data: api.LoginData{
			ActionStatus: "OK", ErrorInfo: in.Params.UserID + " is signed in already", RepeatLogin: true,
		}})
	default:
		m.signIn(in)
	}
}

// signIn connects. A client that is signed in as somebody else signs out first.
func (m *Machine) signIn(in Login) {
	if m.signedIn() {
		m.do(Notify{protocol.TypeBye})
	}
	m.leave(errorSignedOut())
	m.session = session{
		number: m.session.number + 1, phase: signingIn, userID: in.Params.UserID,
		ticket: in.Ticket, warned: m.session.warned,
	}
	if problem := m.at.Support.Unreachable(); problem != nil {
		m.loginFails(problem)
	} else {
		p := in.Params
		m.do(Dial{m.session.number, p.UserID, p.UserSig, p.OnlyNew, p.Profile})
	}
	m.checkSupport()
}

// checkSupport warns of what this place lacks for calls. Signing in needs only WebSocket.
func (m *Machine) checkSupport() {
	if !m.at.Support.Secure && !m.session.warned {
		m.session.warned = true
		m.do(Warn{"TRTCCalling - calls will fail: " + api.TextInsecure})
	}
	if event := m.at.Support.Unsupported(); event != nil {
		m.emit(api.EventError, *event)
	}
}

func (m *Machine) signedInto(in SignedInto) {
	if m.session.number != in.Session || m.session.phase != signingIn {
		return
	}
	m.session.phase = signedIn
	m.resolve(m.session.ticket, api.LoginResult{Data: api.LoginData{ActionStatus: "OK"}})
	m.session.ticket = 0
	m.emit(api.EventReady, api.ReadyEvent{Name: "ts_im_ready"})
}

func (m *Machine) loginFailed(in LoginFailed) {
	if m.session.number != in.Session || m.session.phase != signingIn {
		return
	}
	m.loginFails(in.Err)
}

func (m *Machine) loginFails(err error) {
	m.session.phase = signedOut
	m.fail(m.session.ticket, errorLogin(m.session.userID, err))
	m.session.ticket = 0
}

func (m *Machine) logout(in Logout) {
	switch m.session.phase {
	case signedIn:
		remote := m.present()
		m.session.phase = signingOut
		m.end(errorSignedOut())
		m.shown = nil
		m.do(Request{Type: protocol.TypeLogout, Body: protocol.Empty{}, Ticket: in.Ticket})
		m.tellGone(remote)
	case signingIn:
		m.leave(errorSignedOut())
		m.resolve(in.Ticket, api.LogoutResult{})
	default:
		m.fail(in.Ticket, errorNotLogin("logout"))
	}
}

// loggedOut also follows when the connection ended before the reply: the user is signed out either way.
func (m *Machine) loggedOut(in Reply) {
	if m.session.number == in.Session && m.session.phase == signingOut {
		m.session.phase = signedOut
		m.do(HangUpLink{in.Session})
	}
	m.resolve(in.Request.Ticket, api.LogoutResult{})
}

func (m *Machine) kicked(in Kicked) {
	if m.session.number != in.Session || !m.signedIn() {
		return
	}
	m.leave(errorKicked())
	m.emit(api.EventKickedOut, api.EmptyEvent{})
}

func (m *Machine) lost(in Lost) {
	if m.session.number != in.Session || !m.signedIn() {
		return
	}
	remote := m.present()
	m.leave(api.Errorf(api.CodeNetwork, "TRTCCalling - the connection to the server is lost: %s", textOf(in.Err)))
	text := mediaErrorText(api.CodeConnectionLost, "signal reconnect failed: "+textOf(in.Err), m.at.JSON)
	m.emit(api.EventError, api.ErrorEvent{Code: api.CodeConnectionLost, Msg: text})
	m.tellGone(remote)
}

func (m *Machine) bye() {
	if m.signedIn() {
		m.do(Notify{protocol.TypeBye})
		m.session.away = true
	}
	m.leave(errorSignedOut())
}

// A page that comes back believes that it is still signed in.
func (m *Machine) returned() {
	if m.session.away && m.session.phase == signedOut {
		m.session.away = false
		m.emit(api.EventError, api.ErrorEvent{Code: api.CodeConnectionLost, Msg: mediaErrorText(api.CodeConnectionLost, textReturned, m.at.JSON)})
	}
}

func (m *Machine) stop() {
	m.bye()
	m.stopped = true
}

// leave signs out at once, without asking the server: call and connection end, and nothing is emitted.
func (m *Machine) leave(cause *api.Error) {
	phase := m.session.phase
	m.session.phase = signedOut
	m.end(cause)
	m.shown = nil
	if phase != signedOut {
		m.do(HangUpLink{m.session.number})
	}
	m.fail(m.session.ticket, cause)
	m.session.ticket = 0
}

func (m *Machine) present() []string {
	if m.call == nil {
		return nil
	}
	return m.call.roster.present
}
