package scenario

import (
	"context"
	"slices"
	"sync"
)

// queue holds the events that a scenario has not taken yet.
type queue struct {
	mu     sync.Mutex // protects:
	events []event
	filled chan struct{} // closed and replaced by put
}

func newQueue() *queue { return &queue{filled: make(chan struct{})} }

func (q *queue) put(e event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = append(q.events, e)
	close(q.filled)
	q.filled = make(chan struct{})
}

// next takes the oldest event. It returns false when none has come before ctx ends.
func (q *queue) next(ctx context.Context) (event, bool) {
	for {
		q.mu.Lock()
		filled := q.filled
		if len(q.events) > 0 {
			e := q.events[0]
			q.events = q.events[1:]
			q.mu.Unlock()
			return e, true
		}
		q.mu.Unlock()
		select {
		case <-filled:
		case <-ctx.Done():
			return event{}, false
		}
	}
}

func (q *queue) left() []event {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.events)
}
