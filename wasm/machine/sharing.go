package machine

// sharing is the screen that the user shares. Only its methods change it.
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

func (s *sharing) ask() { s.phase = choosing }

// asks says whether the user is being asked.
func (s *sharing) asks() bool { return s.phase == choosing || s.phase == givenUp }

// answered notes what has become of the question. It is false for a screen that the page does not want any more.
func (s *sharing) answered(had bool) (wanted bool) {
	wanted = s.phase == choosing
	s.phase = notSharing
	if had && wanted {
		s.phase = shared
		s.count++
	}
	return wanted
}

// stop ends the sharing, or remembers that what the user is asked for is not wanted any more. It says whether a
// screen was shared.
func (s *sharing) stop() (was bool) {
	was = s.shares()
	switch {
	case was:
		s.phase = notSharing
	case s.phase == choosing:
		s.phase = givenUp
	}
	return was
}

func (s *sharing) shares() bool { return s.phase == shared }

// screen is the number of the screen that is shared, 0 for none.
func (s *sharing) screen() int {
	if !s.shares() {
		return 0
	}
	return s.count
}
