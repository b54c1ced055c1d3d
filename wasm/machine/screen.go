package machine

import (
	"trtccalling/wasm/api"
)

// Sharing the screen, in a call of any type.

func (m *Machine) startScreen(in StartScreen) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("startScreenShare"))
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("startScreenShare"))
	case c.sharing.shares():
		m.resolve(in.Ticket, true)
	case c.sharing.asks():
		m.do(Warn{"TRTCCalling.startScreenShare - the user is already being asked"})
		m.resolve(in.Ticket, false)
	default:
		c.sharing.ask()
		m.do(OpenScreen{c.attempt, in.Ticket})
	}
}

func (m *Machine) screenOpened(in ScreenOpened) {
	c := m.current(in.Attempt)
	if c == nil {
		m.fail(in.Ticket, errorCancelled("startScreenShare"))
		return
	}
	switch wanted := c.sharing.answered(in.Err == nil); {
	case in.Err != nil:
		m.fail(in.Ticket, api.Errorf(api.CodeDeviceDenied, "TRTCCalling.startScreenShare - %s", in.Err))
	case !wanted: // stopped while the user was asked
		m.do(CloseScreen{})
		m.resolve(in.Ticket, false)
	default:
		m.sayScreen(c, in.Ticket)
	}
}

func (m *Machine) stopScreen(in StopScreen) {
	c := m.talking()
	switch {
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin("stopScreenShare"))
	case c == nil:
		m.fail(in.Ticket, errorNoLocalStream("stopScreenShare"))
	case !c.sharing.stop():
		m.resolve(in.Ticket, false)
	default:
		m.unshare(c, in.Ticket)
	}
}

func (m *Machine) screenEnded() {
	if c := m.talking(); c != nil && c.sharing.shares() {
		c.sharing.stop()
		m.unshare(c, 0)
		m.emit(api.EventScreenAvailable, api.ScreenAvailableEvent{UserID: m.session.userID, IsScreenShareAvailable: false})
	}
}

func (m *Machine) unshare(c *call, t Ticket) {
	m.do(CloseScreen{})
	m.sayScreen(c, t)
}

// sayScreen changes what is sent and reports it to the server.
func (m *Machine) sayScreen(c *call, t Ticket) {
	m.renegotiate(c)
	m.sayMedia(c, t)
}
