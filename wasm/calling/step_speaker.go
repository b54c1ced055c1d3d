package calling

// Where sound is played.

type (
	setSpeaker struct {
		Ticket ticket
		ID     string // "" is the system's default
		Valid  bool   // the page passed an id
		Passed string // JSON text of what it passed
	}
	speakerSet struct {
		Ticket ticket
		Err    error
	}
)

func (in setSpeaker) apply(s *state) {
	if !in.Valid {
		s.fail(in.Ticket, errorParamsText("setSpeaker", []byte(in.Passed)))
		return
	}
	s.do(speaker{in.Ticket, in.ID})
}

func (in speakerSet) apply(s *state) {
	if in.Err != nil {
		s.fail(in.Ticket, errorf(CodeDeviceDenied, "TRTCCalling.setSpeaker - %s", textOf(in.Err)))
		return
	}
	s.resolve(in.Ticket, nil)
}
