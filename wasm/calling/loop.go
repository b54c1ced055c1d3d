package calling

import (
	"context"
	"sync"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/machine"
)

// loop is the goroutine that owns a client's state.
type loop struct {
	client  *Client
	options Options
	state   machine.Machine

	link    *link               // the latest connection; nil before the first login
	work    *work               // the current call's media; nil when idle
	leaving map[int]*work       // by attempt: released, but not disconnected yet
	errands *mailbox[operation] // blocking work that belongs to no call
	running sync.WaitGroup
}

// run takes inputs until the client is closed, and returns when everything that it started has ended.
func (c *Client) run(options Options) {
	defer close(c.stopped)
	l := &loop{client: c, options: options, leaving: make(map[int]*work), errands: newMailbox[operation]()}
	ctx, cancel := context.WithCancel(context.Background())
	l.running.Go(func() { drive(ctx, l.errands) })
	options.Media.Observe(watcher{l.post})
	for !l.state.Stopped() {
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

// settleAll settles the methods that nobody else will answer.
func (c *Client) settleAll() {
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	for t := machine.Ticket(1); t <= last; t++ {
		c.settle(t, nil, errorClosed())
	}
}

// handle applies an input.
func (l *loop) handle(in machine.Input) {
	effects := l.state.Step(machine.Moment{Now: time.Now(), Support: l.options.Media.Support(), JSON: l.options.JSON}, in)
	for _, e := range effects {
		l.do(e)
	}
}

func (l *loop) post(in machine.Input) { l.client.inputs.put(in) }

// do performs an effect. It never waits: blocking work goes to the link or to a worker.
func (l *loop) do(e machine.Effect) {
	switch e := e.(type) {
	case machine.Publish:
		l.options.State(e.Snapshot)
	case machine.Settle:
		l.settle(e)
	case machine.Emit:
		l.options.Emit(e.Event, e.Payload)
	case machine.Warn:
		l.warn(e.Text)
	case machine.Dial:
		l.dial(e)
	case machine.HangUpLink:
		l.hangUp(e.Session)
	case machine.Notify:
		l.link.notify(e.Type)
	case machine.Request:
		l.link.request(e)
	default:
		l.doMedia(e)
	}
}

func (l *loop) settle(e machine.Settle) {
	if e.Err != nil { // a nil *Error must not become a non-nil error
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

func (l *loop) dial(e machine.Dial) {
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
		OnlyNew: e.OnlyNew || l.options.OnlyNew, Profile: e.Profile,
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
