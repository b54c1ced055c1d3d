package api

import "context"

// Screen is the name of a shared screen in a DeviceError.
const Screen = "screen"

// ScreenMedia is the part of Media that captures what the user shares: a screen, a window or a tab.
type ScreenMedia interface {
	// OpenScreen lets the user choose what to share, and captures it. It fails with a *DeviceError when there
	// is nothing to share or the user declines. When ctx ends while it waits, nothing stays open: checking ctx
	// and keeping what was opened must be one step with respect to CloseScreen, as with Media.Open. It is not
	// called while a screen is open.
	OpenScreen(ctx context.Context) error
	// CloseScreen ends the capture, if there is one.
	CloseScreen()
}
