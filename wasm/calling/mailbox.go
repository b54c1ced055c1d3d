package calling

import (
	"context"
	"sync"
)

// mailbox is an unbounded queue with one reader. Putting never blocks, so a page's callbacks can post to the
// loop. It may be unbounded because what goes through it comes from people and servers, not from packets.
type mailbox[T any] struct {
	filled chan struct{} // capacity 1: something is in items, or closed is true

	mu     sync.Mutex // protects:
	items  []T
	closed bool
}

func newMailbox[T any]() *mailbox[T] {
	return &mailbox[T]{filled: make(chan struct{}, 1)}
}

// put appends an item. It returns false, without taking the item, when the mailbox is closed.
func (m *mailbox[T]) put(item T) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return false
	}
	m.items = append(m.items, item)
	m.signal()
	return true
}

// take waits for an item. It returns false when ctx has ended, or when the mailbox is closed and empty.
func (m *mailbox[T]) take(ctx context.Context) (item T, ok bool) {
	for {
		if ctx.Err() != nil {
			return item, false
		}
		item, ok, closed := m.next()
		if ok || closed {
			return item, ok
		}
		select {
		case <-m.filled:
		case <-ctx.Done():
		}
	}
}

func (m *mailbox[T]) next() (item T, ok, closed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.items) == 0 {
		return item, false, m.closed
	}
	item = m.items[0]
	m.items = m.items[1:]
	return item, true, m.closed
}

// close refuses further items and returns those that nobody took.
func (m *mailbox[T]) close() []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.signal()
	left := m.items
	m.items = nil
	return left
}

// signal must be called with mu held.
func (m *mailbox[T]) signal() {
	select {
	case m.filled <- struct{}{}:
	default:
	}
}
