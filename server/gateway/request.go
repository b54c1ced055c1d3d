package gateway

import (
	"encoding/json"

	"nhooyr.io/websocket"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/protocol"
	"trtccalling/server/usersig"
)

// handlers is the dispatch table: what a client may send, and who takes it.
var handlers = map[string]struct {
	handle     func(*session, protocol.Envelope)
	carriesSDP bool
}{
	protocol.TypeLogin:     {handle: with((*session).login)},
	protocol.TypeLogout:    {handle: with((*session).logout)},
	protocol.TypeBye:       {handle: with((*session).bye)},
	protocol.TypeCall:      {handle: with((*session).call), carriesSDP: true},
	protocol.TypeNegotiate: {handle: with((*session).negotiate), carriesSDP: true},
	protocol.TypeAccept:    {handle: with((*session).accept)},
	protocol.TypeReject:    {handle: with((*session).reject)},
	protocol.TypeHangup:    {handle: with((*session).hangup)},
	protocol.TypeMedia:     {handle: with((*session).media)},
	protocol.TypeAdd:       {handle: with((*session).add)},
	protocol.TypeJoin:      {handle: with((*session).join), carriesSDP: true},
	protocol.TypeSwitch:    {handle: with((*session).switchTo)},
	protocol.TypeInfo:      {handle: with((*session).info)},
}

// with makes a handler from a method that takes a request's id and body.
func with[Body any](method func(*session, uint64, Body)) func(*session, protocol.Envelope) {
	return func(s *session, e protocol.Envelope) {
		var body Body
		if len(e.Body) > 0 {
			if err := json.Unmarshal(e.Body, &body); err != nil {
				s.refuse(e.ID, protocol.Errorf(protocol.CodeBadMessage, "%s: %v", e.Type, err))
				return
			}
		}
		method(s, e.ID, body)
	}
}

// request checks one message from the client and passes it on. A bad one gets an error and changes nothing: a
// running call is not lost because of it.
func (s *session) request(data []byte) {
	var e protocol.Envelope
	if err := json.Unmarshal(data, &e); err != nil {
		s.refuse(0, protocol.Errorf(protocol.CodeBadMessage, "not a message: %v", err))
		return
	}
	if refusal := s.check(e, len(data)); refusal != nil {
		s.refuse(e.ID, refusal)
		return
	}
	handlers[e.Type].handle(s, e)
}

func (s *session) check(e protocol.Envelope, size int) *protocol.Error {
	handler, known := handlers[e.Type]
	if !known {
		return protocol.Errorf(protocol.CodeUnknownType, "there is no request %.40q", e.Type)
	}
	if size > protocol.MaxMessage && !handler.carriesSDP {
		return protocol.Errorf(protocol.CodeTooLarge, "%s has %d bytes; at most %d are allowed", e.Type, size, protocol.MaxMessage)
	}
	if e.Type == protocol.TypeBye {
		return nil
	}
	if e.ID == 0 {
		return protocol.Errorf(protocol.CodeBadMessage, "%s needs an id above 0", e.Type)
	}
	if e.ID <= s.lastID {
		return protocol.Errorf(protocol.CodeDuplicateID, "id %d was used before: each request needs a larger id", e.ID)
	}
	s.lastID = e.ID
	if s.who.User == "" && e.Type != protocol.TypeLogin {
		return protocol.Errorf(protocol.CodeNotLoggedIn, "%s before login", e.Type)
	}
	return nil
}

func (s *session) login(id uint64, in protocol.Login) {
	if refusal := s.checkLogin(in); refusal != nil {
		s.log.Info("login refused", "user", cut(in.UserID), "code", refusal.Code, "error", refusal.Message)
		s.refuse(id, refusal)
		return
	}
	s.profile, s.onlyNew = in.Profile, in.OnlyNew
	if err := s.signIn(bus.App(in.SDKAppID), in.UserID); err != nil {
		s.log.Error("sign in", "user", in.UserID, "error", err)
		s.refuse(id, protocol.Errorf(protocol.CodeInternal, "sign in: %v", err))
		return
	}
	s.timer.Stop()
	s.log.Info("signed in")
	s.reply(id, protocol.LoggedIn{Version: protocol.Version, SessionID: s.who.Session, Server: s.gateway.Server})
}

// cut keeps a stranger's input from filling the log.
func cut(text string) string { return text[:min(len(text), 64)] }

func (s *session) checkLogin(in protocol.Login) *protocol.Error {
	if s.who.User != "" {
		return protocol.Errorf(protocol.CodeAlreadyLoggedIn, "this connection is signed in as %s", s.who.User)
	}
	if refusal := protocol.CheckVersions(protocol.Version, in.Version); refusal != nil {
		return refusal
	}
	if err := usersig.CheckUserID(in.UserID); err != nil {
		return protocol.AsError(err)
	}
	if len(in.Nick) > maxNick || len(in.Avatar) > maxText {
		return protocol.Errorf(protocol.CodeInvalid, "nick can have at most %d bytes, avatar %d", maxNick, maxText)
	}
	if err := s.gateway.Verify(in.SDKAppID, in.UserID, in.UserSig); err != nil {
		return protocol.AsError(err)
	}
	return nil
}

