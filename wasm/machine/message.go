package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// signalContext is what the chat message of a signal is made from.
type signalContext struct {
	InviteID string
	Inviter  string
	Invitee  string
	Together []string // who was invited together; empty for the invitee alone
	GroupID  string
	Kind     protocol.CallType
	RoomID   int
	Timeout  float64 // seconds to ring
}

// of is the context of one user's invitation.
func (about signalContext) of(invite protocol.Invite) signalContext {
	about.InviteID, about.Invitee = invite.InviteID, invite.UserID
	return about
}

func (about signalContext) all() []string {
	if len(about.Together) > 0 {
		return about.Together
	}
	return []string{about.Invitee}
}

// signalResult is the result of a method that sent a signal.
func (m *Machine) signalResult(about signalContext, act action) api.SignalResult {
	return api.SignalResult{InviteID: about.InviteID, Data: api.MessageData{Message: m.message(about, act)}}
}

// message makes the chat message that the original would have sent for a signal.
func (m *Machine) message(about signalContext, act action) api.Message {
	from, to := about.Inviter, about.Invitee
	if act == actionAccept || act == actionReject {
		from, to = to, from
	}
	conversation := "C2C"
	if about.GroupID != "" {
		conversation, to = "GROUP", about.GroupID
	}
	return api.Message{
		ID:               about.InviteID + "-" + act.word(),
		Type:             "TIMCustomElem",
		ConversationType: conversation,
		ConversationID:   conversation + to,
		From:             from,
		To:               to,
		Flow:             "out",
		Time:             m.at.Now.Unix(),
		Status:           "success",
		Payload:          api.MessagePayload{Data: m.jsonText(m.envelope(about, act))},
	}
}

func (m *Machine) envelope(about signalContext, act action) signalEnvelope {
	e := signalEnvelope{
		BusinessID: 1, InviteID: about.InviteID, Inviter: about.Inviter, ActionType: act,
		InviteeList: []string{about.Invitee}, GroupID: about.GroupID, Data: m.jsonText(about.content(act)),
	}
	if about.GroupID != "" && (act == actionInvite || act == actionCancel) {
		e.InviteeList = about.all()
	}
	if act == actionInvite {
		e.Timeout = about.Timeout
		e.OnlineUserOnly = new(bool)
	}
	return e
}

func (about signalContext) content(act action) signalContent {
	c := signalContent{Version: signalVersion, BusinessID: "av_call", Platform: "Web", CallType: about.Kind}
	switch act {
	case actionInvite:
		c.RoomID = about.RoomID
		c.Data = signalCommand{Cmd: command(about.Kind), RoomID: about.RoomID}
		if about.GroupID == "" {
			c.Data.UserIDs = about.all()
		}
	case actionAccept:
		c.Data.Cmd = command(about.Kind)
	}
	return c
}

// signalVersion is what the original's last web release sends.
const signalVersion = 4

// defaultTimeout is how long the server lets a call ring unless told otherwise, in seconds.
const defaultTimeout = 30

func command(kind protocol.CallType) string {
	if kind == protocol.VideoCall {
		return "videoCall"
	}
	return "audioCall"
}

func (a action) word() string {
	return [...]string{actionInvite: "invite", actionCancel: "cancel", actionAccept: "accept", actionReject: "reject"}[a]
}

// action numbers a signal as the original does.
type action int

const (
	actionInvite action = 1 + iota
	actionCancel
	actionAccept
	actionReject
)

// signalEnvelope is the payload of a Message.
type signalEnvelope struct {
	BusinessID     int      `json:"businessID"` // 1
	InviteID       string   `json:"inviteID"`
	Inviter        string   `json:"inviter"`
	ActionType     action   `json:"actionType"`
	InviteeList    []string `json:"inviteeList"`
	Data           string   `json:"data"` // signalContent as JSON text
	Timeout        float64  `json:"timeout"`
	GroupID        string   `json:"groupID"`
	OnlineUserOnly *bool    `json:"onlineUserOnly,omitempty"` // invitations only
}

// signalContent is the inner data of a signal.
type signalContent struct {
	ExtraInfo  string            `json:"extraInfo"`
	Version    int               `json:"version"`
	BusinessID string            `json:"businessID"`
	Platform   string            `json:"platform"`
	CallType   protocol.CallType `json:"call_type"`
	RoomID     int               `json:"room_id,omitempty"`
	Data       signalCommand     `json:"data"`
}

type signalCommand struct {
	Cmd     string   `json:"cmd,omitempty"`
	RoomID  int      `json:"room_id,omitempty"`
	Message string   `json:"message"`
	UserIDs []string `json:"userIDs,omitempty"`
}

// jsonText is for our own structs, which can always be encoded.
func (m *Machine) jsonText(v any) string {
	text, err := m.at.JSON.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(text)
}
