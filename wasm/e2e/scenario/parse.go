package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// statement is one line of a scenario, ready to run.
type statement struct {
	line int
	text string
	run  func(*stage) error
}

// parse reads a scenario.
func parse(text string) ([]statement, error) {
	p := &parser{lines: strings.Split(text, "\n")}
	statements, err := p.block(false)
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", p.at, err)
	}
	return statements, nil
}

type parser struct {
	lines []string
	at    int // how many lines were read
}

// block reads until the end of the file, or of the repeat it is in.
func (p *parser) block(nested bool) ([]statement, error) {
	var block []statement
	for p.at < len(p.lines) {
		text := strings.TrimSpace(p.lines[p.at])
		p.at++
		words, err := split(text)
		switch {
		case err != nil:
			return nil, err
		case len(words) == 0:
			continue
		case words[0] == "end":
			if !nested {
				return nil, fmt.Errorf("end without repeat")
			}
			return block, nil
		}
		s := statement{line: p.at, text: text}
		if s.run, err = p.statement(words); err != nil {
			return nil, err
		}
		block = append(block, s)
	}
	if nested {
		return nil, fmt.Errorf("repeat without end")
	}
	return block, nil
}

func (p *parser) statement(words []string) (func(*stage) error, error) {
	first, rest := words[0], words[1:]
	switch {
	case first == "repeat":
		return p.repeat(rest)
	case first == "users":
		return func(s *stage) error { return s.users(rest) }, nil
	case first == "nothing":
		return (*stage).nothingMore, nil
	case first == "clock" && len(rest) == 1:
		return func(s *stage) error { return s.clock(rest[0]) }, nil
	case first == "seconds":
		return seconds(rest)
	case first == "page" && len(rest) == 1:
		return func(s *stage) error { return s.page(rest[0], rest[0]) }, nil
	case first == "page" && len(rest) == 3:
		return func(s *stage) error { return s.page(rest[0], rest[2]) }, nil
	case len(rest) == 0:
		return nil, fmt.Errorf("%q says nothing", first)
	}
	if verb := verbs[rest[0]]; verb != nil {
		return verb(first, rest[1:])
	}
	return methodLine(first, rest)
}

func (p *parser) repeat(words []string) (func(*stage) error, error) {
	if len(words) != 1 {
		return nil, fmt.Errorf("repeat wants a number")
	}
	times, err := strconv.Atoi(words[0])
	if err != nil {
		return nil, fmt.Errorf("repeat: %w", err)
	}
	body, err := p.block(true)
	return func(s *stage) error { return s.repeat(times, body) }, err
}

// verbs are the lines of the form "A verb …"; other second words are methods.
var verbs = map[string]func(who string, rest []string) (func(*stage) error, error){
	"begins":     begins,
	"finishes":   finishes,
	"sees":       sees,
	"receives":   receives,
	"shows":      shows,
	"status":     ofUser(1, (*user).hasStatus),
	"microphone": ofUser(0, func(u *user, words []string) error { return u.device("microphone", words) }),
	"camera":     ofUser(0, func(u *user, words []string) error { return u.device("camera", words) }),
	"screen":     ofUser(0, func(u *user, words []string) error { return u.device("screen", words) }),
	"ends":       ofUser(1, func(u *user, _ []string) error { u.media.EndScreen(); return nil }),
	"hears":      hears,
	"unplugs":    ofUser(1, (*user).unplugs),
	"plugs":      ofUser(1, (*user).plugs),
	"sends":      ofUser(2, func(u *user, _ []string) error { return u.sendsNothing() }),
	"has":        ofUser(3, func(u *user, _ []string) error { return u.released() }),
	"closes":     func(who string, _ []string) (func(*stage) error, error) { return leaving(who, (*user).closeTab) },
	"crashes":    func(who string, _ []string) (func(*stage) error, error) { return leaving(who, (*user).crash) },
}

