package machine

// sharing is the screen that the user shares.
type sharing struct {
	phase sharingPhase
	count int // how many were shared: the number of the latest
}

type sharingPhase int

const (
	notSharing sharingPhase = iota
	choosing                // the user is asked what to share
	givenUp                 // the user is still asked, but the page has given it up
	shared
)

// asks says whether the user is being asked.
func (s *sharing) asks() bool { return s.phase == choosing || s.phase == givenUp }

// screen is the number of the screen that is shared, 0 for none.
func (s *sharing) screen() int {
	if s.phase != shared {
		return 0
	}
	return s.count
}

// giveUp remembers that the page does not want any more what the user is asked for.
func (s *sharing) giveUp() {
	if s.phase == choosing {
		s.phase = givenUp
	}
}

func (s *sharing) start() {
	s.phase = shared
	s.count++
}
