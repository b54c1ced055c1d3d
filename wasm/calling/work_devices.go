package calling

import "context"

func (w *work) probe() {
	w.onDevices(devicesOf(Microphone), func(ctx context.Context) {
		err := ctx.Err()
		if err == nil {
			err = w.media.ProbeMicrophone(ctx)
		}
		w.post(probed{w.attempt, err})
	})
}

func (w *work) open(e open) {
	w.onDevices(e.Want, func(ctx context.Context) {
		in := devicesOpened{Attempt: w.attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Opened, in.Err = w.media.Open(ctx, e.Want)
		}
		w.post(in)
	})
}

func (w *work) swap(e swap) {
	w.onDevices(devicesOf(e.Device), func(ctx context.Context) {
		in := deviceSwitched{Attempt: w.attempt, Ticket: e.Ticket, Device: e.Device, ID: e.ID, Err: ctx.Err()}
		if in.Err == nil {
			in.Open, in.Err = w.media.Switch(ctx, e.Device, e.ID)
		}
		w.post(in)
	})
}

func (w *work) turn(e turn) {
	w.onDevices(devicesOf(Camera), func(ctx context.Context) {
		in := cameraTurned{Attempt: w.attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.ID, in.Open, in.Err = w.media.Turn(ctx)
		}
		w.post(in)
	})
}

func (w *work) replace(e replace) {
	w.onDevices(devicesOf(e.Device), func(ctx context.Context) {
		in := deviceReplaced{Attempt: w.attempt, Device: e.Device, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = w.media.Replace(ctx, e.Device)
		}
		w.post(in)
	})
}

// openScreen does not wait for devices, about which the user may be asked at the same time, nor they for it.
func (w *work) openScreen(e openScreen) {
	w.beside(func(ctx context.Context) {
		in := screenOpened{Attempt: w.attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = w.media.OpenScreen(ctx)
		}
		w.post(in)
	})
}
