package scenario

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	patience = 10 * time.Second       // for what has to happen
	silence  = 300 * time.Millisecond // for "nothing more"
	watch    = 500 * time.Millisecond // for media that must not come
	settle   = 3 * time.Second        // for the last media to arrive after its end
)

// Backend is what a stage needs from a server.
type Backend struct {
	Host     string // host:port of the HTTP server
	Path     string // of the WebSocket
	SDKAppID uint32
	// Sign makes a signature for a user that expires after the given time, which may be negative.
	Sign func(user string, valid time.Duration) (string, error)
}

// stage is where one scenario is played.
type stage struct {
	backend   Backend
	start     time.Time
	pages     map[string]*user
	begun     map[string]<-chan outcome
	variables variables
	ignored   map[string]bool // events that the scenario does not mention
}

// Play plays a scenario's text against a server; the error names the line that does not hold.
func Play(scenario string, backend Backend) error {
	statements, err := parse(scenario)
	if err != nil {
		return err
	}
	s := &stage{
		backend: backend, start: time.Now(), pages: make(map[string]*user),
		begun: make(map[string]<-chan outcome), variables: make(variables), ignored: ignored(scenario),
	}
	defer s.clear()
	if err := s.play(statements); err != nil {
		return err
	}
	return s.nothingLeft()
}

// optional are events that the original does not have, and one that comes every second. A scenario has to take
// them only when it names them.
var optional = []string{
	"onAutoplayBlocked", "onCallStatusChanged", "onCallTypeChanged", "onDeviceChanged", "onUserListChanged",
	"onUserVoiceVolume",
}

func ignored(scenario string) map[string]bool {
	names := make(map[string]bool)
	for _, name := range optional {
		names[name] = !strings.Contains(scenario, name)
	}
	return names
}

func (s *stage) play(statements []statement) error {
	for _, st := range statements {
		err := st.run(s)
		var at *lineError
		switch {
		case errors.As(err, &at):
			return err
		case err != nil:
			return &lineError{st, err, s.overview()}
		}
	}
	return nil
}

// lineError says where a scenario failed.
type lineError struct {
	statement
	cause    error
	overview string
}

func (e *lineError) Error() string {
	return fmt.Sprintf("line %d: %s\n  %v\n  not taken: %s", e.line, e.text, e.cause, e.overview)
}

func (e *lineError) Unwrap() error { return e.cause }

// overview lists the events that nobody has taken yet.
func (s *stage) overview() string {
	var left []string
	for _, name := range slices.Sorted(maps.Keys(s.pages)) {
		for _, e := range s.pages[name].events.left() {
			left = append(left, name+" "+e.String())
		}
	}
	if len(left) == 0 {
		return "none"
	}
	return strings.Join(left, "; ")
}

func (s *stage) nothingLeft() error {
	if left := s.overview(); left != "none" {
		return fmt.Errorf("at the end there were events that nobody took: %s", left)
	}
	return nil
}

// clear closes all pages and waits until everything in them has stopped.
func (s *stage) clear() {
	for _, u := range s.pages {
		u.closeTab()
	}
}

func (s *stage) user(name string) (*user, error) {
	u := s.pages[name]
	if u == nil {
		return nil, fmt.Errorf("there is no page %s", name)
	}
	return u, nil
}

// idOf is the user ID behind a page's name; a name without a page is an ID itself.
func (s *stage) idOf(name string) string {
	if u := s.pages[name]; u != nil {
		return u.id
	}
	return name
}

func (s *stage) page(name, id string) error {
	u, err := newUser(name, id, s.backend, s.ignored)
	if err != nil {
		return err
	}
	s.pages[name] = u
	return nil
}

func (s *stage) users(names []string) error {
	for _, name := range names {
		if err := s.page(name, name); err != nil {
			return err
		}
		outcome, err := s.begin(name, "login", nil)
		if err != nil {
			return err
		}
		if err := s.finish(name, outcome, nil); err != nil {
			return err
		}
		if err := s.sees(name, []wanted{{"sdkReady", nil}}); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) begin(who, method string, args []string) (<-chan outcome, error) {
	u, err := s.user(who)
	if err != nil {
		return nil, err
	}
	if args, err = s.variables.replace(args); err != nil {
		return nil, err
	}
	return u.invoke(method, args)
}

func (s *stage) finish(who string, settled <-chan outcome, expect []string) error {
	select {
	case o := <-settled:
		return s.variables.checkOutcome(o, expect)
	case <-time.After(patience):
		return fmt.Errorf("the method of %s did not settle within %v", who, patience)
	}
}

// sees takes as many events as are wanted, in any order among themselves.
func (s *stage) sees(who string, events []wanted) error {
	u, err := s.user(who)
	if err != nil {
		return err
	}
	open := slices.Clone(events)
	for len(open) > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		got, ok := u.events.next(ctx)
		cancel()
		if !ok {
			return fmt.Errorf("%s did not see %s", who, open[0].name)
		}
		at, err := s.match(got, open)
		if err != nil {
			return fmt.Errorf("%s saw %s: %w", who, got, err)
		}
		open = slices.Delete(open, at, at+1)
	}
	return nil
}

// match finds which of the wanted events this is.
func (s *stage) match(got event, open []wanted) (int, error) {
	var err error
	for i, want := range open {
		if want.name != got.name {
			continue
		}
		if err = s.variables.check(got.payload, want.expect); err == nil {
			return i, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("want %s", open[0].name)
	}
	return 0, err
}

func (s *stage) nothingMore() error {
	ctx, cancel := context.WithTimeout(context.Background(), silence)
	defer cancel()
	for _, name := range slices.Sorted(maps.Keys(s.pages)) {
		if got, ok := s.pages[name].events.next(ctx); ok {
			return fmt.Errorf("%s saw %s, want nothing more", name, got)
		}
	}
	return nil
}

func (s *stage) repeat(times int, body []statement) error {
	for turn := range times {
		before := maps.Clone(s.variables)
		if err := s.play(body); err != nil {
			return fmt.Errorf("turn %d: %w", turn+1, err)
		}
		s.variables = before
	}
	return nil
}
