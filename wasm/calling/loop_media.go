package calling

import "context"

// doMedia performs an effect on media: of the current call, or of the page as a whole.
func (l *loop) doMedia(e effect) {
	switch e := e.(type) {
	case probe:
		l.begin(e.Attempt).probe()
	case open:
		l.begin(e.Attempt).open(e)
	case swap:
		l.begin(e.Attempt).swap(e)
	case turn:
		l.begin(e.Attempt).turn(e)
	case replace:
		l.begin(e.Attempt).replace(e)
	case openScreen:
		l.begin(e.Attempt).openScreen(e)
	case listen:
		l.begin(e.Attempt).listen()
	case connect:
		l.begin(e.Attempt).connect(e)
	case renegotiate:
		l.begin(e.Attempt).renegotiate(e)
	case retype:
		l.begin(e.Attempt).retype(e.Type)
	case answer:
		l.begin(e.Attempt).answer(e.SDP)
	case attach:
		l.begin(e.Attempt).attach(e.Send)
	case assign:
		l.begin(e.Attempt).assign(e.Slots)
	case picture:
		l.begin(e.Attempt).picture(e.UserID, e.On)
	case release:
		l.release()
	case disconnect:
		l.disconnect(e.Attempt)
	default:
		l.doAtOnce(e)
	}
}

// doAtOnce performs what media does without blocking, and what belongs to no call.
func (l *loop) doAtOnce(e effect) {
	switch e := e.(type) {
	case list:
		l.list(e)
	case speaker:
		l.speaker(e)
	case choose:
		l.options.Media.Choose(e.Choice)
	case closeDevices:
		l.options.Media.Close(e.Which)
	case closeScreen:
		l.options.Media.CloseScreen()
	case mute:
		l.options.Media.Mute(e.On)
	case view:
		l.view(e)
	}
}

// begin returns the attempt's work, which begins with the first operation.
func (l *loop) begin(attempt int) *work {
	if l.work == nil {
		l.work = &work{attempt: attempt, media: l.options.Media, post: l.post}
		startWork(l.work, &l.running)
	}
	return l.work
}

// release cancels before it closes: an Open that is just getting its devices then either finds its
// context ended, or has stored them where Close finds them.
func (l *loop) release() {
	if l.work != nil {
		l.work.cancel()
		l.leaving[l.work.attempt] = l.work
		l.work = nil
	}
	l.options.Media.Close(Devices{Microphone: true, Camera: true})
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

func (l *loop) view(e view) {
	if e.Element == nil {
		l.options.Media.StopView(e.View)
		return
	}
	l.options.Media.StartView(e.View, e.Element)
}

// list runs in a goroutine of its own: a browser may answer only when its window has focus, and nothing else
// waits for that.
func (l *loop) list(e list) {
	l.errands.put(func(ctx context.Context) {
		l.running.Go(func() {
			in := devicesListed{Ask: e.Ask, Err: ctx.Err()}
			if in.Err == nil {
				in.Devices, in.Err = l.options.Media.ListDevices(ctx)
			}
			l.post(in)
		})
	})
}

func (l *loop) speaker(e speaker) {
	l.errands.put(func(ctx context.Context) {
		in := speakerSet{Ticket: e.Ticket, Err: ctx.Err()}
		if in.Err == nil {
			in.Err = l.options.Media.SetSpeaker(ctx, e.ID)
		}
		l.post(in)
	})
}

// watcher is the Observer of a client.
type watcher struct{ post func(input) }

func (w watcher) Lost(device string)          { w.post(deviceLost{device}) }
func (w watcher) ScreenEnded()                { w.post(screenEnded{}) }
func (w watcher) DevicesChanged(all []Device) { w.post(devicesChanged{all}) }
func (w watcher) Blocked(users []string)      { w.post(soundBlocked{users}) }
