package calling

import (
	"context"
	"sync"
	"time"

	"trtccalling/server/protocol"
)

// loop is the goroutine that owns a client's state.
type loop struct {
	client  *Client
	options Options
	state   state
	shown   Snapshot

	link    *link               // the latest connection; nil before the first login
	work    *work               // the current call's media; nil when idle
	leaving map[int]*work       // by attempt: released, but not disconnected
	errands *mailbox[operation] // what blocks and belongs to no call
	running sync.WaitGroup
}

// run takes inputs until the client is closed, and ends when everything that it started has ended.
func (c *Client) run(options Options) {
	defer close(c.stopped)
	l := &loop{client: c, options: options, leaving: make(map[int]*work), errands: newMailbox[operation]()}
	ctx, cancel := context.WithCancel(context.Background())
	l.running.Go(func() { drive(ctx, l.errands) })
	options.Media.Observe(watcher{l.post})
	l.shown = l.state.snapshot()
	for !l.state.stopped {
		in, _ := c.inputs.take(context.Background())
		l.handle(in)
	}
	c.inputs.close()
	cancel()
	options.Media.Observe(nil)
	for attempt := range l.leaving {
		disconnect{attempt}.perform(l)
	}
	c.settleAll()
	l.running.Wait()
}

// settleAll answers what nobody will answer any more.
func (c *Client) settleAll() {
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	for t := ticket(1); t <= last; t++ {
		c.settle(t, nil, errorClosed())
	}
}

// handle applies an input. The state is published before anybody is told what it led to.
func (l *loop) handle(in input) {
	effects := l.state.step(moment{now: time.Now(), support: l.options.Media.Support(), json: l.options.JSON}, in)
	if snap := l.state.snapshot(); !snap.equal(l.shown) {
		l.shown = snap
		l.options.State(snap)
	}
	for _, e := range effects {
		e.perform(l)
	}
}

func (l *loop) post(in input) { l.client.inputs.put(in) }

func (e settle) perform(l *loop) {
	if e.Err != nil { // a nil *Error must not become an error that is not nil
		l.client.settle(e.Ticket, nil, e.Err)
		return
	}
	l.client.settle(e.Ticket, e.Result, nil)
}

func (e emit) perform(l *loop) { l.options.Emit(e.Event, e.Payload) }

func (e warn) perform(l *loop) {
	if l.options.Warn != nil {
		l.options.Warn(e.Text)
	}
}

func (e dial) perform(l *loop) {
	ctx, cancel := context.WithCancelCause(context.Background())
	link := newLink(e.Session, l.post, cancel)
	link.json = l.options.JSON
	if l.options.Dialing != nil {
		link.dialing = l.options.Dialing
	}
	if l.options.Dial != nil {
		link.dial = l.options.Dial
	}
	body := protocol.Login{
		Version: protocol.Version, SDKAppID: l.options.SDKAppID, UserID: e.UserID, UserSig: e.UserSig,
		Profile: e.Profile,
	}
	l.link = link
	l.running.Go(func() {
		defer cancel(nil)
		link.run(ctx, l.options.Server, body)
	})
}

func (e hangUpLink) perform(l *loop) {
	if l.link != nil && l.link.session == e.Session {
		l.link.close()
	}
}

func (e notify) perform(l *loop)  { l.link.notify(e.Type) }
func (e request) perform(l *loop) { l.link.request(e) }

func (e connect) perform(l *loop) { l.begin(e.Attempt).connect(e) }
func (e probe) perform(l *loop)   { l.begin(e.Attempt).probe() }

// begin returns the attempt's work, which begins with the first operation.
func (l *loop) begin(attempt int) *work {
	if l.work == nil {
		l.work = &work{attempt: attempt, media: l.options.Media, post: l.post}
		startWork(l.work, &l.running)
	}
	return l.work
}

func (e open) perform(l *loop) { l.begin(e.Attempt).open(e.Want, e.Ticket) }

func (e renegotiate) perform(l *loop) { l.begin(e.Attempt).renegotiate(e) }

func (e retype) perform(l *loop) {
	l.begin(e.Attempt).change(func(_ context.Context, conn Connection) error {
		conn.SetType(e.Type)
		return nil
	})
}

func (e answer) perform(l *loop) {
	l.begin(e.Attempt).change(func(ctx context.Context, conn Connection) error { return conn.Answer(ctx, e.SDP) })
}

func (e attach) perform(l *loop) {
	l.begin(e.Attempt).change(func(ctx context.Context, conn Connection) error { return conn.Send(ctx, e.Send) })
}

func (e assign) perform(l *loop) {
	l.begin(e.Attempt).change(func(_ context.Context, conn Connection) error {
		conn.SetSlots(e.Slots)
		return nil
	})
}

func (e picture) perform(l *loop) {
	l.begin(e.Attempt).change(func(_ context.Context, conn Connection) error {
		conn.ShowPicture(e.UserID, e.On)
		return nil
	})
}

func (e closeDevices) perform(l *loop) { l.options.Media.Close(e.Which) }
func (e mute) perform(l *loop)         { l.options.Media.Mute(e.On) }

// perform cancels before it closes: an Open that is just getting its devices then either finds its
// context ended, or has stored them where Close finds them.
func (e release) perform(l *loop) {
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

func (e disconnect) perform(l *loop) {
	if w := l.leaving[e.Attempt]; w != nil {
		close(w.disconnect)
		delete(l.leaving, e.Attempt)
	}
}

func (e view) perform(l *loop) {
	if e.Element == nil {
		l.options.Media.StopView(e.View)
		return
	}
	l.options.Media.StartView(e.View, e.Element)
}
