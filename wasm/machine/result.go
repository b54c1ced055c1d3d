package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// What the inviting methods settle with.

// notPlaced ends a call that the server has refused. The original resolves in that case if it has invited
// several users one by one.
func (m *Machine) notPlaced(c *call, cause *api.Error) {
	if c.method == "groupCall" && c.about.GroupID == "" {
		m.resolve(c.ticket, api.MultiCallResult{JoinResult: m.joinResult(c), Code: 1, Data: []api.InviteResult{}, Error: cause.Info()})
		c.ticket = 0
	}
	m.end(cause)
}

func (m *Machine) joinResult(c *call) api.JoinResult {
	devices := c.capture.devices()
	return api.JoinResult{Audio: &devices.Microphone, Video: &devices.Camera, SelfID: m.session.userID}
}

func (m *Machine) placedResult(c *call, invites []protocol.Invite) any {
	if c.method == "groupCall" {
		return m.groupResult(c.about, m.joinResult(c), invites)
	}
	devices := c.capture.devices()
	return api.CallResult{
		Audio: devices.Microphone, Video: devices.Camera, SelfID: m.session.userID,
		SignalResult: m.signalResult(c.about, actionInvite), RoomID: c.about.RoomID, UserID: c.about.Invitee,
	}
}

// groupResult is one invitation with a groupID, else a list of them.
func (m *Machine) groupResult(about signalContext, joined api.JoinResult, invites []protocol.Invite) any {
	if about.GroupID != "" {
		if len(invites) > 0 {
			about = about.of(invites[0])
		}
		return api.GroupCallResult{
			JoinResult: joined, SignalResult: m.signalResult(about, actionInvite), RoomID: about.RoomID, GroupID: about.GroupID,
		}
	}
	result := api.MultiCallResult{JoinResult: joined, Data: []api.InviteResult{}, RoomID: about.RoomID}
	for _, invite := range invites {
		one := m.signalResult(about.of(invite), actionInvite)
		result.Data = append(result.Data, api.InviteResult{SignalResult: one, RoomID: about.RoomID, UserID: invite.UserID})
	}
	return result
}
