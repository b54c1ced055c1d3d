package protocol

// CallType is the kind of a call, numbered as in the original.
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
	OnlyNew  bool   `json:"onlyNew,omitempty"` // earlier invitations do not ring
	Profile
}

// Profile is how a user wants to be shown to others. Its texts are the application's and mean nothing here.
type Profile struct {
	Nick   string `json:"nick,omitempty"`
	Avatar string `json:"avatar,omitempty"` // usually a URL
}

// LoggedIn is the reply to Login.
type LoggedIn struct {
	Version   int    `json:"version"` // the server's
	SessionID string `json:"sessionID"`
	Server    string `json:"server"` // names the server process; a different name means that all media state is gone
}

// Call starts a call and rings UserIDs. The same request connects the caller's media: Offer is its session
// description. Reply: Called.
type Call struct {
	Invitees
	Type  CallType `json:"type"`
	Group bool     `json:"group,omitempty"` // a group call, even of two and without a groupID
	Offer string   `json:"offer"`
	Audio bool     `json:"audio"` // what the caller sends
	Video bool     `json:"video"`
}

// Invitees are the users to ring, in Call or Add.
type Invitees struct {
	UserIDs  []string     `json:"userIDs"`
	GroupID  string       `json:"groupID,omitempty"`  // opaque, grants nothing; with it there is one invitation for all
	Timeout  float64      `json:"timeout,omitempty"`  // seconds to ring, 1 to 3600; 0 or below: 30
	UserData string       `json:"userData,omitempty"` // opaque text for the users invited
	Push     *OfflinePush `json:"push,omitempty"`
}

// OfflinePush is what a notification to a callee who is not signed in should say.
type OfflinePush struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Extension   string `json:"extension,omitempty"`
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
	InviteID string `json:"inviteID"` // UUID; the same for all users invited with a GroupID
	UserID   string `json:"userID"`
}

// Add rings more users, for any member of a call. A call of two becomes a group. Users who are in the call or
// already ring are left out. Reply: Added.
type Add struct {
	CallID string `json:"callID"`
	Invitees
}

// Added is the reply to Add.
type Added struct {
	RoomID  int      `json:"roomID"`
	Invites []Invite `json:"invites"`
}

// Join brings a user into a call that it was a member of or invited to before, without an invitation that
// rings. Reply: Joined.
type Join struct {
	CallID string `json:"callID"`
	Offer  string `json:"offer"`
	Audio  bool   `json:"audio"` // what the sender sends from now on
	Video  bool   `json:"video"`
}

// Joined is the reply to Join.
type Joined struct {
	RoomID  int      `json:"roomID"`
	Type    CallType `json:"type"`
	GroupID string   `json:"groupID,omitempty"`
	Inviter string   `json:"inviter"`
	Negotiated
}

// Switch makes a call of two an audio call or a video call, even while it rings. All who are in it or ring hear
// of it as the event switched; the server takes two switches one after the other. Reply: empty.
type Switch struct {
	CallID string   `json:"callID"`
	Type   CallType `json:"type"`
}

// Info asks for what is known of the call that the sender is in. Reply: CallInfo.
type Info struct {
	CallID string `json:"callID"`
}

// CallInfo is the reply to Info. Times are Unix milliseconds, 0 for what has not happened.
type CallInfo struct {
	CallID   string       `json:"callID"`
	RoomID   int          `json:"roomID"`
	Type     CallType     `json:"type"`
	GroupID  string       `json:"groupID"`
	Group    bool         `json:"group"`
	Answered int64        `json:"answered"` // when the first callee answered
	Members  []MemberInfo `json:"members"`
}

// MemberInfo is a user who is in a call, or rings.
type MemberInfo struct {
	UserID   string `json:"userID"`
	Inviter  string `json:"inviter"` // "" for the caller
	Ringing  bool   `json:"ringing"`
	Joined   int64  `json:"joined"`             // when the user came in
	UserData string `json:"userData,omitempty"` // of the user's invitation
	Profile
}

// Negotiate connects the sender's media, or changes it: for a callee while it rings, and for anybody later with
// another offer (more m-lines, an ICE restart). Reply: Negotiated.
type Negotiate struct {
	CallID string `json:"callID"`
	Offer  string `json:"offer"`
}

// Negotiated is the reply to Negotiate.
type Negotiated struct {
	Answer string `json:"answer"`
	Server string `json:"server"` // as in LoggedIn: if the name differs, build a new connection instead of restarting ICE
}

// Accept answers an invitation. Reply: Accepted.
type Accept struct {
	CallID   string `json:"callID"`
	InviteID string `json:"inviteID,omitempty"` // so that it does not answer a later invitation to the same call
	Audio    bool   `json:"audio"`              // what the sender sends from now on
	Video    bool   `json:"video"`
}

