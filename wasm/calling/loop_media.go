package calling

import (
	"context"

	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

// doMedia performs an effect on media, of the current call or of the page as a whole.
func (l *loop) doMedia(e machine.Effect) {
	switch e := e.(type) {
	case machine.Probe:
		l.begin(e.Attempt).probe()
	case machine.Open:
		l.begin(e.Attempt).open(e)
	case machine.Swap:
		l.begin(e.Attempt).swap(e)
	case machine.Turn:
		l.begin(e.Attempt).turn(e)
	case machine.Replace:
		l.begin(e.Attempt).replace(e)
	case machine.OpenScreen:
		l.begin(e.Attempt).openScreen(e)
	case machine.Listen:
		l.begin(e.Attempt).listen()
	case machine.Connect:
		l.begin(e.Attempt).connect(e)
	case machine.Renegotiate:
		l.begin(e.Attempt).renegotiate(e)
	case machine.Retype:
		l.begin(e.Attempt).retype(e.Type)
	case machine.Answer:
		l.begin(e.Attempt).answer(e.SDP)
	case machine.Attach:
		l.begin(e.Attempt).attach(e.Send)
	case machine.Assign:
		l.begin(e.Attempt).assign(e.Slots)
	case machine.Picture:
		l.begin(e.Attempt).picture(e.UserID, e.On)
	case machine.Release:
		l.release()
	case machine.Disconnect:
		l.disconnect(e.Attempt)
	default:
		l.doAtOnce(e)
	}
}

// doAtOnce performs effects that do not block, and those that belong to no call.
func (l *loop) doAtOnce(e machine.Effect) {
	switch e := e.(type) {
	case machine.List:
		l.list(e)
	case machine.Speaker:
		l.speaker(e)
	case machine.Choose:
		l.options.Media.Choose(e.Choice)
	case machine.CloseDevices:
		l.options.Media.Close(e.Which)
	case machine.CloseScreen:
		l.options.Media.CloseScreen()
	case machine.Mute:
		l.options.Media.Mute(e.On)
	case machine.View:
		l.view(e)
	}
}

// begin returns the attempt's work, which starts with the first operation.
func (l *loop) begin(attempt int) *work {
	if l.work == nil {
		l.work = &work{attempt: attempt, media: l.options.Media, post: l.post}
		startWork(l.work, &l.running)
	}
	return l.work
}

// release cancels before it closes: an Open that is just getting its devices then either finds its context
// ended, or has stored them where Close finds them.
func (l *loop) release() {
	if l.work != nil {
		l.work.cancel()
		l.leaving[l.work.attempt] = l.work
		l.work = nil
	}
	l.options.Media.Close(api.Devices{Microphone: true, Camera: true})
	l.options.Media.CloseScreen()
	l.options.Media.Mute(false)
	l.options.Media.EndViews()
}

func (l *loop) disconnect(attempt int) {
	if w := l.leaving[attempt]; w != nil {
		close(w.disconnect)
		delete(l.leaving, attempt)
	}
}

func (l *loop) view(e machine.View) {
	if e.Element == nil {
		l.options.Media.StopView(e.View)
		return
	}
	l.options.Media.StartView(e.View, e.Element)
}

// list runs in a goroutine of its own: a browser may not answer before its window has focus, and nothing else
// should wait for that.
func (l *loop) list(e machine.List) {
	l.errands.put(func(ctx context.Context) {
		l.running.Go(func() {
			in := machine.DevicesListed{Ask: e.Ask, Err: ctx.Err()}
			if in.Err == nil {
				in.Devices, in.Err = l.options.Media.ListDevices(ctx)
			}
			l.post(in)
		})
	})
}

func (l *loop) speaker(e machine.Speaker) {
	l.errands.put(func(ctx context.Context) {
		in := machine.SpeakerSet{Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = l.options.Media.SetSpeaker(ctx, e.ID)
		}
		l.post(in)
	})
}

// watcher is the Observer of a client.
type watcher struct{ post func(machine.Input) }

func (w watcher) Lost(device string)              { w.post(machine.DeviceLost{Device: device}) }
func (w watcher) ScreenEnded()                    { w.post(machine.ScreenEnded{}) }
func (w watcher) DevicesChanged(all []api.Device) { w.post(machine.DevicesChanged{Devices: all}) }
func (w watcher) Blocked(users []string)          { w.post(machine.SoundBlocked{Users: users}) }
