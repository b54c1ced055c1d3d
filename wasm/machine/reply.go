package machine

import (
	"fmt"

	"trtccalling/server/protocol"
)

// replies is who takes the reply to a request.
func replies() map[string]func(*Machine, Reply) {
	return map[string]func(*Machine, Reply){
		protocol.TypeCall:      (*Machine).placed,
		protocol.TypeAdd:       (*Machine).added,
		protocol.TypeJoin:      (*Machine).joinedCall,
		protocol.TypeNegotiate: (*Machine).negotiated,
		protocol.TypeAccept:    (*Machine).accepted,
		protocol.TypeReject:    (*Machine).rejected,
		protocol.TypeHangup:    (*Machine).hungUp,
		protocol.TypeMedia:     (*Machine).mediaSaid,
		protocol.TypeSwitch:    (*Machine).switchAnswered,
		protocol.TypeInfo:      (*Machine).informed,
		protocol.TypeLogout:    (*Machine).loggedOut,
	}
}

func (m *Machine) reply(in Reply) {
	if take := replies()[in.Request.Type]; take != nil {
		take(m, in)
	}
}

// decode reads a reply's body; a reply with an error yields that.
func (m *Machine) decode(in Reply, body any) error {
	if in.Err != nil {
		return in.Err
	}
	if err := m.at.JSON.Unmarshal(in.Body, body); err != nil {
		return fmt.Errorf("read the reply to %s: %w", in.Request.Type, err)
	}
	return nil
}

// mediaSaid does not look at what the server says: the devices have changed already.
func (m *Machine) mediaSaid(in Reply) { m.resolve(in.Request.Ticket, true) }
