package protocol

// CallType is the kind of a call, numbered as the original does.
type CallType int

// The kinds of calls.
const (
	AudioCall CallType = 1
	VideoCall CallType = 2
)

// Login signs a user in. It must be the first request of a connection. Reply: LoggedIn.
type Login struct {
	Version  int    `json:"version"`
	SDKAppID uint32 `json:"sdkAppID"`
	UserID   string `json:"userID"`
	UserSig  string `json:"userSig"`
}

// LoggedIn is the reply to Login.
type LoggedIn struct {
	Version   int    `json:"version"` // the server's
	SessionID string `json:"sessionID"`
	Server    string `json:"server"` // names the server process; another name = all its media state is gone
}

// Call starts a call and rings UserIDs. The caller's media is connected by the same request: Offer
// is its session description. Reply: Called.
type Call struct {
	UserIDs []string `json:"userIDs"`
	Type    CallType `json:"type"`
	GroupID string   `json:"groupID,omitempty"` // opaque, grants nothing
	Timeout float64  `json:"timeout,omitempty"` // seconds to ring, 1 to 3600; 0 or below: 30
	Offer   string   `json:"offer"`
	Audio   bool     `json:"audio"` // what the caller sends
	Video   bool     `json:"video"`
}

// Called is the reply to Call.
type Called struct {
	CallID  string   `json:"callID"`
	RoomID  int      `json:"roomID"` // 1 to 100,000,000; shown to applications, grants nothing
	Invites []Invite `json:"invites"`
	Negotiated
}

// Invite is one invitation of a call.
type Invite struct {
	InviteID string `json:"inviteID"` // UUID
	UserID   string `json:"userID"`
}

// Negotiate connects the sender's media, or changes it: as the callee while it rings, and as
// anybody with another offer later (more m-lines, an ICE restart). Reply: Negotiated.
type Negotiate struct {
	CallID string `json:"callID"`
	Offer  string `json:"offer"`
}

// Negotiated is the reply to Negotiate.
type Negotiated struct {
	Answer string `json:"answer"`
	Server string `json:"server"` // as in LoggedIn: with another name, build a new connection instead of restarting ICE
}

// Accept answers an invitation. Reply: Accepted.
type Accept struct {
	CallID string `json:"callID"`
	Audio  bool   `json:"audio"` // what the sender sends from now on
	Video  bool   `json:"video"`
}

// Accepted is the reply to Accept.
type Accepted struct {
	Type CallType `json:"type"`
}

// Reject declines an invitation. Reply: empty.
type Reject struct {
	CallID string `json:"callID"`
}

// Hangup leaves a call in whatever state it is: it cancels what rings out, declines what rings in.
// Without CallID it means the call that the session is in. Reply: HungUp, also when there is none.
type Hangup struct {
	CallID string `json:"callID,omitempty"`
}

// HungUp is the reply to Hangup.
type HungUp struct {
	Cancelled []Invite `json:"cancelled,omitempty"` // the invitations that still rang
}

// Media says what the sender publishes from now on. Reply: empty.
type Media struct {
	CallID string `json:"callID"`
	Audio  bool   `json:"audio"`
	Video  bool   `json:"video"`
}

// Invited is pushed to a callee: its page rings.
type Invited struct {
	CallID   string   `json:"callID"`
	InviteID string   `json:"inviteID"`
	RoomID   int      `json:"roomID"`
	From     string   `json:"from"`
	Type     CallType `json:"type"`
	UserIDs  []string `json:"userIDs"` // the invited users that the receiver may know of
	Group    bool     `json:"group"`   // a groupID was given, or two or more were invited
	Timeout  float64  `json:"timeout"` // seconds left to ring
}

// Update is pushed to a member of a call: what happened in one step of the call, in order.
type Update struct {
	CallID string  `json:"callID"`
	Events []Event `json:"events,omitempty"`
	Slots  []Slot  `json:"slots,omitzero"` // when present, also when empty: all slots of the receiver's connection that are in use
	Over   bool    `json:"over,omitempty"` // the receiver is not in the call any more; release everything
}

// Event is one thing that happened in a call.
type Event struct {
	Type    string   `json:"type"`
	UserID  string   `json:"userID,omitempty"`
	UserIDs []string `json:"userIDs,omitempty"`
	Audio   bool     `json:"audio,omitempty"`
	Video   bool     `json:"video,omitempty"`
	Seconds int      `json:"seconds,omitempty"`
}

// Types of events, with the fields they carry.
const (
	EventEntered    = "entered"    // UserID is in the call from now on
	EventAccepted   = "accepted"   // UserID answered the receiver's invitation
	EventMedia      = "media"      // UserID sends Audio, Video from now on
	EventLeft       = "left"       // UserID is not in the call any more, or the receiver itself left
	EventRejected   = "rejected"   // UserID declined
	EventBusy       = "busy"       // UserID is in another call
	EventCancelled  = "cancelled"  // the caller gave up
	EventTimeout    = "timeout"    // UserIDs rang and did not answer; UserID is the caller
	EventNoResponse = "noresponse" // UserIDs were never reached; UserID is the caller
	EventEnded      = "ended"      // UserID as in the contract's 4.3; the call lasted Seconds
)

// Slot says whose media arrives on the receiver's m-line Mid. Nothing in a browser fires when that
// changes: this message is the only truth about it.
type Slot struct {
	Mid    string `json:"mid"`
	UserID string `json:"userID"`
	Kind   string `json:"kind"`   // "audio" or "video"
	Source string `json:"source"` // "microphone", "camera" or "screen"
}

// Busy is pushed to somebody who was called while in another call: From called.
type Busy struct {
	From string `json:"from"`
}

// Kicked is pushed before the connection is closed with CloseKicked.
type Kicked struct {
	Reason string `json:"reason"`
}

// Empty is the body of requests and replies that carry nothing.
type Empty struct{}
