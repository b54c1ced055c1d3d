package calling

// step applies an input and returns what has to be done, in order.
func (s *state) step(at moment, in input) []effect {
	s.at, s.effects = at, nil
	if !s.ofPage(in) && !s.ofServer(in) {
		s.ofMedia(in)
	}
	return s.effects
}

// ofPage takes inputs about what the page does: its methods, and its coming and going. It is false for others.
func (s *state) ofPage(in input) bool {
	switch in := in.(type) {
	case login:
		s.login(in)
	case logout:
		s.logout(in)
	case place:
		s.place(in)
	case groupCall:
		s.groupCall(in)
	case inviteUser:
		s.inviteUser(in)
	case join:
		s.join(in)
	case accept:
		s.accept(in)
	case reject:
		s.reject(in)
	case hangup:
		s.hangup(in)
	case switchCall:
		s.switchCall(in)
	case info:
		s.info(in)
	case openCamera:
		s.openCamera(in)
	case closeCamera:
		s.closeCamera(in)
	case muteMicrophone:
		s.muteMicrophone(in)
	case startScreen:
		s.startScreen(in)
	case stopScreen:
		s.stopScreen(in)
	case startView:
		s.startView(in)
	case stopView:
		s.stopView(in)
	case listDevices:
		s.listDevices(in)
	case switchDevice:
		s.switchDevice(in)
	case turnCamera:
		s.turnCamera(in)
	case setQuality:
		s.setQuality(in)
	case setSpeaker:
		s.setSpeaker(in)
	case bye:
		s.bye()
	case returned:
		s.returned()
	case stop:
		s.stop()
	default:
		return false
	}
	return true
}

// ofServer takes inputs about the connection to the server and what comes over it. It is false for others.
func (s *state) ofServer(in input) bool {
	switch in := in.(type) {
	case signedInto:
		s.signedInto(in)
	case loginFailed:
		s.loginFailed(in)
	case lost:
		s.lost(in)
	case kicked:
		s.kicked(in)
	case invited:
		s.invited(in)
	case update:
		s.update(in)
	case busy:
		s.busy(in)
	case reply:
		s.reply(in)
	default:
		return false
	}
	return true
}

// ofMedia takes inputs about devices and the call's connection.
func (s *state) ofMedia(in input) {
	switch in := in.(type) {
	case probed:
		s.probed(in)
	case devicesOpened:
		s.devicesOpened(in)
	case deviceSwitched:
		s.deviceSwitched(in)
	case cameraTurned:
		s.cameraTurned(in)
	case deviceReplaced:
		s.deviceReplaced(in)
	case devicesListed:
		s.devicesListed(in)
	case speakerSet:
		s.speakerSet(in)
	case screenOpened:
		s.screenOpened(in)
	case offered:
		s.offered(in)
	case mediaFailed:
		s.mediaFailed(in)
	case deviceLost:
		s.deviceLost(in)
	case devicesChanged:
		s.devicesChanged(in)
	case soundBlocked:
		s.soundBlocked(in)
	case screenEnded:
		s.screenEnded()
	case heard:
		s.heard(in)
	}
}
