package call

import "trtccalling/server/protocol"

// How requests are answered.

func (c *Call) reply(to Request, body any) { c.do(Reply{Request: to, Body: body}) }

func (c *Call) negotiated(in Connected) protocol.Negotiated {
	return protocol.Negotiated{Answer: in.Answer, Server: c.server}
}

// refuse answers somebody who may not do what it asks for: not being in the call, or not in that state.
func (c *Call) refuse(to Request) {
	if c.member(to.By) == nil {
		c.do(Reply{Request: to, Err: protocol.Errorf(protocol.CodeNotPermitted, "%s is not in call %s", to.By.User, c.id), Over: true})
		return
	}
	c.do(Reply{Request: to, Err: protocol.Errorf(protocol.CodeNotPermitted, "%s cannot do this in call %s now", to.By.User, c.id)})
}

func (c *Call) refuseLate(to Request) {
	c.do(Reply{Request: to, Err: protocol.Errorf(protocol.CodeInviteGone, "call %s is over", c.id), Over: true})
}

// late answers what was under way when the call ended.
func (c *Call) late(in Input) {
	switch in := in.(type) {
	case Rang:
		if c.knows(in.By) {
			return
		}
		cancelled := protocol.Event{Type: protocol.EventCancelled}
		c.do(Tell{To: in.By, Update: protocol.Update{CallID: c.id, Events: []protocol.Event{cancelled}, Over: true}})
	case Hangup:
		c.do(Reply{Request: in.Request, Body: protocol.HungUp{}, Over: true})
	case interface{ request() Request }:
		c.refuseLate(in.request())
	}
}
