package sfu

import (
	"sync"

	"trtccalling/server/protocol"
)

// Events is told what happens in a room, in order and by one goroutine. Its methods must not block.
type Events interface {
	// SlotsChanged says whose media arrives on which m-lines of a user: the full table, empty when nobody's does.
	SlotsChanged(user string, slots []protocol.Slot)
	// LinesWanted says how many m-lines of each kind a user's connection should have to receive on: more than it
	// has. It comes once, and after the next offer again if that had too few.
	LinesWanted(user string, lines protocol.Lines)
	// Lost says that a user's connection ended: nil when the other side closed it, else why.
	Lost(user string, err error)
}

// notice calls a method of Events.
type notice func(Events)

// notices delivers Events outside of the Mux's lock.
type notices struct {
	events Events
	wake   chan struct{} // holds one token when the queue may have something
	done   chan struct{} // closed when the goroutine has ended

	mu     sync.Mutex // protects:
	queue  []notice
	closed bool
}

func newNotices(events Events) *notices {
	n := &notices{events: events, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go n.run()
	return n
}

// post never blocks.
func (n *notices) post(notice notice) {
	n.mu.Lock()
	n.queue = append(n.queue, notice)
	n.mu.Unlock()
	n.signal()
}

func (n *notices) signal() {
	select {
	case n.wake <- struct{}{}:
	default: // it is awake already
	}
}

// close drops what is not delivered yet and waits for a delivery at work.
func (n *notices) close() {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	n.signal()
	<-n.done
}

func (n *notices) run() {
	defer close(n.done)
	for range n.wake {
		for {
			notice, ok, closed := n.next()
			if closed {
				return
			}
			if !ok {
				break
			}
			notice(n.events)
		}
	}
}

func (n *notices) next() (next notice, ok, closed bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed || len(n.queue) == 0 {
		return nil, false, n.closed
	}
	next = n.queue[0]
	n.queue = n.queue[1:]
	return next, true, false
}
