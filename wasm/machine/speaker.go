package machine

import "trtccalling/wasm/api"

// Where sound is played.

func (m *Machine) setSpeaker(in SetSpeaker) {
	if !in.Valid {
		m.fail(in.Ticket, errorParamsText("setSpeaker", []byte(in.Passed)))
		return
	}
	m.do(Speaker{in.Ticket, in.ID})
}

func (m *Machine) speakerSet(in SpeakerSet) {
	if in.Err != nil {
		m.fail(in.Ticket, api.Errorf(api.CodeDeviceDenied, "TRTCCalling.setSpeaker - %s", textOf(in.Err)))
		return
	}
	m.resolve(in.Ticket, nil)
}
