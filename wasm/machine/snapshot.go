package machine

import (
	"slices"

	"trtccalling/wasm/api"
)

// publish shows the page how things are now, before what was done since the last time.
func (m *Machine) publish() {
	if m.published.CallStatus == "" { // nothing was yet, and pages begin like this
		m.published.CallStatus = api.StatusIdle
	}
	if now := m.snapshot(); !now.Equal(m.published) {
		m.effects = slices.Insert(m.effects, m.unpublished, Effect(Publish{now}))
		m.published = now
	}
	m.unpublished = len(m.effects)
}

// snapshot is what the getters show.
func (m *Machine) snapshot() api.Snapshot {
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
	snap.CallID, snap.CallType, snap.InviterID = c.id, c.kind, c.about.Inviter
	snap.RoomID, snap.GroupID, snap.Switching = c.about.RoomID, c.about.GroupID, c.switching != 0
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
