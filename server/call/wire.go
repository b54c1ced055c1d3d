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
	Invite  string           `json:"invite,omitempty"` // that a session answers by rang or occupied
	Profile protocol.Profile `json:"profile,omitzero"`
	Body    json.RawMessage  `json:"body,omitempty"`
}

// Types of messages beside the requests of protocol.
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
	if err == nil { // only types of ours come here, all of which can be written
		m.Body = raw
	}
	data, err := json.Marshal(m)
	if err != nil {
		return nil
	}
	return data
}

// decoders make an input of a message.
var decoders = map[string]func(message) (Input, error){
	protocol.TypeCall: func(m message) (Input, error) {
		in := Place{Request: m.request(), Profile: m.Profile}
		err := json.Unmarshal(m.Body, &in.Call)
		in.Invites = invitesFor(in.Invitees)
		return in, err
	},
	protocol.TypeAdd: func(m message) (Input, error) {
		in := Add{Request: m.request()}
		err := json.Unmarshal(m.Body, &in.Invitees)
		in.Invites = invitesFor(in.Invitees)
		return in, err
	},
	protocol.TypeJoin: func(m message) (Input, error) {
		in := Join{Request: m.request(), Profile: m.Profile}
		err := json.Unmarshal(m.Body, &in.Join)
		return in, err
	},
	protocol.TypeSwitch: func(m message) (Input, error) {
		var body protocol.Switch
		err := json.Unmarshal(m.Body, &body)
		return Switch{m.request(), body.Type}, err
	},
	protocol.TypeNegotiate: func(m message) (Input, error) {
		var body protocol.Negotiate
		err := json.Unmarshal(m.Body, &body)
		return Negotiate{m.request(), body.Offer}, err
	},
	protocol.TypeAccept: func(m message) (Input, error) {
		var body protocol.Accept
		err := json.Unmarshal(m.Body, &body)
		return Accept{m.request(), body.InviteID, body.Audio, body.Video}, err
	},
	protocol.TypeMedia: func(m message) (Input, error) {
		in := Media{Request: m.request()}
		err := json.Unmarshal(m.Body, &in.Media)
		return in, err
	},
	typeLines: func(m message) (Input, error) {
		in := Lines{User: m.By.User}
		err := json.Unmarshal(m.Body, &in.Lines)
		return in, err
	},
	typeSlots: func(m message) (Input, error) {
		in := Slots{User: m.By.User, Slots: []protocol.Slot{}} // an empty table is news, too
		err := json.Unmarshal(m.Body, &in.Slots)
		return in, err
	},
	protocol.TypeReject: func(m message) (Input, error) {
		var body protocol.Reject
		err := json.Unmarshal(m.Body, &body)
		return Reject{m.request(), body.InviteID}, err
	},
	protocol.TypeHangup: func(m message) (Input, error) {
		var body protocol.Hangup
		err := json.Unmarshal(m.Body, &body)
		return Hangup{m.request(), body.InviteID}, err
	},
	protocol.TypeInfo: func(m message) (Input, error) { return Info{m.request()}, nil },
	typeRang:          func(m message) (Input, error) { return Rang{m.By, m.Invite, m.Profile}, nil },
	typeOccupied:      func(m message) (Input, error) { return Occupied{m.By, m.Invite}, nil },
	typeGone:          func(m message) (Input, error) { return Gone{m.By}, nil },
	typeLost:          func(m message) (Input, error) { return Lost{m.By.User}, nil },
	typeShutdown:      func(message) (Input, error) { return Shutdown{}, nil },
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
