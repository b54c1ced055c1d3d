package native

import (
	"context"

	"trtccalling/wasm/api"
)

// OpenScreen opens a screen at once; it shows what the camera does.
func (m *Media) OpenScreen(ctx context.Context) (err error) {
	m.update(func() {
		if err = ctx.Err(); err == nil {
			err = m.fault(Screen)
		}
		m.screen = m.screen || err == nil
	})
	return err
}

// CloseScreen closes it.
func (m *Media) CloseScreen() { m.update(func() { m.screen = false }) }

// EndScreen ends the sharing as the user does with the browser's own button.
func (m *Media) EndScreen() {
	m.CloseScreen()
	m.observed(func(o api.Observer) { o.ScreenEnded() })
}

// ShareScreen sends the screen on an m-line that is new each time; one that was used before only receives.
func (c *connection) ShareScreen(_ context.Context, on bool) error {
	old := c.senders[Screen]
	switch {
	case on && old == nil:
		if err := c.addSender(Screen); err != nil {
			return err
		}
		c.senders[Screen].attach(true)
	case !on && old != nil:
		delete(c.senders, Screen)
		old.stop()
		return c.pc.RemoveTrack(old.rtp)
	}
	return nil
}
