package api

import (
	"math"
	"slices"
	"strconv"

	"trtccalling/server/protocol"
)

// LoginParams are the parameters of Login. The others in a call see the profile.
type LoginParams struct {
	UserID  string `json:"userID"`
	UserSig string `json:"userSig"`
	OnlyNew bool   `json:"-"` // offlineSupport: false; earlier invitations do not ring
	protocol.Profile
}

// CallParams are the parameters of Call.
type CallParams struct {
	UserID string            `json:"userID"`
	Type   protocol.CallType `json:"type"`
	InviteOptions

	Passed string `json:"-"` // JSON text of what the page passed, for errors; "" stands for the fields
}

// InviteOptions may come with every invitation.
type InviteOptions struct {
	Timeout  float64               `json:"timeout,omitempty"`  // seconds to ring, 1 to 3600; 0 means 30
	UserData string                `json:"userData,omitempty"` // opaque text for the users invited
	Push     *protocol.OfflinePush `json:"offlinePushInfo,omitempty"`
}

// GroupCallParams are the parameters of GroupCall and, without Type and GroupID, of InviteUser.
type GroupCallParams struct {
	UserIDs []string          `json:"userIDList"`
	Type    protocol.CallType `json:"type,omitempty"`
	GroupID string            `json:"groupID,omitempty"`
	InviteOptions

	Passed string `json:"-"` // as in CallParams
}

// JoinParams are the parameters of JoinInGroupCall.
type JoinParams struct {
	CallID string `json:"callID"`
}

// UserParams are the parameters of GetUserInfo.
type UserParams struct {
	UserID string `json:"userID"`
}

// ViewParams are the parameters of the six view methods. Element is an element's id, or the element itself in
// whatever form Media.StartView takes it; the stop methods have none.
type ViewParams struct {
	UserID  string `json:"userID"`
	Element any    `json:"videoViewDomID,omitempty"`
}

// ReadLoginParams reads what a page passed, JSON text of any kind, as ReadCallParams does.
func ReadLoginParams(text []byte, codec Codec) LoginParams {
	fields := looseObject(text, codec)
	return LoginParams{
		UserID: fields.text("userID"), UserSig: fields.text("userSig"), OnlyNew: fields["offlineSupport"] == false,
		Profile: protocol.Profile{Nick: fields.text("nick"), Avatar: fields.text("avatar")},
	}
}

// ReadCallParams reads what a page passed, JSON text of any kind: a field of a wrong type counts as absent, and
// fields that CallParams does not list are ignored.
func ReadCallParams(text []byte, codec Codec) CallParams {
	fields := looseObject(text, codec)
	return CallParams{
		UserID: fields.text("userID"), Type: fields.callType("type"),
		InviteOptions: fields.inviteOptions(), Passed: string(text),
	}
}

// ReadGroupCallParams reads what a page passed, as ReadCallParams does. A user named twice is invited once.
func ReadGroupCallParams(text []byte, codec Codec) GroupCallParams {
	fields := looseObject(text, codec)
	return GroupCallParams{
		UserIDs: fields.texts("userIDList"), Type: fields.callType("type"), GroupID: fields.text("groupID"),
		InviteOptions: fields.inviteOptions(), Passed: string(text),
	}
}

// ReadJoinParams and ReadUserParams read what a page passed, as ReadCallParams does.
func ReadJoinParams(text []byte, codec Codec) JoinParams {
	return JoinParams{CallID: looseObject(text, codec).text("callID")}
}

// ReadUserParams is described at ReadJoinParams.
func ReadUserParams(text []byte, codec Codec) UserParams {
	return UserParams{UserID: looseObject(text, codec).text("userID")}
}

// Valid says whether the parameters name a user to call and a type of call.
func (p CallParams) Valid() bool { return p.UserID != "" && known(p.Type) }

// Valid is like that of CallParams.
func (p GroupCallParams) Valid() bool { return len(p.UserIDs) > 0 && known(p.Type) }

func known(kind protocol.CallType) bool {
	return kind == protocol.AudioCall || kind == protocol.VideoCall
}

// ringTime brings what an application asks for into the range that the server takes; 0 is the server's default.
func ringTime(seconds float64) float64 {
	if !(seconds > 0) { // NaN, too
		return 0
	}
	return min(max(seconds, 1), 3600)
}

type fields map[string]any

// looseObject is empty for anything but an object.
func looseObject(text []byte, codec Codec) fields {
	var f fields
	if codec.Unmarshal(text, &f) != nil {
		return nil
	}
	return f
}

func (f fields) text(name string) string {
	s, _ := f[name].(string)
	return s
}

// texts is empty when the list holds anything but names.
func (f fields) texts(name string) []string {
	list, _ := f[name].([]any)
	var names []string
	for _, element := range list {
		text, _ := element.(string)
		if text == "" {
			return nil
		}
		if !slices.Contains(names, text) {
			names = append(names, text)
		}
	}
	return names
}

func (f fields) inviteOptions() InviteOptions {
	return InviteOptions{Timeout: ringTime(f.number("timeout")), UserData: f.text("userData"), Push: f.push("offlinePushInfo")}
}

func (f fields) push(name string) *protocol.OfflinePush {
	given, ok := f[name].(map[string]any)
	if !ok {
		return nil
	}
	push := fields(given)
	return &protocol.OfflinePush{
		Title: push.text("title"), Description: push.text("description"), Extension: push.text("extension"),
	}
}

func (f fields) callType(name string) protocol.CallType {
	if n := f.number(name); n == math.Trunc(n) && math.Abs(n) < 100 {
		return protocol.CallType(n)
	}
	return 0
}

// number takes numbers and numeric strings, which pages read from forms.
func (f fields) number(name string) float64 {
	if n, ok := f[name].(float64); ok {
		return n
	}
	n, err := strconv.ParseFloat(f.text(name), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// SwitchParams are the parameters of SwitchDevice.
type SwitchParams struct {
	Type string `json:"deviceType"` // "video" or "audio"
	ID   string `json:"deviceId"`

	Passed string `json:"-"` // JSON text of what the page passed, for errors
}

// ReadSwitchParams reads what a page passed, as ReadCallParams does.
func ReadSwitchParams(text []byte, codec Codec) SwitchParams {
	fields := looseObject(text, codec)
	return SwitchParams{Type: fields.text("deviceType"), ID: fields.text("deviceId"), Passed: string(text)}
}

// Device is "" for an unknown type.
func (p SwitchParams) Device() string {
	switch p.Type {
	case "video":
		return Camera
	case "audio":
		return Microphone
	}
	return ""
}
