package api

import (
	"slices"

	"trtccalling/server/protocol"
)

// Status is what getCallStatus() returns.
type Status string

// The statuses. A caller is connected as soon as the other side rings.
const (
	StatusIdle      Status = "idle"
	StatusCalling   Status = "calling"
	StatusConnected Status = "connected"
)

// Snapshot is what the synchronous getters of a page show. Lists are never nil.
type Snapshot struct {
	CallStatus           Status            `json:"callStatus"`
	CallType             protocol.CallType `json:"callType"` // 0 when idle
	CallID               string            `json:"callID"`   // "" when idle, and until the server has answered
	RoomID               int               `json:"roomID"`
	Switching            bool              `json:"switching"`
	UserID               string            `json:"userID"` // "" when nobody is signed in
	InviterID            string            `json:"inviterID"`
	GroupID              string            `json:"groupID"`
	IsInviter            bool              `json:"isInviter"`
	IsGroupCall          bool              `json:"isGroupCall"`
	InviteeList          []string          `json:"inviteeList"`
	UnHandledInviteeList []string          `json:"unHandledInviteeList"` // the part of InviteeList that still rings
	InviterInviteID      []string          `json:"inviterInviteID"`      // all invitations of this user that still ring
	RemoteUsers          []string          `json:"remoteUsers"`          // the users in the call
	RemoteMedia          []RemoteMedia     `json:"remoteMedia"`          // what each of RemoteUsers sends
}

// RemoteMedia says what another user sends.
type RemoteMedia struct {
	Audio  bool `json:"audio"`
	Video  bool `json:"video"`
	Screen bool `json:"screen"`
}

// Equal says whether a page would see a difference.
func (s Snapshot) Equal(o Snapshot) bool {
	return s.CallStatus == o.CallStatus && s.CallType == o.CallType && s.UserID == o.UserID &&
		s.CallID == o.CallID && s.RoomID == o.RoomID && s.Switching == o.Switching &&
		s.InviterID == o.InviterID && s.GroupID == o.GroupID &&
		s.IsInviter == o.IsInviter && s.IsGroupCall == o.IsGroupCall &&
		slices.Equal(s.InviteeList, o.InviteeList) && slices.Equal(s.RemoteUsers, o.RemoteUsers) &&
		slices.Equal(s.RemoteMedia, o.RemoteMedia) &&
		slices.Equal(s.UnHandledInviteeList, o.UnHandledInviteeList) &&
		slices.Equal(s.InviterInviteID, o.InviterInviteID)
}
