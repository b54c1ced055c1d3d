package browser

import (
	"context"
	"fmt"
	"sync"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

const (
	screenFrameRate = 15
	screenBitrate   = 2_500_000 // bit/s
)

// screen is what the user shares: a screen, a window or a tab.
type screen struct {
	mu     sync.Mutex // protects:
	track  js.Value   // live, or undefined
	closes int        // how often it was closed, to recognize a grant that was asked for earlier
	end    *jsbridge.Scope
}

// OpenScreen lets the user choose what to share, and captures it.
func (p *Page) OpenScreen(ctx context.Context) error {
	p.screen.mu.Lock()
	closes := p.screen.closes
	p.screen.mu.Unlock()
	if !canShare() {
		return &api.DeviceError{Device: api.Screen, Reason: api.DeviceMissing, Text: "this browser cannot share a screen"}
	}
	stream, err := ask(ctx, "getDisplayMedia", map[string]any{
		"video": map[string]any{"frameRate": map[string]any{"max": screenFrameRate}}, "audio": false,
	})
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return deviceError(api.Screen, err)
	}
	if p.screen.keep(stream, closes, p.screenEnded) {
		return nil
	}
	stopAll(stream)
	return context.Canceled
}

// canShare is false on phones.
func canShare() bool {
	devices := js.Global().Get("navigator").Get("mediaDevices")
	return devices.Truthy() && devices.Get("getDisplayMedia").Type() == js.TypeFunction
}

// keep puts the track to use, unless the screen was closed since it was asked for. The hint tells encoders to
// keep small writing sharp rather than movement smooth.
func (s *screen) keep(stream js.Value, closes int, ended func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closes != closes {
		return false
	}
	s.track, s.end = stream.Call("getVideoTracks").Index(0), &jsbridge.Scope{}
	s.track.Set("contentHint", "detail")
	s.track.Set("onended", s.end.Func(func(js.Value, []js.Value) any {
		ended()
		return nil
	}))
	return true
}

// screenEnded is called by the browser when the user ends the sharing with the browser's own button.
// CloseScreen follows.
func (p *Page) screenEnded() { p.devices.tell(func(o api.Observer) { o.ScreenEnded() }) }

// CloseScreen ends the capture.
func (p *Page) CloseScreen() {
	s := &p.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closes++
	if s.track.IsUndefined() {
		return
	}
	s.track.Set("onended", js.Null())
	s.end.Release()
	s.track.Call("stop")
	s.track = js.Undefined()
}

func (s *screen) live() js.Value {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.track
}

// ShareScreen gives the screen its own m-line, which stays: later it carries nothing, or the screen again. The
// offer tells the server which of the two, so nothing else needs to be said.
func (c *connection) ShareScreen(ctx context.Context, on bool) error {
	track, direction := js.Null(), "recvonly"
	if live := c.page.screen.live(); on && !live.IsUndefined() {
		track, direction = live, "sendrecv"
	}
	if c.screen.IsUndefined() {
		if track.IsNull() {
			return nil
		}
		if err := c.addScreen(ctx); err != nil {
			return err
		}
	}
	c.screen.Set("direction", direction)
	if _, err := c.await(ctx, c.screen.Get("sender"), "replaceTrack", track); err != nil {
		return fmt.Errorf("attach the screen: %w", err)
	}
	return nil
}

func (c *connection) addScreen(ctx context.Context) (err error) {
	c.screen, err = c.addTransceiver(videoKind, map[string]any{
		"direction":     "sendrecv",
		"sendEncodings": []any{map[string]any{"maxBitrate": screenBitrate, "maxFramerate": screenFrameRate}},
	})
	if err != nil {
		return err
	}
	return c.changeParameters(ctx, c.screen.Get("sender"), func(parameters js.Value) {
		parameters.Set("degradationPreference", keepResolution)
	})
}
