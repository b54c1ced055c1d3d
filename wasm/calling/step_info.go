package calling

import "trtccalling/server/protocol"

func (s *state) info(in info) {
	c := s.call
	switch {
	case in.OneUser && in.UserID == "":
		s.fail(in.Ticket, errorParams("getUserInfo", UserParams{}, s.at.json))
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin(in.method()))
	case c == nil || c.id == "" || c.phase == probing:
		s.infoIs(in, protocol.CallInfo{})
	default:
		body := protocol.Info{CallID: c.id}
		s.do(request{Type: protocol.TypeInfo, Body: body, Attempt: c.attempt, Ticket: in.Ticket, Info: in})
	}
}

func (in info) method() string {
	if in.OneUser {
		return "getUserInfo"
	}
	return "getCallInfo"
}

func (s *state) informed(in reply) {
	var body protocol.CallInfo
	if err := s.decode(in, &body); err != nil {
		s.fail(in.Request.Ticket, errorSignal(err))
		return
	}
	s.infoIs(in.Request.Info, body)
}

// infoIs settles with the call, nil when there is none, or with the member that was asked for.
func (s *state) infoIs(in info, body protocol.CallInfo) {
	result := callInfo(body)
	if in.OneUser {
		for _, member := range result.Members {
			if member.UserID == in.UserID {
				s.resolve(in.Ticket, member)
				return
			}
		}
		s.fail(in.Ticket, errorf(int(protocol.CodeInvalid), "TRTCCalling.getUserInfo - %s is not in a call with you", in.UserID))
		return
	}
	if body.CallID == "" {
		s.resolve(in.Ticket, nil)
		return
	}
	s.resolve(in.Ticket, result)
}

func callInfo(body protocol.CallInfo) CallInfo {
	result := CallInfo{
		CallID: body.CallID, RoomID: body.RoomID, CallType: body.Type, GroupID: body.GroupID,
		IsGroupCall: body.Group, Since: body.Answered, Members: []UserInfo{},
	}
	for _, m := range body.Members {
		status := StatusConnected
		if m.Ringing {
			status = StatusCalling
		}
		result.Members = append(result.Members, UserInfo{
			UserID: m.UserID, InviterID: m.Inviter, Status: status, Since: m.Joined,
			Nick: m.Nick, Avatar: m.Avatar, UserData: m.UserData,
		})
	}
	return result
}
