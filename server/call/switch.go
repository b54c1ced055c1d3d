package call

import "trtccalling/server/protocol"

// switchTo changes the type of a call of two, for all who are in it or ring. The server adjusts what is sent at
// once, not when the clients say so: both sides agree at every moment.
func (c *Call) switchTo(in Switch) {
	m := c.member(in.By)
	known := in.Type == protocol.AudioCall || in.Type == protocol.VideoCall
	if m == nil || c.group || !known || in.Type == c.kind {
		c.refuse(in.Request)
		return
	}
	c.kind = in.Type
	told := protocol.Event{Type: protocol.EventSwitched, UserID: m.user, CallType: c.kind}
	c.reply(in.Request, protocol.Empty{})
	c.do(Cameras{Pass: c.kind == protocol.VideoCall})
	for _, callee := range c.ringing() {
		if !callee.reached() {
			c.ringNow(callee)
		}
		c.tell(callee, told)
	}
	for _, member := range c.joined() {
		c.tell(member, told)
	}
	if c.kind == protocol.AudioCall {
		c.closeCameras()
	}
}

func (c *Call) closeCameras() {
	for _, m := range c.joined() {
		if !m.joined().video {
			continue
		}
		m.joined().video = false
		for _, other := range c.others(m) {
			c.tell(other, m.sends())
		}
	}
}
