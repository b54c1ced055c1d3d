package calling

import "trtccalling/server/protocol"

// Signing in and out, and the end of the connection.

func (s *state) login(in login) {
	switch {
	case in.Params.UserID == "" || in.Params.UserSig == "":
		s.fail(in.Ticket, errorLoginParams(in.Params))
	case s.session.phase == signingIn:
		s.fail(in.Ticket, errorLogin(in.Params.UserID, protocol.Errorf(protocol.CodeAlreadyLoggedIn, "another login is under way")))
	case s.signedIn() && s.session.userID == in.Params.UserID:
		s.resolve(in.Ticket, LoginResult{Data: LoginData{
			ActionStatus: "OK", ErrorInfo: in.Params.UserID + " is signed in already", RepeatLogin: true,
		}})
	default:
		s.signIn(in)
	}
}

// signIn connects. Who is signed in as somebody else signs out first.
func (s *state) signIn(in login) {
	if s.signedIn() {
		s.do(notify{protocol.TypeBye})
	}
	s.leave(errorSignedOut())
	s.session = session{
		number: s.session.number + 1, phase: signingIn, userID: in.Params.UserID,
		ticket: in.Ticket, warned: s.session.warned,
	}
	if problem := s.at.support.unreachable(); problem != nil {
		s.loginFails(problem)
	} else {
		s.do(dial{s.session.number, in.Params.UserID, in.Params.UserSig, in.Params.Profile})
	}
	s.checkSupport()
}

// checkSupport tells what this place lacks for calls; signing in works without, but for WebSocket.
func (s *state) checkSupport() {
	if !s.at.support.Secure && !s.session.warned {
		s.session.warned = true
		s.do(warn{"TRTCCalling - calls will fail: " + textInsecure})
	}
	if event := s.at.support.unsupported(); event != nil {
		s.emit(EventError, *event)
	}
}

func (s *state) signedInto(in signedInto) {
	if s.session.number != in.Session || s.session.phase != signingIn {
		return
	}
	s.session.phase = signedIn
	s.resolve(s.session.ticket, LoginResult{Data: LoginData{ActionStatus: "OK"}})
	s.session.ticket = 0
	s.emit(EventReady, ReadyEvent{"ts_im_ready"})
}

func (s *state) loginFailed(in loginFailed) {
	if s.session.number != in.Session || s.session.phase != signingIn {
		return
	}
	s.loginFails(in.Err)
}

func (s *state) loginFails(err error) {
	s.session.phase = signedOut
	s.fail(s.session.ticket, errorLogin(s.session.userID, err))
	s.session.ticket = 0
}

func (s *state) logout(in logout) {
	switch s.session.phase {
	case signedIn:
		remote := s.remoteUsers()
		s.session.phase = signingOut
		s.end(errorSignedOut())
		s.shown = nil
		s.do(request{Type: protocol.TypeLogout, Body: protocol.Empty{}, Ticket: in.Ticket})
		s.emitLeave(remote)
	case signingIn:
		s.leave(errorSignedOut())
		s.resolve(in.Ticket, LogoutResult{})
	default:
		s.fail(in.Ticket, errorNotLogin("logout"))
	}
}

// loggedOut also follows when the connection ended before the reply: the user is signed out either way.
func (s *state) loggedOut(in reply) {
	if s.session.number == in.Session && s.session.phase == signingOut {
		s.session.phase = signedOut
		s.do(hangUpLink{in.Session})
	}
	s.resolve(in.Request.Ticket, LogoutResult{})
}

func (s *state) kicked(in kicked) {
	if s.session.number != in.Session || !s.signedIn() {
		return
	}
	s.leave(errorKicked())
	s.emit(EventKickedOut, EmptyEvent{})
}

func (s *state) lost(in lost) {
	if s.session.number != in.Session || !s.signedIn() {
		return
	}
	remote := s.remoteUsers()
	s.leave(errorf(codeNetwork, "TRTCCalling - the connection to the server is lost: %s", textOf(in.Err)))
	text := mediaErrorText(CodeConnectionLost, "signal reconnect failed: "+textOf(in.Err), s.at.json)
	s.emit(EventError, ErrorEvent{CodeConnectionLost, text})
	s.emitLeave(remote)
}

func (s *state) bye() {
	if s.signedIn() {
		s.do(notify{protocol.TypeBye})
		s.session.away = true
	}
	s.leave(errorSignedOut())
}

// A page that comes back believes to be signed in.
func (s *state) returned() {
	if s.session.away && s.session.phase == signedOut {
		s.session.away = false
		s.emit(EventError, ErrorEvent{CodeConnectionLost, mediaErrorText(CodeConnectionLost, textReturned, s.at.json)})
	}
}

func (s *state) stop() {
	s.bye()
	s.stopped = true
}

// leave signs out at once and without asking: call and connection end, nothing is emitted.
func (s *state) leave(cause *Error) {
	phase := s.session.phase
	s.session.phase = signedOut
	s.end(cause)
	s.shown = nil
	if phase != signedOut {
		s.do(hangUpLink{s.session.number})
	}
	s.fail(s.session.ticket, cause)
	s.session.ticket = 0
}

func (s *state) remoteUsers() []string {
	if s.call == nil {
		return nil
	}
	return s.call.remote
}

func (s *state) emitLeave(users []string) {
	for _, user := range users {
		s.emit(EventUserLeave, UserEvent{user})
	}
}
