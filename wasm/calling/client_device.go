package calling

import (
	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

// GetCameras lists the cameras. The first one is chosen for the next call, unless the chosen one is in the
// list. Result: []Device.
func (c *Client) GetCameras(done Done) { c.list("getCameras", api.KindCamera, done) }

// GetMicrophones does the same with microphones.
func (c *Client) GetMicrophones(done Done) { c.list("getMicrophones", api.KindMicrophone, done) }

// GetSpeakers lists what can play sound; nothing is chosen. Result: []Device.
func (c *Client) GetSpeakers(done Done) { c.list("getSpeakers", api.KindSpeaker, done) }

func (c *Client) list(method, kind string, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.ListDevices{Ticket: t, Method: method, Kind: kind}
	})
}

// SwitchDevice chooses a camera or a microphone, for later calls and at once for the current one. It settles
// when the device is in use; an onError event says when it cannot be opened. Result: nil.
func (c *Client) SwitchDevice(p api.SwitchParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.SwitchDevice{Ticket: t, Params: p} })
}

// SwitchCamera chooses the camera that faces the other way. Result: bool, whether there is another.
func (c *Client) SwitchCamera(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.TurnCamera{Ticket: t} })
}

// SetVideoQuality sets what the next call's camera captures. Result: what was passed.
func (c *Client) SetVideoQuality(p api.QualityParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.SetQuality{Ticket: t, Params: p} })
}

// SetSpeaker plays all sound on a device from now on. passed is JSON text of what the page passed, for errors.
// Result: nil.
func (c *Client) SetSpeaker(id string, valid bool, passed string, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.SetSpeaker{Ticket: t, ID: id, Valid: valid, Passed: passed}
	})
}
