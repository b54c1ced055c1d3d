package calling

import (
	"fmt"

	"trtccalling/server/protocol"
)

// replies is who takes the reply to a request.
func replies() map[string]func(*state, reply) {
	return map[string]func(*state, reply){
		protocol.TypeCall:      (*state).placed,
		protocol.TypeAdd:       (*state).added,
		protocol.TypeJoin:      (*state).joinedCall,
		protocol.TypeNegotiate: (*state).negotiated,
		protocol.TypeAccept:    (*state).accepted,
		protocol.TypeReject:    (*state).rejected,
		protocol.TypeHangup:    (*state).hungUp,
		protocol.TypeMedia:     (*state).mediaSaid,
		protocol.TypeSwitch:    (*state).switchAnswered,
		protocol.TypeInfo:      (*state).informed,
		protocol.TypeLogout:    (*state).loggedOut,
	}
}

func (s *state) reply(in reply) {
	if take := replies()[in.Request.Type]; take != nil {
		take(s, in)
	}
}

// decode reads a reply's body; a reply with an error yields that.
func (s *state) decode(in reply, body any) error {
	if in.Err != nil {
		return in.Err
	}
	if err := s.at.json.Unmarshal(in.Body, body); err != nil {
		return fmt.Errorf("read the reply to %s: %w", in.Request.Type, err)
	}
	return nil
}

// mediaSaid does not look at what the server says: the devices have changed already.
func (s *state) mediaSaid(in reply) { s.resolve(in.Request.Ticket, true) }
