// Package mailbox is a queue that many may put into without waiting and one reads. A channel would make its
// senders wait when it is full, and keep room for everything that may ever be in it; most mailboxes are empty.
package mailbox

import "sync"

// Mailbox is a queue with one reader, which waits for Filled and then takes everything that is there:
//
//	for range m.Filled() {
//		for item, ok := m.Take(); ok; item, ok = m.Take() {
type Mailbox[T any] struct {
	limit  int           // 0: none
	filled chan struct{} // holds one token when there may be something; closed with the mailbox

	mu     sync.Mutex // protects:
	items  []T
	closed bool
}

// New makes a mailbox that holds at most limit items, or any number when that is 0.
func New[T any](limit int) *Mailbox[T] {
	return &Mailbox[T]{limit: limit, filled: make(chan struct{}, 1)}
}

// Put appends an item. It never blocks, and is false when the mailbox is full or closed.
func (m *Mailbox[T]) Put(item T) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || m.limit > 0 && len(m.items) == m.limit {
		return false
	}
	m.items = append(m.items, item)
	select {
	case m.filled <- struct{}{}:
	default: // the reader already knows
	}
	return true
}

// Filled receives a token when there may be something to take. It is closed by Close.
func (m *Mailbox[T]) Filled() <-chan struct{} { return m.filled }

// Take removes the first item; it returns false when there is none.
func (m *Mailbox[T]) Take() (item T, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.items) == 0 {
		return item, false
	}
	item = m.items[0]
	if m.items = m.items[1:]; len(m.items) == 0 {
		m.items = nil // lets go of what was there
	}
	return item, true
}

// Close drops the items that nobody has taken and refuses new ones.
func (m *Mailbox[T]) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	m.closed, m.items = true, nil
	close(m.filled)
}
