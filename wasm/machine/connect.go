package machine

import (
	"errors"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// What happens to the call's connection.

func (m *Machine) negotiated(in Reply) {
	c := m.current(in.Request.Attempt)
	if c == nil {
		return
	}
	var negotiated protocol.Negotiated
	err := m.decode(in, &negotiated)
	if errors.Is(err, api.ErrAbandoned) {
		return // the media is well, and Lost says what has ended
	}
	if err != nil {
		m.connectionFailed(c, err)
		return
	}
	m.do(Answer{c.attempt, negotiated.Answer})
	c.negotiation.answered()
	m.renegotiate(c)
}

func (m *Machine) mediaFailed(in MediaFailed) {
	if c := m.current(in.Attempt); c != nil {
		m.connectionFailed(c, in.Err)
	}
}

// connectionFailed ends a call that is being placed or is connected. While it rings here there is still time:
// accept() will report the failure.
func (m *Machine) connectionFailed(c *call, cause error) {
	switch c.phase {
	case preparing:
		m.end(api.Errorf(api.CodeMediaLost, "TRTCClient.join - join room failed! Error: %s", textOf(cause)))
	case placing, entering:
		m.sendHangup(c, 0)
		m.end(api.Errorf(api.CodeMediaLost, "TRTCClient.join - join room failed! Error: %s", textOf(cause)))
	case accepting, connected:
		m.connectionLost(c, cause)
	default:
		c.negotiation.fail(cause)
	}
}

func (m *Machine) connectionLost(c *call, cause error) {
	m.sendHangup(c, 0)
	m.hide(c.id) // the page learns of the end here, not from the server
	m.end(api.Errorf(api.CodeMediaLost, "TRTCCalling - the media connection is lost: %s", textOf(cause)))
	m.emit(api.EventError, api.ErrorEvent{Code: api.CodeMediaLost, Msg: mediaErrorText(api.CodeMediaLost, "uplink reconnect failed: "+textOf(cause), m.at.JSON)})
	m.tellGone(c.roster.present)
}
