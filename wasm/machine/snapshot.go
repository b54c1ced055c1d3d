package machine

import (
	"slices"

	"trtccalling/wasm/api"
)

// Snapshot is what the getters show.
func (m *Machine) Snapshot() api.Snapshot {
	snap := api.Snapshot{
		CallStatus: m.status(), InviteeList: []string{}, UnHandledInviteeList: []string{},
		InviterInviteID: []string{}, RemoteUsers: []string{}, RemoteMedia: []api.RemoteMedia{},
	}
	if m.signedIn() {
		snap.UserID = m.session.userID
	}
	if c := m.call; c != nil {
		m.describe(c, &snap)
	}
	return snap
}

func (m *Machine) describe(c *call, snap *api.Snapshot) {
	if c.phase != entering { // the method has not reported them yet
		snap.CallID, snap.RoomID = c.id, c.about.RoomID
	}
	snap.CallType, snap.InviterID = c.kind, c.about.Inviter
	snap.GroupID, snap.Switching = c.about.GroupID, c.switching.underWay
	snap.IsGroupCall, snap.IsInviter = c.group, c.about.Inviter == m.session.userID
	snap.InviteeList = append(snap.InviteeList, m.inviteesOf(c)...)
	for _, user := range c.roster.present {
		media := c.roster.media[user]
		snap.RemoteUsers = append(snap.RemoteUsers, user)
		snap.RemoteMedia = append(snap.RemoteMedia, api.RemoteMedia{Audio: media.Audio, Video: media.Video, Screen: media.Screen})
	}
	for _, invitation := range c.roster.ringing {
		// Adding users replaces both lists. Earlier invitations ring on all the same, and hangup cancels them.
		if slices.Contains(snap.InviteeList, invitation.Invitee) {
			snap.UnHandledInviteeList = append(snap.UnHandledInviteeList, invitation.Invitee)
		}
		if !slices.Contains(snap.InviterInviteID, invitation.InviteID) {
			snap.InviterInviteID = append(snap.InviterInviteID, invitation.InviteID)
		}
	}
}

func (m *Machine) inviteesOf(c *call) []string {
	if shown := m.shownCall(c.id); shown != nil {
		return shown.invitees
	}
	return c.about.all()
}
