package calling

// Where sound is played.

func (s *state) setSpeaker(in setSpeaker) {
	if !in.Valid {
		s.fail(in.Ticket, errorParamsText("setSpeaker", []byte(in.Passed)))
		return
	}
	s.do(speaker{in.Ticket, in.ID})
}

func (s *state) speakerSet(in speakerSet) {
	if in.Err != nil {
		s.fail(in.Ticket, errorf(CodeDeviceDenied, "TRTCCalling.setSpeaker - %s", textOf(in.Err)))
		return
	}
	s.resolve(in.Ticket, nil)
}
