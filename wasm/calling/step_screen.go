package calling

// Sharing the screen, in a call of any type.

func (s *state) startScreen(in startScreen) {
	c := s.talking()
	switch {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("startScreenShare"))
	case c == nil:
		s.fail(in.Ticket, errorNoLocalStream("startScreenShare"))
	case c.screen != 0:
		s.resolve(in.Ticket, true)
	case c.screenAsked:
		s.do(warn{"TRTCCalling.startScreenShare - the user is being asked already"})
		s.resolve(in.Ticket, false)
	default:
		c.screenAsked, c.screenWanted = true, true
		s.do(openScreen{c.attempt, in.Ticket})
	}
}

func (s *state) screenOpened(in screenOpened) {
	c := s.current(in.Attempt)
	if c == nil {
		s.fail(in.Ticket, errorCancelled("startScreenShare"))
		return
	}
	c.screenAsked = false
	switch {
	case in.Err != nil:
		s.fail(in.Ticket, errorf(CodeDeviceDenied, "TRTCCalling.startScreenShare - %s", in.Err))
	case !c.screenWanted: // stopped while the user was asked
		s.do(closeScreen{})
		s.resolve(in.Ticket, false)
	default:
		c.screens++
		c.screen = c.screens
		s.sayScreen(c, in.Ticket)
	}
}

func (s *state) stopScreen(in stopScreen) {
	c := s.talking()
	switch {
	case !s.signedIn():
		s.fail(in.Ticket, errorNotLogin("stopScreenShare"))
	case c == nil:
		s.fail(in.Ticket, errorNoLocalStream("stopScreenShare"))
	case c.screen == 0:
		c.screenWanted = false
		s.resolve(in.Ticket, false)
	default:
		s.unshare(c, in.Ticket)
	}
}

func (s *state) screenEnded() {
	if c := s.talking(); c != nil && c.screen != 0 {
		s.unshare(c, 0)
		s.emit(EventScreenAvailable, ScreenAvailableEvent{s.session.userID, false})
	}
}

func (s *state) unshare(c *call, t ticket) {
	c.screen = 0
	s.do(closeScreen{})
	s.sayScreen(c, t)
}

// sayScreen changes what is sent and says so.
func (s *state) sayScreen(c *call, t ticket) {
	s.renegotiate(c)
	s.sayMedia(c, t)
}
