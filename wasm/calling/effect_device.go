package calling

import (
	"context"
	"time"
)

// volumeInterval is how often the page is told how loud everybody is. The first time is as much later
// than the first user, so that a call's beginning has the processor for itself.
const volumeInterval = time.Second

// The effects on devices.
type (
	// list lists devices: devicesListed follows.
	list struct{ Ask listDevices }
	// choose passes on what is chosen.
	choose struct{ Choice Choice }
	// speaker plays sound on another device.
	speaker struct {
		Ticket ticket
		ID     string
	}
	// swap opens another device in place of one of the call: deviceSwitched follows.
	swap struct {
		Attempt int
		Ticket  ticket
		Device  string
		ID      string
	}
	// turn does the same with the camera that looks the other way: cameraTurned follows.
	turn struct {
		Attempt int
		Ticket  ticket
	}
	// replace opens a device in place of one that was lost: deviceReplaced follows.
	replace struct {
		Attempt int
		Device  string
	}
	// listen measures how loud everybody is until the call is released: heard follows again and again.
	listen struct{ Attempt int }
)

func (e choose) perform(l *loop) { l.options.Media.Choose(e.Choice) }

func (e list) perform(l *loop) {
	l.errands.put(func(ctx context.Context) {
		l.running.Go(func() { // a browser may answer only when its window has focus: nothing else waits for that
			in := devicesListed{Ask: e.Ask, Err: ctx.Err()}
			if in.Err == nil {
				in.Devices, in.Err = l.options.Media.ListDevices(ctx)
			}
			l.post(in)
		})
	})
}

func (e speaker) perform(l *loop) {
	l.errands.put(func(ctx context.Context) {
		in := speakerSet{Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = l.options.Media.SetSpeaker(ctx, e.ID)
		}
		l.post(in)
	})
}

func (e swap) perform(l *loop) {
	l.begin(e.Attempt).onDevices(devicesOf(e.Device), func(ctx context.Context) {
		in := deviceSwitched{Attempt: e.Attempt, Ticket: e.Ticket, Device: e.Device, ID: e.ID, Err: ctx.Err()}
		if in.Err == nil {
			in.Open, in.Err = l.options.Media.Switch(ctx, e.Device, e.ID)
		}
		l.post(in)
	})
}

func (e turn) perform(l *loop) {
	l.begin(e.Attempt).onDevices(devicesOf(Camera), func(ctx context.Context) {
		in := cameraTurned{Attempt: e.Attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.ID, in.Open, in.Err = l.options.Media.Turn(ctx)
		}
		l.post(in)
	})
}

func (e replace) perform(l *loop) {
	l.begin(e.Attempt).onDevices(devicesOf(e.Device), func(ctx context.Context) {
		in := deviceReplaced{Attempt: e.Attempt, Device: e.Device, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = l.options.Media.Replace(ctx, e.Device)
		}
		l.post(in)
	})
}

func (e listen) perform(l *loop) {
	w := l.begin(e.Attempt)
	w.beside(w.listen)
}

// listen measures in the connection's lane, one measurement at a time.
func (w *work) listen(ctx context.Context) {
	ticker := time.NewTicker(volumeInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		measured := make(chan struct{})
		put := w.connection.put(func(ctx context.Context) {
			defer close(measured)
			if ctx.Err() == nil && w.conn != nil {
				w.post(heard{w.attempt, w.conn.Levels(ctx)})
			}
		})
		if !put {
			return
		}
		<-measured
	}
}

// watcher is the Observer of a client.
type watcher struct{ post func(input) }

func (w watcher) Lost(device string)          { w.post(deviceLost{device}) }
func (w watcher) ScreenEnded()                { w.post(screenEnded{}) }
func (w watcher) DevicesChanged(all []Device) { w.post(devicesChanged{all}) }
func (w watcher) Blocked(users []string)      { w.post(soundBlocked{users}) }