// Accepted is the reply to Accept.
type Accepted struct {
	Type  CallType `json:"type"`
	Group bool     `json:"group,omitempty"` // the call is a group, even if the invitation was not
}

// Reject declines an invitation. Reply: empty.
type Reject struct {
	CallID   string `json:"callID"`
	InviteID string `json:"inviteID,omitempty"` // as in Accept
}

// Hangup leaves a call in whatever state it is: it cancels outgoing invitations and declines an incoming one.
// Without CallID it means the call that the sender has asked for, and no invitation. Reply: HungUp, even when
// there is no call.
type Hangup struct {
	CallID   string `json:"callID,omitempty"`
	InviteID string `json:"inviteID,omitempty"` // through which the sender came to the call; a later one keeps ringing
}

// HungUp is the reply to Hangup.
type HungUp struct {
	Cancelled []Invite `json:"cancelled,omitempty"` // the invitations that were still ringing
}

// Media says what the sender publishes from now on. Reply: empty.
type Media struct {
	CallID string `json:"callID"`
	Audio  bool   `json:"audio"`
	Video  bool   `json:"video"`
	Screen bool   `json:"screen,omitempty"` // in an audio call, too
}

// Invited is pushed to a callee: its page rings.
type Invited struct {
	CallID   string   `json:"callID"`
	InviteID string   `json:"inviteID"`
	RoomID   int      `json:"roomID"`
	From     string   `json:"from"`
	Type     CallType `json:"type"`
	UserIDs  []string `json:"userIDs"` // with a groupID all users invited together, otherwise only the receiver
	Group    bool     `json:"group"`   // a groupID was given, or two or more were invited together
	GroupID  string   `json:"groupID,omitempty"`
	Timeout  float64  `json:"timeout"` // seconds left to ring
	UserData string   `json:"userData,omitempty"`

	Push    *OfflinePush `json:"push,omitempty"` // for a service that notifies users who are not signed in
	Profile              // of From
}

// Update is pushed to a member of a call: what happened in one step of the call, in order.
type Update struct {
	CallID string  `json:"callID"`
	Events []Event `json:"events,omitempty"`
	Slots  []Slot  `json:"slots,omitzero"`  // when present, even if empty: all slots of the receiver's connection that are in use
	Lines  *Lines  `json:"lines,omitempty"` // the receiver's connection needs this many m-lines: offer again
	Over   bool    `json:"over,omitempty"`  // the receiver is no longer in the call; release everything
}

// Lines says how many m-lines of each kind a connection should have to receive on.
type Lines struct {
	Audio int `json:"audio"`
	Video int `json:"video"`
}

// Event is one thing that happened in a call.
type Event struct {
	Type    string   `json:"type"`
	UserID  string   `json:"userID,omitempty"`
	UserIDs []string `json:"userIDs,omitempty"`
	Audio   bool     `json:"audio,omitempty"`
	Video   bool     `json:"video,omitempty"`
	Screen  bool     `json:"screen,omitempty"`
	Seconds int      `json:"seconds,omitempty"`

	Inviter  string   `json:"inviter,omitempty"`
	CallType CallType `json:"callType,omitempty"`
}

// Types of events, with the fields they carry.
const (
	EventEntered    = "entered"    // UserID is in the call from now on
	EventAccepted   = "accepted"   // UserID answered the receiver's invitation
	EventMedia      = "media"      // UserID sends Audio, Video, Screen from now on
	EventLeft       = "left"       // UserID is no longer in the call, or the receiver itself has left
	EventRejected   = "rejected"   // UserID declined
	EventBusy       = "busy"       // UserID, whom Inviter has invited, is in another call
	EventCancelled  = "cancelled"  // the caller gave up
	EventTimeout    = "timeout"    // UserIDs rang and did not answer; UserID is the caller
	EventNoResponse = "noresponse" // UserIDs were never reached; UserID is the caller
	EventSwitched   = "switched"   // the call is a CallType from now on; UserID asked for it. What members send follows as media
	EventGrouped    = "grouped"    // the call is a group from now on: UserID has added somebody
	EventEnded      = "ended"      // UserID as in the contract's 4.3; the call lasted Seconds
)

// Slot says whose media arrives on the receiver's m-line Mid. Browsers fire no event when that changes: only
// this message says so.
type Slot struct {
	Mid    string `json:"mid"`
	UserID string `json:"userID"`
	Kind   string `json:"kind"` // "audio" or "video"
	Source string `json:"source"`
}

// What a slot's media comes from.
const (
	SourceMicrophone = "microphone"
	SourceCamera     = "camera"
	SourceScreen     = "screen"
)

// Busy is pushed to a user who was called while in another call: From called.
type Busy struct {
	From string `json:"from"`
}

// Kicked is pushed before the connection is closed with CloseKicked.
type Kicked struct {
	Reason string `json:"reason"`
}

// Empty is the body of requests and replies that carry nothing.
type Empty struct{}
