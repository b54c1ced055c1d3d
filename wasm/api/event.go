package api

import "trtccalling/server/protocol"

// Names of the events that a client emits.
const (
	EventError          = "onError"                      // ErrorEvent
	EventReady          = "sdkReady"                     // ReadyEvent
	EventInvited        = "onInvited"                    // InvitedEvent
	EventUserAccept     = "onUserAccept"                 // UserEvent
	EventUserEnter      = "onUserEnter"                  // UserEvent
	EventUserLeave      = "onUserLeave"                  // UserEvent
	EventReject         = "onReject"                     // UserEvent
	EventNoResponse     = "onNoResp"                     // NoResponseEvent
	EventLineBusy       = "onLineBusy"                   // LineBusyEvent
	EventCancel         = "onCallingCancel"              // EmptyEvent
	EventKickedOut      = "onKickedOut"                  // EmptyEvent
	EventTimeout        = "onCallingTimeout"             // TimeoutEvent
	EventCallEnd        = "onCallEnd"                    // CallEndEvent
	EventVideoAvailable = "onUserVideoAvailable"         // VideoAvailableEvent
	EventAudioAvailable = "onUserAudioAvailable"         // AudioAvailableEvent
	EventInviteeList    = "onGroupCallInviteeListUpdate" // InviteeListEvent

	// The original has none of these.
	EventCallTypeChanged = "onCallTypeChanged"      // CallTypeEvent
	EventUserListChanged = "onUserListChanged"      // UserListEvent
	EventScreenAvailable = "onScreenShareAvailable" // ScreenAvailableEvent
)

// ErrorEvent reports a failure that no method reports. Msg is a text, or a SupportResult for 60006.
type ErrorEvent struct {
	Code int `json:"code"`
	Msg  any `json:"msg"`
}

// ReadyEvent follows a login.
type ReadyEvent struct {
	Name string `json:"name"` // "ts_im_ready"
}

// InvitedEvent says that somebody is calling.
type InvitedEvent struct {
	Sponsor     string     `json:"sponsor"`
	UserIDList  []string   `json:"userIDList"`
	IsFromGroup bool       `json:"isFromGroup"`
	InviteData  InviteData `json:"inviteData"`
	InviteID    string     `json:"inviteID"`
}

// InviteData is part of InvitedEvent.
type InviteData struct {
	Version  int               `json:"version"` // 4
	CallType protocol.CallType `json:"callType"`
	CallEnd  int               `json:"callEnd"` // always 0
	RoomID   int               `json:"roomID"`
}

// UserEvent names the user who did something.
type UserEvent struct {
	UserID string `json:"userID"`
}

// NoResponseEvent tells a caller which users could not be reached.
type NoResponseEvent struct {
	Sponsor    string   `json:"sponsor"`
	UserIDList []string `json:"userIDList"`
	UserID     string   `json:"userID"` // the first of the list
}

// LineBusyEvent tells both sides of a call that was not placed because UserID is in another one.
type LineBusyEvent struct {
	Sponsor string `json:"sponsor"`
	UserID  string `json:"userID"`
}

// TimeoutEvent names the users who did not answer.
type TimeoutEvent struct {
	Sponsor    string   `json:"sponsor"`
	UserIDList []string `json:"userIDList"`
}

// CallEndEvent says how long a call lasted, in whole seconds.
type CallEndEvent struct {
	UserID  string `json:"userID"`
	CallEnd int    `json:"callEnd"`
}

// VideoAvailableEvent says whether a user sends video.
type VideoAvailableEvent struct {
	UserID           string `json:"userID"`
	IsVideoAvailable bool   `json:"isVideoAvailable"`
}

// AudioAvailableEvent says whether a user sends speech.
type AudioAvailableEvent struct {
	UserID           string `json:"userID"`
	IsAudioAvailable bool   `json:"isAudioAvailable"`
}

// ScreenAvailableEvent says whether a user shares a screen. For the local user it comes only when the browser's
// own button has ended the sharing.
type ScreenAvailableEvent struct {
	UserID                 string `json:"userID"`
	IsScreenShareAvailable bool   `json:"isScreenShareAvailable"`
}

// InviteeListEvent lists, in a group call, the users who were invited or came, without those who left.
type InviteeListEvent struct {
	UserIDList []string `json:"userIDList"`
}

// CallTypeEvent says that UserID has switched the call.
type CallTypeEvent struct {
	CallType protocol.CallType `json:"callType"`
	UserID   string            `json:"userID"`
}

// UserListEvent lists who else is in the call.
type UserListEvent struct {
	UserList []string `json:"userList"`
}

// EmptyEvent has no fields.
type EmptyEvent struct{}

// Names of the events about devices and sound. The original has only the first.
const (
	EventVoiceVolume     = "onUserVoiceVolume" // VoiceVolumeEvent
	EventDeviceChanged   = "onDeviceChanged"   // DeviceChangedEvent
	EventAutoplayBlocked = "onAutoplayBlocked" // AutoplayBlockedEvent
)

// VoiceVolumeEvent comes about once a second in a call: this user first, then the others.
type VoiceVolumeEvent struct {
	VolumeMap []UserVolume `json:"volumeMap"`
}

// UserVolume is part of VoiceVolumeEvent; the original spells the name with a small d.
type UserVolume struct {
	UserID      string `json:"userId"`
	AudioVolume int    `json:"audioVolume"` // 0 to 100
}

// DeviceChangedEvent lists the devices after some were added or removed. Lists are never nil.
type DeviceChangedEvent struct {
	Cameras     []Device `json:"cameras"`
	Microphones []Device `json:"microphones"`
	Speakers    []Device `json:"speakers"`
}

// AutoplayBlockedEvent says that the browser refuses to play sound until the user touches the page. The list
// names the users who cannot be heard, as far as they are known by then.
type AutoplayBlockedEvent struct {
	UserIDList []string `json:"userIDList"`
}
