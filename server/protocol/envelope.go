package protocol

import "encoding/json"

// Path is where a server answers the WebSocket upgrade.
const Path = "/v1/signal"

// Limits of one message, in bytes. Only call and negotiate carry a session description.
const (
	MaxMessage    = 64 << 10
	MaxMessageSDP = 256 << 10
)

// WebSocket close codes of this protocol (4000 to 4999 are free for applications, RFC 6455 7.4.2).
const (
	CloseKicked        = 4001 // the same user signed in elsewhere
	CloseOriginRefused = 4403 // preceded by an error message that names the origin
)

// Envelope is one WebSocket message. A request has an ID and a Type; its reply has the same ID, the Type
// "reply" and either a Body or an Error. A push has a Type and a Seq. A notification (bye) has only a Type.
type Envelope struct {
	ID    uint64          `json:"id,omitempty"`
	Type  string          `json:"type"`
	Seq   uint64          `json:"seq,omitempty"`
	Body  json.RawMessage `json:"body,omitempty"`
	Error *Error          `json:"error,omitempty"`
}

// Types of requests and notifications, client to server.
const (
	TypeLogin     = "login"
	TypeLogout    = "logout"
	TypeBye       = "bye" // notification: the page is going away, no reply
	TypeCall      = "call"
	TypeNegotiate = "negotiate"
	TypeAccept    = "accept"
	TypeReject    = "reject"
	TypeHangup    = "hangup"
	TypeMedia     = "media"
	TypeAdd       = "add"
	TypeJoin      = "join"
	TypeSwitch    = "switch"
	TypeInfo      = "info"
)

// Types of messages, server to client.
const (
	TypeReply   = "reply"
	TypeInvited = "invited"
	TypeUpdate  = "update"
	TypeBusy    = "busy"
	TypeKicked  = "kicked"
	TypeError   = "error" // about a message without a readable id, or about the connection
)
