package wire

import "fmt"

// player plays one side of a recording to the other, which is real.
type player struct {
	side   byte // the direction of what it sends
	values variables
	end    func(user string) (*end, error)
	create func(user, field, name string) (any, error) // makes what is sent for the first time
	expect func(l line, came string) error             // nil when a message matches the recorded one
	adapt  func(l line, filled string) string          // to this run, before it is sent
}

func (p *player) play(lines []line) error {
	for n, l := range lines {
		if err := p.step(l); err != nil {
			return fmt.Errorf("message %d, %s\n  %w", n+1, short(fmt.Sprint(l)), err)
		}
	}
	return nil
}

func (p *player) step(l line) error {
	e, err := p.end(l.user)
	if err != nil {
		return err
	}
	if l.direction != p.side {
		fits := func(came string) error { return p.expect(l, came) }
		if isNotice(l.text) && e.had(fits) {
			return nil
		}
		return e.await(fits)
	}
	text, err := p.values.fill(l.text, func(field, name string) (any, error) { return p.create(l.user, field, name) })
	if err != nil {
		return err
	}
	return e.send(p.adapt(l, text))
}
