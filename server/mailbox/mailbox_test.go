package mailbox

import (
	"slices"
	"sync"
	"testing"
)

func takeAll(m *Mailbox[int]) (list []int) {
	for item, ok := m.Take(); ok; item, ok = m.Take() {
		list = append(list, item)
	}
	return list
}

func TestMailbox(t *testing.T) {
	t.Run("returns what was put in, in order and once", func(t *testing.T) {
		m := New[int](0)
		m.Put(1)
		m.Put(2)
		<-m.Filled()
		if got := takeAll(m); !slices.Equal(got, []int{1, 2}) {
			t.Errorf("got %v, want 1 and then 2", got)
		}
		if got := takeAll(m); len(got) != 0 {
			t.Errorf("got %v again, want nothing", got)
		}
	})
	t.Run("refuses more than its limit, until something is taken", func(t *testing.T) {
		m := New[int](2)
		for i, want := range []bool{true, true, false} {
			if got := m.Put(i); got != want {
				t.Errorf("item %d was taken: %v, want %v", i, got, want)
			}
		}
		m.Take()
		if !m.Put(3) {
			t.Error("refused although there is room")
		}
		if got := takeAll(m); !slices.Equal(got, []int{1, 3}) {
			t.Errorf("got %v, want 1 and 3", got)
		}
	})
	t.Run("drops what is left when it is closed, and refuses more", func(t *testing.T) {
		m := New[int](0)
		m.Put(1)
		m.Close()
		m.Close() // changes nothing
		if m.Put(2) {
			t.Error("took an item although it is closed")
		}
		for range m.Filled() { // ends, because it is closed
			if got := takeAll(m); len(got) != 0 {
				t.Errorf("got %v, want nothing", got)
			}
		}
	})
}

func TestNothingIsLostBetweenPutAndTake(t *testing.T) {
	const senders, each = 4, 1000
	m := New[int](0)
	var sending sync.WaitGroup
	for range senders {
		sending.Go(func() {
			for i := range each {
				m.Put(i)
			}
		})
	}
	for taken := 0; taken < senders*each; {
		<-m.Filled() // if a token were lost, this would wait for ever
		taken += len(takeAll(m))
	}
	sending.Wait()
}
