package machine

// Step applies an input and returns what has to be done, in order.
func (m *Machine) Step(at Moment, in Input) []Effect {
	m.at, m.effects, m.unpublished = at, nil, 0
	if !m.ofPage(in) && !m.ofServer(in) {
		m.ofMedia(in)
	}
	m.ringCrossed()
	m.publish()
	return m.effects
}

// ofPage takes inputs about what the page does: its methods, and its coming and going. It is false for others.
func (m *Machine) ofPage(in Input) bool {
	switch in := in.(type) {
	case Login:
		m.login(in)
	case Logout:
		m.logout(in)
	case Place:
		m.place(in)
	case GroupCall:
		m.groupCall(in)
	case InviteUser:
		m.inviteUser(in)
	case Join:
		m.join(in)
	case Accept:
		m.accept(in)
	case Reject:
		m.reject(in)
	case Hangup:
		m.hangup(in)
	case SwitchCall:
		m.switchCall(in)
	case Info:
		m.info(in)
	case OpenCamera:
		m.openCamera(in)
	case CloseCamera:
		m.closeCamera(in)
	case MuteMicrophone:
		m.muteMicrophone(in)
	case StartScreen:
		m.startScreen(in)
	case StopScreen:
		m.stopScreen(in)
	case StartView:
		m.startView(in)
	case StopView:
		m.stopView(in)
	case ListDevices:
		m.listDevices(in)
	case SwitchDevice:
		m.switchDevice(in)
	case TurnCamera:
		m.turnCamera(in)
	case SetQuality:
		m.setQuality(in)
	case SetSpeaker:
		m.setSpeaker(in)
	case Bye:
		m.bye()
	case Returned:
		m.returned()
	case Stop:
		m.stop()
	default:
		return false
	}
	return true
}

// ofServer takes inputs about the connection to the server and the messages on it. It is false for others.
func (m *Machine) ofServer(in Input) bool {
	switch in := in.(type) {
	case SignedInto:
		m.signedInto(in)
	case LoginFailed:
		m.loginFailed(in)
	case Lost:
		m.lost(in)
	case Kicked:
		m.kicked(in)
	case Invited:
		m.invited(in)
	case Update:
		m.update(in)
	case Busy:
		m.busy(in)
	case Reply:
		m.reply(in)
	default:
		return false
	}
	return true
}

// ofMedia takes inputs about devices and the call's connection.
func (m *Machine) ofMedia(in Input) {
	switch in := in.(type) {
	case Probed:
		m.probed(in)
	case DevicesOpened:
		m.devicesOpened(in)
	case DeviceSwitched:
		m.deviceSwitched(in)
	case CameraTurned:
		m.cameraTurned(in)
	case DeviceReplaced:
		m.deviceReplaced(in)
	case DevicesListed:
		m.devicesListed(in)
	case SpeakerSet:
		m.speakerSet(in)
	case ScreenOpened:
		m.screenOpened(in)
	case Offered:
		m.offered(in)
	case Answered:
		m.answered(in)
	case MediaFailed:
		m.mediaFailed(in)
	case DeviceLost:
		m.deviceLost(in)
	case DevicesChanged:
		m.devicesChanged(in)
	case SoundBlocked:
		m.soundBlocked(in)
	case ScreenEnded:
		m.screenEnded()
	case Heard:
		m.heard(in)
	}
}
