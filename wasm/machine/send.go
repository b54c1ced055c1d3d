package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// What this side sends, and what it tells the others about it.

// sendMedia changes what is sent and reports it to the server.
func (m *Machine) sendMedia(c *call, t Ticket) {
	m.do(Attach{c.attempt, c.capture.devices()})
	m.sayMedia(c, t)
}

func (m *Machine) sayMedia(c *call, t Ticket) {
	body := protocol.Media{
		CallID: c.id, Audio: c.capture.speaks(), Video: c.capture.camera == deviceOpen, Screen: c.sharing.screen() != 0,
	}
	m.do(Request{Type: protocol.TypeMedia, Body: body, Attempt: c.attempt, Ticket: t})
}

// mediaSaid ignores what the server says: the devices have changed already.
func (m *Machine) mediaSaid(in Reply) { m.resolve(in.Request.Ticket, true) }

// resend sends the tracks of reopened devices; nothing changes for the other side. While nobody is there to
// receive them it does nothing: Attach comes anyway.
func (m *Machine) resend(c *call) {
	if c != nil && (c.phase == accepting || c.phase == connected) {
		m.do(Attach{c.attempt, c.capture.devices()})
	}
}

func (m *Machine) resendAndSay(c *call) {
	m.resend(c)
	if c.phase == accepting || c.phase == connected {
		m.sayMedia(c, 0)
	}
}

// sayLost reports devices that were unplugged while a request that promised them was under way.
func (m *Machine) sayLost(c *call) {
	if c.capture.misses(api.Microphone) || c.capture.misses(api.Camera) {
		m.sayMedia(c, 0)
	}
}

// shutCamera ends the camera's capture.
func (m *Machine) shutCamera(c *call) {
	c.capture.camera = deviceClosed
	m.do(CloseDevices{api.Devices{Camera: true}})
}
