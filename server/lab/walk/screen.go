package walk

import (
	"context"
	"math/rand/v2"
	"time"

	"trtccalling/wasm/api"
)

// screen is what a page's user shares.
type screen struct {
	random   *rand.Rand // its own, because it is asked for at the same time as devices
	observer api.Observer
	open     bool
	opened   int // counts, so that only the open one ends
}

// OpenScreen is api.ScreenMedia's. Sometimes the user later ends the sharing with the browser's own button.
func (m *media) OpenScreen(ctx context.Context) error {
	waited := m.wait(ctx, m.screen.random)
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case waited != nil || ctx.Err() != nil:
		return ctx.Err()
	case m.fails(m.screen.random, 5):
		return &api.DeviceError{Device: api.Screen, Reason: api.DeviceRefused, Text: "by the walk"}
	case m.screen.open:
		m.p.broken("a screen is opened while one is open")
	}
	m.screen.open = true
	m.screen.opened++
	if opened := m.screen.opened; m.fails(m.screen.random, 3) {
		time.AfterFunc(time.Duration(m.screen.random.Int64N(int64(time.Second))), func() { m.endScreen(opened) })
	}
	return nil
}

func (m *media) endScreen(opened int) {
	m.mu.Lock()
	observer, isOpen := m.screen.observer, m.screen.open && m.screen.opened == opened
	m.mu.Unlock()
	if isOpen && observer != nil {
		observer.ScreenEnded()
	}
}

// CloseScreen is api.ScreenMedia's.
func (m *media) CloseScreen() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.screen.open = false
}

// ShareScreen may send a screen only when this user has called somebody, joined or accepted.
func (c *connection) ShareScreen(ctx context.Context, on bool) error {
	c.use("ShareScreen")
	if on && c.m.p.allowances() == c.allowed {
		c.m.p.broken("a screen is sent before the user has called or accepted")
	}
	return ctx.Err()
}