func (s *session) logout(id uint64, _ protocol.Empty) {
	s.reply(id, protocol.Empty{})
	s.finish(websocket.StatusNormalClosure, "logout")
}

func (s *session) bye(uint64, protocol.Empty) {
	s.finish(websocket.StatusNormalClosure, "bye")
}

func (s *session) call(id uint64, in protocol.Call) {
	if refusal := s.checkCall(in); refusal != nil {
		s.refuseToEnter(id, refusal)
		return
	}
	ref, err := s.gateway.Calls.Open(s.app)
	if err != nil {
		s.refuseToEnter(id, protocol.AsError(err))
		return
	}
	s.enter(id, ref, in)
}

// refuseToEnter refuses a call or a join. The client has dropped an invitation that crossed its request.
func (s *session) refuseToEnter(id uint64, err *protocol.Error) {
	s.refuse(id, err)
	if s.ringing != nil {
		s.pushInvited()
	}
}

// enter forwards the request that makes the session engaged.
func (s *session) enter(id uint64, ref call.Ref, in any) {
	if s.ringing != nil {
		s.crossed = append(s.crossed, *s.ringing) // the client had not seen it
	}
	s.engaged, s.ringing = ref, nil
	kind := protocol.TypeCall
	if _, joins := in.(protocol.Join); joins {
		kind = protocol.TypeJoin
	}
	if !s.forward(id, kind, in) {
		s.free()
		s.settleCrossed()
	}
}

func (s *session) join(id uint64, in protocol.Join) {
	switch {
	case s.busy():
		s.refuse(id, protocol.Errorf(protocol.CodeEngaged, "%s is already in a call", s.who.User))
	case !callIDPattern.MatchString(in.CallID):
		s.refuseToEnter(id, protocol.Errorf(protocol.CodeInvalid, "%.40q is not a callID", in.CallID))
	default:
		s.enter(id, call.Find(s.app, in.CallID), in)
	}
}

func (s *session) add(id uint64, in protocol.Add) {
	if refusal := checkInvitees(in.Invitees); refusal != nil {
		s.refuse(id, refusal)
		return
	}
	s.toCall(id, in.CallID, protocol.TypeAdd, in)
}

func (s *session) switchTo(id uint64, in protocol.Switch) {
	s.toCall(id, in.CallID, protocol.TypeSwitch, in)
}

func (s *session) info(id uint64, in protocol.Info) {
	s.toCall(id, in.CallID, protocol.TypeInfo, in)
}

func (s *session) negotiate(id uint64, in protocol.Negotiate) {
	s.toCall(id, in.CallID, protocol.TypeNegotiate, in)
}

func (s *session) accept(id uint64, in protocol.Accept) {
	s.toCall(id, in.CallID, protocol.TypeAccept, in)
}

func (s *session) reject(id uint64, in protocol.Reject) {
	s.toCall(id, in.CallID, protocol.TypeReject, in)
}

func (s *session) media(id uint64, in protocol.Media) {
	s.toCall(id, in.CallID, protocol.TypeMedia, in)
}

func (s *session) hangup(id uint64, in protocol.Hangup) {
	// Without an id the client means the call that it asked for, not an invitation that has come since then.
	isMeant := in.CallID == s.engaged.ID || in.CallID == "" && s.ringing == nil
	if s.engaged == (call.Ref{}) || !isMeant {
		s.reply(id, protocol.HungUp{})
		return
	}
	s.forward(id, protocol.TypeHangup, in)
}

// toCall forwards a request about the call that the user is in. A request about any other call is refused in
// the same way whether that call exists or not.
func (s *session) toCall(id uint64, callID, kind string, body any) {
	if callID == "" || callID != s.engaged.ID {
		s.refuse(id, protocol.Errorf(protocol.CodeInviteGone, "%s: %s is not in this call, or it is over", kind, s.who.User))
		return
	}
	s.forward(id, kind, body)
}

// forward passes a request to the call that the user is in. It returns false when the request has been refused.
func (s *session) forward(id uint64, kind string, body any) bool {
	ask := call.Ask{Request: call.Request{By: s.who, ID: id}, Type: kind, Body: body, Profile: s.profile}
	if err := s.gateway.Calls.Send(s.engaged, ask, s.subject(call.TopicReply)); err != nil {
		s.log.Error("reach the call", "call", s.engaged.ID, "error", err)
		s.refuse(id, protocol.Errorf(protocol.CodeInternal, "%s: the server could not pass it on to the call", kind))
		return false
	}
	s.pending = &pending{id, kind, s.engaged}
	s.timer.Reset(replyWithin)
	return true
}
