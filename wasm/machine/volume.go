package machine

import "trtccalling/wasm/api"

// How loud everybody is.

// hear begins to listen when the first user has come. A user who left may come back, so it ends with the call.
func (m *Machine) hear(c *call) {
	if c.phase == connected && !c.listening && len(c.roster.present) > 0 {
		c.listening = true
		m.do(Listen{c.attempt})
	}
}

func (m *Machine) heard(in Heard) {
	c := m.current(in.Attempt)
	if c == nil || len(c.roster.present) == 0 {
		return
	}
	self := api.UserVolume{UserID: m.session.userID}
	if c.capture.speaks() {
		self.AudioVolume = in.Levels.Self
	}
	volumes := []api.UserVolume{self}
	for _, user := range c.roster.present {
		volumes = append(volumes, api.UserVolume{UserID: user, AudioVolume: in.Levels.Users[user]})
	}
	m.emit(api.EventVoiceVolume, api.VoiceVolumeEvent{VolumeMap: volumes})
}
