package gateway

import (
	"encoding/json"
	"slices"
	"strings"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

// What reaches a session over the bus: invitations and kicks for its user, replies and updates from its call.
// All of it comes through one subscription, so its order is kept.

const topicKick = "kick"

// kick is what a session tells the user's other sessions when it signs in.
type kick struct {
	Session string `json:"session"`
	Order   uint64 `json:"order"`
}

// signIn makes the session reachable and ends the user's older ones. It listens before it tells them, so of two
// simultaneous logins exactly the older one ends.
func (s *session) signIn(app bus.App, user string) error {
	b := s.gateway.Bus
	s.app = app
	who := call.Who{User: user, Session: newSessionID()}
	mailbox, err := b.Subscribe(bus.UserSubject(app, user, ">"), s.receive)
	if err != nil {
		return err
	}
	// Only now that it listens: a login with a higher number tells it so.
	s.mailbox, s.who, s.order = mailbox, who, b.Order()
	s.log = s.log.With("user", user, "app", app, "session", who.Session)
	data, err := json.Marshal(kick{who.Session, s.order})
	if err != nil {
		return err
	}
	return b.Publish(bus.UserSubject(app, user, topicKick), "", data)
}

// receive runs in the mailbox's goroutine.
func (s *session) receive(m bus.Message) { s.messages <- m }

// message handles one message from the bus.
func (s *session) message(m bus.Message) {
	subject := strings.TrimPrefix(m.Subject, bus.UserSubject(s.app, s.who.User, ""))
	switch subject {
	case call.TopicInvite:
		read(s, m, s.invited)
	case topicKick:
		read(s, m, s.kicked)
	case s.who.Session + "." + call.TopicUpdate:
		s.update(m.Data)
	case s.who.Session + "." + call.TopicReply:
		s.answered(m)
	case s.who.Session + "." + topicStop:
		s.stopped()
	default:
		if callID, ok := strings.CutPrefix(subject, s.who.Session+"."+topicRangUnheard); ok {
			s.cancelled(m, callID)
		}
	}
}

// read decodes a message of the bus; both ends are this project's, so a failure is a bug.
func read[T any](s *session, m bus.Message, handle func(T)) {
	var body T
	if err := json.Unmarshal(m.Data, &body); err != nil {
		s.log.Error("read from the bus", "subject", m.Subject, "error", err)
		return
	}
	handle(body)
}

// Topics of a session besides those of call.
const (
	topicRangUnheard = "unheard." // and the call's id: nobody took this session's Rang, so the call is over
	topicStop        = "stop"     // the server is stopping
)

func (s *session) invited(in call.Invitation) {
	switch {
	case s.engaged == in.Ref(): // repeated, because the answer was still under way
	case s.onlyNew && in.Again && s.unseen(in.Invited.CallID) == nil:
	case s.pending != nil && s.pending.enters():
		s.cross(in)
	case s.engaged != (call.Ref{}):
		s.sayBusy(in)
	default:
		s.ring(unseen{Invitation: in})
	}
}

func (s *session) sayBusy(to call.Invitation) {
	s.log.Info("busy", "call", s.engaged.ID, "from", to.Invited.From)
	if err := s.gateway.Calls.Occupied(to.Ref(), call.Occupied{By: s.who, Invite: to.Invited.InviteID}); err != nil {
		s.log.Error("report busy", "call", to.Invited.CallID, "error", err)
	}
	s.push(protocol.TypeBusy, protocol.Busy{From: to.Invited.From})
}

// cancelled is called when a call was over before it heard that this session rings.
func (s *session) cancelled(m bus.Message, callID string) {
	if !m.Unreachable || !s.over(callID) {
		return
	}
	event := protocol.Event{Type: protocol.EventCancelled}
	s.push(protocol.TypeUpdate, protocol.Update{CallID: callID, Events: []protocol.Event{event}, Over: true})
}

// over forgets a call that has ended, and returns whether the session was involved in it.
func (s *session) over(callID string) bool {
	if s.engaged.ID == callID {
		s.free()
		return true
	}
	before := len(s.crossed)
	s.crossed = slices.DeleteFunc(s.crossed, func(in unseen) bool { return in.Invited.CallID == callID })
	return len(s.crossed) < before
}

func (s *session) kicked(in kick) {
	if in.Order <= s.order {
		return // this session's own, or an earlier login's: that session ends
	}
	s.log.Info("kicked out")
	s.push(protocol.TypeKicked, protocol.Kicked{Reason: "the same user signed in elsewhere"})
	s.finish(protocol.CloseKicked, "kicked out")
}

// update passes a call's update on as it is; what matters here is only Over, and whether the client knows the
// invitation by now.
func (s *session) update(data json.RawMessage) {
	var u struct {
		CallID string `json:"callID"`
		Over   bool   `json:"over"`
	}
	if err := json.Unmarshal(data, &u); err != nil {
		s.log.Error("read an update", "error", err)
		return
	}
	// Until a join has its reply, it is an earlier stay in the same call that is over.
	if u.Over && !(s.pending != nil && s.pending.enters() && u.CallID == s.engaged.ID) {
		s.over(u.CallID)
	}
	if in := s.unseen(u.CallID); in != nil {
		in.since = append(in.since, data)
	}
	s.pushRaw(protocol.TypeUpdate, data)
}

// answered passes the call's reply on to the waiting request.
func (s *session) answered(m bus.Message) {
	if s.pending == nil {
		return // it came too late and was refused
	}
	if m.Unreachable {
		s.resolve(call.Answer{ID: s.pending.id, Over: true, Error: protocol.Errorf(protocol.CodeInviteGone, "%s: the call is over", s.pending.kind)})
		return
	}
	read(s, m, s.resolve)
}

func (s *session) resolve(in call.Answer) {
	if s.pending == nil || in.ID != s.pending.id {
		return
	}
	isCurrent := s.pending.about == s.engaged // else that call is over, and another one rings by now
	s.pending = nil
	s.timer.Stop()
	if in.Over && isCurrent {
		s.free()
	}
	if in.Error != nil {
		s.refuse(in.ID, in.Error)
	} else {
		if isCurrent {
			s.ringing = nil // any request shows that the client has seen the invitation
		}
		s.conn.send(protocol.Envelope{ID: in.ID, Type: protocol.TypeReply, Body: in.Body})
	}
	s.settleCrossed()
}
