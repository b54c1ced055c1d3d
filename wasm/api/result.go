package api

import "trtccalling/server/protocol"

// OKResult is the result of methods that have nothing to report.
type OKResult struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"` // "ok"
}

// LoginResult is the result of Login.
type LoginResult struct {
	Code int       `json:"code"`
	Data LoginData `json:"data"`
}

// LoginData is part of LoginResult.
type LoginData struct {
	ActionStatus string `json:"actionStatus"` // "OK"
	ErrorCode    int    `json:"errorCode"`
	ErrorInfo    string `json:"errorInfo"`
	RepeatLogin  bool   `json:"repeatLogin,omitempty"`
}

// LogoutResult is the result of Logout.
type LogoutResult struct {
	Code int      `json:"code"`
	Data struct{} `json:"data"`
}

// SignalResult is the result of Reject, and of Hangup for each cancelled invitation.
type SignalResult struct {
	InviteID string      `json:"inviteID"`
	Code     int         `json:"code"`
	Data     MessageData `json:"data"`
}

// CallResult is the result of Call.
type CallResult struct {
	Audio  bool   `json:"audio"`
	Video  bool   `json:"video"`
	SelfID string `json:"userId"` // the local user; the original spells it with a small d
	SignalResult
	RoomID int    `json:"roomID"`
	UserID string `json:"userID"` // the callee
}

// GroupCallResult is the result of GroupCall with a groupID: one invitation for all.
type GroupCallResult struct {
	JoinResult
	SignalResult
	RoomID  int    `json:"roomID"`
	GroupID string `json:"groupID"`
}

// MultiCallResult is the result of GroupCall without a groupID, and of InviteUser.
type MultiCallResult struct {
	JoinResult
	Code    int            `json:"code"`
	Data    []InviteResult `json:"data"`
	RoomID  int            `json:"roomID"`
	GroupID string         `json:"groupID"`         // ""
	Error   *ErrorInfo     `json:"error,omitempty"` // with code 1: why nobody was invited
}

// ErrorInfo is an Error inside a result.
type ErrorInfo struct {
	Code    int            `json:"code"`
	Message string         `json:"message"`
	Data    map[string]any `json:"data"`
}

// InviteResult is one invitation of a MultiCallResult.
type InviteResult struct {
	SignalResult
	RoomID int    `json:"roomID"`
	UserID string `json:"userID"`
}

// JoinResult is part of a result when the method has joined the call; otherwise its fields are absent.
type JoinResult struct {
	Audio  *bool  `json:"audio,omitempty"`
	Video  *bool  `json:"video,omitempty"`
	SelfID string `json:"userId,omitempty"` // the local user
}

// JoinedResult is the result of JoinInGroupCall.
type JoinedResult struct {
	Audio    bool              `json:"audio"`
	Video    bool              `json:"video"`
	SelfID   string            `json:"userId"` // the local user
	Code     int               `json:"code"`
	CallID   string            `json:"callID"`
	RoomID   int               `json:"roomID"`
	CallType protocol.CallType `json:"callType"`
	GroupID  string            `json:"groupID"`
}

// CallInfo is the result of GetCallInfo. Times are Unix milliseconds, 0 for what has not happened.
type CallInfo struct {
	CallID      string            `json:"callID"`
	RoomID      int               `json:"roomID"`
	CallType    protocol.CallType `json:"callType"`
	GroupID     string            `json:"groupID"`
	IsGroupCall bool              `json:"isGroupCall"`
	Since       int64             `json:"since"` // when the first callee answered
	Members     []UserInfo        `json:"members"`
}

// UserInfo is the result of GetUserInfo, and one member of a CallInfo.
type UserInfo struct {
	UserID    string `json:"userID"`
	InviterID string `json:"inviterID"` // "" for the user who placed the call
	Status    Status `json:"status"`    // calling while it rings there, else connected
	Since     int64  `json:"since"`     // when the user came in
	Nick      string `json:"nick"`
	Avatar    string `json:"avatar"`
	UserData  string `json:"userData"` // of the user's invitation
}

// AcceptResult is the result of Accept.
type AcceptResult struct {
	Audio    bool              `json:"audio"`
	Video    bool              `json:"video"`
	SelfID   string            `json:"userId"` // the local user
	RoomID   int               `json:"roomID"`
	CallType protocol.CallType `json:"callType"`
	SignalResult
}

// MessageData wraps a Message.
type MessageData struct {
	Message Message `json:"message"`
}

// Message is the chat message that the original sent for every signal. Applications built on its chat demos add
// it to their message lists.
type Message struct {
	ID               string         `json:"ID"`
	Type             string         `json:"type"`             // "TIMCustomElem"
	ConversationType string         `json:"conversationType"` // "C2C" or "GROUP"
	ConversationID   string         `json:"conversationID"`
	From             string         `json:"from"`
	To               string         `json:"to"`
	Flow             string         `json:"flow"`   // "out"
	Time             int64          `json:"time"`   // Unix seconds
	Status           string         `json:"status"` // "success"
	Nick             string         `json:"nick"`
	Avatar           string         `json:"avatar"`
	Payload          MessagePayload `json:"payload"`
}

// MessagePayload is part of Message. Data is JSON text.
type MessagePayload struct {
	Data        string `json:"data"`
	Description string `json:"description"`
	Extension   string `json:"extension"`
}
