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
	c.said = c.sends()
	body := protocol.Media{CallID: c.id, Audio: c.said.audio, Video: c.said.video, Screen: c.said.screen}
	m.do(Request{Type: protocol.TypeMedia, Body: body, Attempt: c.attempt, Ticket: t})
}

// sayChanged tells what has changed while the request was under way that had said it.
func (m *Machine) sayChanged(c *call) {
	if c.sends() != c.said {
		m.sayMedia(c, 0)
	}
}

// mediaSaid does not look at what the server says: the devices have changed already.
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

// open asks for devices.
func (m *Machine) open(c *call, want api.Devices, t Ticket) {
	c.capture.ask(want)
	m.do(Open{Attempt: c.attempt, Want: want, Ticket: t})
}

// shutCamera ends the camera's capture.
func (m *Machine) shutCamera(c *call) {
	c.capture.close(api.Camera)
	m.do(CloseDevices{api.Devices{Camera: true}})
}
