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
		l.disconnect(attempt)
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
		l.do(e)
	}
}

func (l *loop) post(in input) { l.client.inputs.put(in) }

// do performs an effect. It never waits: what blocks goes to the link or to a worker.
func (l *loop) do(e effect) {
	switch e := e.(type) {
	case settle:
		l.settle(e)
	case emit:
		l.options.Emit(e.Event, e.Payload)
	case warn:
		l.warn(e.Text)
	case dial:
		l.dial(e)
	case hangUpLink:
		l.hangUp(e.Session)
	case notify:
		l.link.notify(e.Type)
	case request:
		l.link.request(e)
	default:
		l.doMedia(e)
	}
}

func (l *loop) settle(e settle) {
	if e.Err != nil { // a nil *Error must not become an error that is not nil
		l.client.settle(e.Ticket, nil, e.Err)
		return
	}
	l.client.settle(e.Ticket, e.Result, nil)
}

func (l *loop) warn(text string) {
	if l.options.Warn != nil {
		l.options.Warn(text)
	}
}

func (l *loop) dial(e dial) {
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

func (l *loop) hangUp(session int) {
	if l.link != nil && l.link.session == session {
		l.link.close()
	}
}
