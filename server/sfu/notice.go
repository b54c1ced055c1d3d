package sfu

import (
	"trtccalling/server/mailbox"
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
	mailbox *mailbox.Mailbox[notice]
	done    chan struct{} // closed when the goroutine has ended
}

func newNotices(events Events) *notices {
	n := &notices{mailbox: mailbox.New[notice](0), done: make(chan struct{})}
	go n.run(events)
	return n
}

// post never blocks.
func (n *notices) post(notice notice) { n.mailbox.Put(notice) }

// close drops what is not delivered yet and waits for a delivery at work.
func (n *notices) close() {
	n.mailbox.Close()
	<-n.done
}

func (n *notices) run(events Events) {
	defer close(n.done)
	for range n.mailbox.Filled() {
		for notice, ok := n.mailbox.Take(); ok; notice, ok = n.mailbox.Take() {
			notice(events)
		}
	}
}
