package calling

import "context"

// Screen is the name of a shared screen in a DeviceError.
const Screen = "screen"

// ScreenMedia is the part of Media that captures what the user shares: a screen, a window or a tab.
type ScreenMedia interface {
	// OpenScreen lets the user choose what to share, and captures it. It fails with a *DeviceError when there is
	// nothing to share or the user does not want to. When ctx ends while it waits, nothing stays open: looking at ctx and
	// keeping what was opened have to be one step with respect to CloseScreen, as with Media.Open. It is
	// not called while a screen is open.
	OpenScreen(ctx context.Context) error
	// CloseScreen ends the capture, if there is one.
	CloseScreen()
}

// The effects on the shared screen.
type (
	// openScreen asks the user what to share: screenOpened follows.
	openScreen struct {
		Attempt int
		Ticket  ticket
	}
	closeScreen struct{}
)

// perform does not wait for devices, about which the user may be asked at the same time, nor they for it.
func (e openScreen) perform(l *loop) {
	l.begin(e.Attempt).beside(func(ctx context.Context) {
		in := screenOpened{Attempt: e.Attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = l.options.Media.OpenScreen(ctx)
		}
		l.post(in)
	})
}

func (closeScreen) perform(l *loop) { l.options.Media.CloseScreen() }
