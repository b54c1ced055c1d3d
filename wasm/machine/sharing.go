package machine

// sharing is the screen that the user shares.
type sharing struct {
	phase sharingPhase
	count int // how many have been shared, which is the number of the latest
}

type sharingPhase int

const (
	notSharing sharingPhase = iota
	choosing                // the user is being asked what to share
	givenUp                 // the user is still being asked, but the page has given up
	shared
)

// asks says whether the user is being asked.
func (s *sharing) asks() bool { return s.phase == choosing || s.phase == givenUp }

// screen is the number of the shared screen, 0 for none.
func (s *sharing) screen() int {
	if s.phase != shared {
		return 0
	}
	return s.count
}

// giveUp remembers that the page no longer wants what the user is being asked for.
func (s *sharing) giveUp() {
	if s.phase == choosing {
		s.phase = givenUp
	}
}

func (s *sharing) start() {
	s.phase = shared
	s.count++
}
