package calling

// How loud everybody is.

// hear begins to listen when the first user has come. Who left may come back, so it ends with the call.
func (s *state) hear(c *call) {
	if c.phase == connected && !c.listening && len(c.remote) > 0 {
		c.listening = true
		s.do(listen{c.attempt})
	}
}

func (s *state) heard(in heard) {
	c := s.current(in.Attempt)
	if c == nil || len(c.remote) == 0 {
		return
	}
	self := UserVolume{UserID: s.session.userID}
	if c.devices.Microphone && !c.muted {
		self.AudioVolume = in.Levels.Self
	}
	volumes := []UserVolume{self}
	for _, user := range c.remote {
		volumes = append(volumes, UserVolume{user, in.Levels.Users[user]})
	}
	s.emit(EventVoiceVolume, VoiceVolumeEvent{volumes})
}
