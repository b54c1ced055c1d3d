package machine

import (
	"fmt"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// do and the three below are called in more than a hundred places. If the compiler inlined them, as it would,
// they would make up a tenth of the client's code in a page.
//
//go:noinline
func (m *Machine) do(e Effect) { m.effects = append(m.effects, e) }

//go:noinline
func (m *Machine) emit(event string, payload any) { m.do(Emit{event, payload}) }

//go:noinline
func (m *Machine) resolve(t Ticket, result any) {
	if t != 0 {
		m.do(Settle{Ticket: t, Result: result})
	}
}

//go:noinline
func (m *Machine) fail(t Ticket, err *api.Error) {
	if t != 0 {
		m.do(Settle{Ticket: t, Err: err})
	}
}

// decline tells the server that this user does not take an invitation. Nothing waits for the reply.
func (m *Machine) decline(callID, inviteID string) {
	m.do(Request{Type: protocol.TypeReject, Body: protocol.Reject{CallID: callID, InviteID: inviteID}})
}

// decode reads a reply's body; from a reply with an error it returns that error.
func (m *Machine) decode(in Reply, body any) error {
	if in.Err != nil {
		return in.Err
	}
	if err := m.at.JSON.Unmarshal(in.Body, body); err != nil {
		return fmt.Errorf("read the reply to %s: %w", in.Request.Type, err)
	}
	return nil
}
