package calling

import (
	"context"

	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

func (w *work) probe() {
	w.onDevices(api.DevicesOf(api.Microphone), func(ctx context.Context) {
		err := ctx.Err()
		if err == nil {
			err = w.media.ProbeMicrophone(ctx)
		}
		w.post(machine.Probed{Attempt: w.attempt, Err: err})
	})
}

func (w *work) open(e machine.Open) {
	w.onDevices(e.Want, func(ctx context.Context) {
		in := machine.DevicesOpened{Attempt: w.attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Opened, in.Err = w.media.Open(ctx, e.Want)
		}
		w.post(in)
	})
}

func (w *work) swap(e machine.Swap) {
	w.onDevices(api.DevicesOf(e.Device), func(ctx context.Context) {
		in := machine.DeviceSwitched{Attempt: w.attempt, Ticket: e.Ticket, Device: e.Device, ID: e.ID, Err: ctx.Err()}
		if in.Err == nil {
			in.Open, in.Err = w.media.Switch(ctx, e.Device, e.ID)
		}
		w.post(in)
	})
}

func (w *work) turn(e machine.Turn) {
	w.onDevices(api.DevicesOf(api.Camera), func(ctx context.Context) {
		in := machine.CameraTurned{Attempt: w.attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.ID, in.Open, in.Err = w.media.Turn(ctx)
		}
		w.post(in)
	})
}

func (w *work) replace(e machine.Replace) {
	w.onDevices(api.DevicesOf(e.Device), func(ctx context.Context) {
		in := machine.DeviceReplaced{Attempt: w.attempt, Device: e.Device, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = w.media.Replace(ctx, e.Device)
		}
		w.post(in)
	})
}

// openScreen does not wait for devices, nor they for it: the user may be asked for both at the same time.
func (w *work) openScreen(e machine.OpenScreen) {
	w.beside(func(ctx context.Context) {
		in := machine.ScreenOpened{Attempt: w.attempt, Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = w.media.OpenScreen(ctx)
		}
		w.post(in)
	})
}
