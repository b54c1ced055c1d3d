package call

import (
	"encoding/json"
	"fmt"

	"trtccalling/server/protocol"
)

// What travels on the bus between a session and the owner of a call.

// message is what a call's address takes.
type message struct {
	Type    string           `json:"type"`
	By      Who              `json:"by"`
	ID      uint64           `json:"id,omitempty"`
	Invite  string           `json:"invite,omitempty"` // that a session answers with rang or occupied
	Profile protocol.Profile `json:"profile,omitzero"`
	Body    json.RawMessage  `json:"body,omitempty"`
}

// Types of messages besides the requests of protocol.
const (
	typeRang     = "rang"
	typeOccupied = "occupied"
	typeGone     = "gone"
	typeSlots    = "slots"
	typeLines    = "lines"
	typeLost     = "lost"
	typeShutdown = "shutdown"
)

// Invitation is what a callee's sessions get at the topic TopicInvite.
type Invitation struct {
	Address string           `json:"address"` // of the call
	Invited protocol.Invited `json:"invited"`
	Again   bool             `json:"again,omitempty"` // it was sent before, and no session answered
}

// Ref is the call that it invites to.
func (i Invitation) Ref() Ref { return Ref{ID: i.Invited.CallID, Address: i.Address} }

// Answer is what a session gets at the topic TopicReply.
type Answer struct {
	ID    uint64          `json:"id"`
	Body  json.RawMessage `json:"body,omitempty"`
	Error *protocol.Error `json:"error,omitempty"`
	Over  bool            `json:"over,omitempty"` // the session is not in the call (any more)
}

// Topics of a user's and a session's subject on the bus.
const (
	TopicInvite = "invite" // of the user
	TopicReply  = "reply"  // of the session
	TopicUpdate = "update" // of the session; the body is a protocol.Update
)

func encode(m message, body any) []byte {
	raw, err := json.Marshal(body)
	if err == nil { // only this package's own types come here, and all of them can be encoded
		m.Body = raw
	}
	data, err := json.Marshal(m)
	if err != nil {
		return nil
	}
	return data
}

// decoders turn a message into an input.
var decoders = map[string]func(message) (Input, error){
	protocol.TypeCall: with(func(m message, body protocol.Call) Input {
		return Place{Request: m.request(), Call: body, Invites: invitesFor(body.Invitees), Profile: m.Profile}
	}),
	protocol.TypeAdd: with(func(m message, body protocol.Invitees) Input {
		return Add{Request: m.request(), Invitees: body, Invites: invitesFor(body)}
	}),
	protocol.TypeJoin: with(func(m message, body protocol.Join) Input {
		return Join{Request: m.request(), Join: body, Profile: m.Profile}
	}),
	protocol.TypeSwitch: with(func(m message, body protocol.Switch) Input { return Switch{m.request(), body.Type} }),
	protocol.TypeNegotiate: with(func(m message, body protocol.Negotiate) Input {
		return Negotiate{m.request(), body.Offer}
	}),
	protocol.TypeAccept: with(func(m message, body protocol.Accept) Input {
		return Accept{m.request(), body.InviteID, body.Audio, body.Video}
	}),
	protocol.TypeMedia:  with(func(m message, body protocol.Media) Input { return Media{m.request(), body} }),
	protocol.TypeReject: with(func(m message, body protocol.Reject) Input { return Reject{m.request(), body.InviteID} }),
	protocol.TypeHangup: with(func(m message, body protocol.Hangup) Input { return Hangup{m.request(), body.InviteID} }),
	protocol.TypeInfo:   bare(func(m message) Input { return Info{m.request()} }),
	typeLines:           with(func(m message, body protocol.Lines) Input { return Lines{m.By.User, body} }),
	typeSlots:           with(func(m message, body []protocol.Slot) Input { return Slots{m.By.User, body} }),
	typeRang:            bare(func(m message) Input { return Rang{m.By, m.Invite, m.Profile} }),
	typeOccupied:        bare(func(m message) Input { return Occupied{m.By, m.Invite} }),
	typeGone:            bare(func(m message) Input { return Gone{m.By} }),
	typeLost:            bare(func(m message) Input { return Lost{m.By.User} }),
	typeShutdown:        bare(func(message) Input { return Shutdown{} }),
}

// bare makes a decoder for messages without a body.
func bare(makeInput func(message) Input) func(message) (Input, error) {
	return func(m message) (Input, error) { return makeInput(m), nil }
}

// with makes a decoder from a function that also takes the message's body.
func with[Body any](makeInput func(message, Body) Input) func(message) (Input, error) {
	return func(m message) (Input, error) {
		var body Body
		if err := json.Unmarshal(m.Body, &body); err != nil {
			return nil, err
		}
		return makeInput(m, body), nil
	}
}

func (m message) request() Request { return Request{By: m.By, ID: m.ID} }

func decode(data []byte) (Input, error) {
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("read a message to a call: %w", err)
	}
	makeInput := decoders[m.Type]
	if makeInput == nil {
		return nil, fmt.Errorf("unknown message type %q", m.Type)
	}
	in, err := makeInput(m)
	if err != nil {
		return nil, fmt.Errorf("read a %s: %w", m.Type, err)
	}
	return in, nil
}
