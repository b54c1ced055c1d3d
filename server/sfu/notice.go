package sfu

import (
	"trtccalling/server/mailbox"
	"trtccalling/server/protocol"
)

// Events is told what happens in a room, in order and by one goroutine. Its methods must not block.
type Events interface {
	// SlotsChanged says whose media arrives on which of a user's m-lines: the full table, which is empty when
	// there is none.
	SlotsChanged(user string, slots []protocol.Slot)
	// LinesWanted says how many m-lines of each kind a user's connection should have to receive on: more than
	// it has. It comes once, and again after the next offer if that had too few.
	LinesWanted(user string, lines protocol.Lines)
	// Lost says that a user's connection has ended: nil when the other side closed it, else the reason.
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

// close drops what has not been delivered yet and waits for a delivery in progress.
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