// ofUser makes a line that one user carries out; count words follow the verb, 0 means any number.
func ofUser(count int, act func(*user, []string) error) func(string, []string) (func(*stage) error, error) {
	return func(who string, rest []string) (func(*stage) error, error) {
		if count > 0 && len(rest) != count {
			return nil, fmt.Errorf("%d words expected after the verb, not %v", count, rest)
		}
		return func(s *stage) error {
			u, err := s.user(who)
			if err != nil {
				return err
			}
			return act(u, rest)
		}, nil
	}
}

func leaving(who string, act func(*user)) (func(*stage) error, error) {
	return func(s *stage) error {
		u, err := s.user(who)
		if err != nil {
			return err
		}
		act(u)
		delete(s.pages, who)
		return nil
	}, nil
}

// cutArrow separates a method's arguments from the expectation; without an arrow the expectation is nil.
func cutArrow(words []string) (args, expect []string) {
	at := slices.Index(words, "->")
	if at < 0 {
		return words, nil
	}
	return words[:at], slices.Clip(words[at+1:])
}

func methodLine(who string, words []string) (func(*stage) error, error) {
	args, expect := cutArrow(words[1:])
	return func(s *stage) error {
		outcome, err := s.begin(who, words[0], args)
		if err != nil {
			return err
		}
		return s.finish(who, outcome, expect)
	}, knownMethod(words[0])
}

func begins(who string, words []string) (func(*stage) error, error) {
	if len(words) == 0 {
		return nil, fmt.Errorf("begins wants a method")
	}
	return func(s *stage) error {
		outcome, err := s.begin(who, words[0], words[1:])
		s.begun[who+" "+words[0]] = outcome
		return err
	}, knownMethod(words[0])
}

func finishes(who string, words []string) (func(*stage) error, error) {
	args, expect := cutArrow(words)
	if len(args) != 1 {
		return nil, fmt.Errorf("finishes wants a method")
	}
	return func(s *stage) error {
		key := who + " " + args[0]
		outcome, begun := s.begun[key]
		if !begun {
			return fmt.Errorf("%s did not begin %s", who, args[0])
		}
		delete(s.begun, key)
		return s.finish(who, outcome, expect)
	}, knownMethod(args[0])
}

// wanted is an event as a scenario expects it.
type wanted struct {
	name   string
	expect []string
}

func sees(who string, words []string) (func(*stage) error, error) {
	if len(words) > 0 && words[0] == "together" {
		words = words[1:]
	}
	var events []wanted
	for len(words) > 0 {
		at := slices.Index(append(slices.Clip(words), ";"), ";")
		if at == 0 {
			return nil, fmt.Errorf("an event has no name")
		}
		events = append(events, wanted{words[0], words[1:at]})
		words = words[min(at+1, len(words)):]
	}
	if len(events) == 0 {
		return nil, fmt.Errorf("sees wants an event")
	}
	return func(s *stage) error { return s.sees(who, events) }, nil
}

func shows(who string, expect []string) (func(*stage) error, error) {
	return func(s *stage) error {
		u, err := s.user(who)
		if err != nil {
			return err
		}
		value, err := u.shows()
		if err != nil {
			return err
		}
		return s.variables.check(value, expect)
	}, nil
}

func receives(who string, words []string) (func(*stage) error, error) {
	none := len(words) > 0 && words[0] == "no"
	if none {
		words = words[1:]
	}
	if len(words) != 3 || words[1] != "from" || !slices.Contains([]string{"audio", "video", "screen"}, words[0]) {
		return nil, fmt.Errorf("want receives [no] audio|video|screen from user")
	}
	return func(s *stage) error {
		u, err := s.user(who)
		if err != nil {
			return err
		}
		if none {
			return u.receivesNo(words[0], s.idOf(words[2]))
		}
		return u.receives(words[0], s.idOf(words[2]))
	}, nil
}
