package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

func (m *Machine) info(in Info) {
	c := m.call
	switch {
	case in.OneUser && in.UserID == "":
		m.fail(in.Ticket, errorParams("getUserInfo", api.UserParams{}, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin(in.method()))
	case c == nil || c.id == "" || c.phase == probing:
		m.infoIs(in, protocol.CallInfo{})
	default:
		body := protocol.Info{CallID: c.id}
		m.do(Request{Type: protocol.TypeInfo, Body: body, Attempt: c.attempt, Ticket: in.Ticket, Info: in})
	}
}

func (in Info) method() string {
	if in.OneUser {
		return "getUserInfo"
	}
	return "getCallInfo"
}

func (m *Machine) informed(in Reply) {
	var body protocol.CallInfo
	if err := m.decode(in, &body); err != nil {
		m.fail(in.Request.Ticket, errorSignal(err))
		return
	}
	m.infoIs(in.Request.Info, body)
}

// infoIs settles with the call, nil when there is none, or with the member that was asked for.
func (m *Machine) infoIs(in Info, body protocol.CallInfo) {
	result := callInfo(body)
	if in.OneUser {
		for _, member := range result.Members {
			if member.UserID == in.UserID {
				m.resolve(in.Ticket, member)
				return
			}
		}
		m.fail(in.Ticket, api.Errorf(int(protocol.CodeInvalid), "TRTCCalling.getUserInfo - %s is not in a call with you", in.UserID))
		return
	}
	if body.CallID == "" {
		m.resolve(in.Ticket, nil)
		return
	}
	m.resolve(in.Ticket, result)
}

func callInfo(body protocol.CallInfo) api.CallInfo {
	result := api.CallInfo{
		CallID: body.CallID, RoomID: body.RoomID, CallType: body.Type, GroupID: body.GroupID,
		IsGroupCall: body.Group, Since: body.Answered, Members: []api.UserInfo{},
	}
	for _, m := range body.Members {
		status := api.StatusConnected
		if m.Ringing {
			status = api.StatusCalling
		}
		result.Members = append(result.Members, api.UserInfo{
			UserID: m.UserID, InviterID: m.Inviter, Status: status, Since: m.Joined,
			Nick: m.Nick, Avatar: m.Avatar, UserData: m.UserData,
		})
	}
	return result
}
