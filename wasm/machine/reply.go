package machine

import (
	"trtccalling/server/protocol"
)

// replies names the method that takes the reply to each request.
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
