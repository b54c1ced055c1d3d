package transport

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"syscall"
	"testing"
)

// recorder is a sender that takes notes, and fails where a test wants it to.
type recorder struct {
	sent []string // a message each: "name: sizes"
	fail func(m *message) error
}

func (r *recorder) send(messages []message) (int, error) {
	for i := range messages {
		if r.fail != nil {
			if err := r.fail(&messages[i]); err != nil {
				return i, err
			}
		}
		r.sent = append(r.sent, describe(&messages[i]))
	}
	return len(messages), nil
}

// describe names a destination by its port, as a letter.
func describe(m *message) string {
	sizes := make([]string, 0, m.count)
	for p, i := m.first, 0; i < m.count; p, i = p.next, i+1 {
		sizes = append(sizes, fmt.Sprint(len(p.b)))
	}
	return fmt.Sprintf("%c: %s", rune(m.to.addr.Port()), strings.Join(sizes, " "))
}

// fill queues packets, each given as a destination's letter and a size.
func fill(t *testing.T, q *queue, packets string) {
	t.Helper()
	destinations := map[byte]*destination{}
	for _, p := range strings.Fields(packets) {
		to := destinations[p[0]]
		if to == nil {
			to = &destination{addr: netip.AddrPortFrom(loopback4, uint16(p[0]))}
			destinations[p[0]] = to
		}
		size := 0
		if _, err := fmt.Sscan(p[1:], &size); err != nil {
			t.Fatalf("packet %q: %v", p, err)
		}
		q.add(to, q.slot()[:size])
	}
}

func expect(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("got messages %q, want %q", got, want)
	}
}

func TestQueue(t *testing.T) {
	for _, test := range []struct {
		name    string
		packets string
		want    []string
	}{
		{"nothing", "", nil},
		{"equal sizes make one message", "a9 a9 a9", []string{"a: 9 9 9"}},
		{"a shorter one ends its message", "a9 a8 a8 a8", []string{"a: 9 8", "a: 8 8"}},
		{"a longer one begins another", "a8 a9 a9", []string{"a: 8", "a: 9 9"}},
		{"two destinations have a message each, however their packets alternate", "a9 b9 a9 b9", []string{"a: 9 9", "b: 9 9"}},
		{"one destination keeps its order", "a9 b5 a3 a9 b5", []string{"a: 9 3", "b: 5 5", "a: 9"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, r := newQueue(maxSegments), &recorder{}
			fill(t, q, test.packets)
			if lost := q.flush(r); lost.datagrams != 0 {
				t.Errorf("got %d lost, want none", lost.datagrams)
			}
			expect(t, r.sent, test.want)
		})
	}
	t.Run("where messages are not cut every packet is one", func(t *testing.T) {
		q, r := newQueue(1), &recorder{}
		fill(t, q, "a9 a9 b9 a8")
		q.flush(r)
		expect(t, r.sent, []string{"a: 9", "a: 9", "b: 9", "a: 8"})
	})
	t.Run("a flush leaves nothing, and nothing open", func(t *testing.T) {
		q, r := newQueue(maxSegments), &recorder{}
		to := &destination{addr: netip.AddrPortFrom(loopback4, 'a')}
		for range 2 {
			q.add(to, q.slot()[:9])
			q.flush(r)
		}
		q.flush(r)
		expect(t, r.sent, []string{"a: 9", "a: 9"})
		if to.open != nil {
			t.Error("the destination still has an open message")
		}
	})
}

func TestQueueLimits(t *testing.T) {
	t.Run("a message has a bounded number of packets", func(t *testing.T) {
		q, r := newQueue(maxSegments), &recorder{}
		fill(t, q, strings.Repeat("a9 ", 2*maxSegments+1))
		q.flush(r)
		full := "a:" + strings.Repeat(" 9", maxSegments)
		expect(t, r.sent, []string{full, full, "a: 9"})
	})
	t.Run("a message has a bounded number of bytes", func(t *testing.T) {
		q := newQueue(maxSegments)
		fill(t, q, strings.Repeat(fmt.Sprintf("a%d ", maxPacketSize), maxSegments))
		if len(q.messages) != 2 {
			t.Fatalf("got %d messages, want 2", len(q.messages))
		}
		if first := q.messages[0]; first.bytes >= maxMessage || first.bytes+maxPacketSize < maxMessage {
			t.Errorf("got %d bytes in the first message, want as many as fit below %d", first.bytes, maxMessage)
		}
	})
	t.Run("the queue is full when every slot is taken", func(t *testing.T) {
		q, r := newQueue(maxSegments), &recorder{}
		fill(t, q, strings.Repeat("a9 ", queueSize-1))
		if q.isFull() {
			t.Error("the queue is full one packet too early")
		}
		fill(t, q, "a9")
		if !q.isFull() {
			t.Error("the queue is not full")
		}
		if q.flush(r); q.isFull() {
			t.Error("the queue is full after the flush")
		}
	})
	t.Run("slots do not overlap", func(t *testing.T) {
		q := newQueue(maxSegments)
		fill(t, q, "a9 a9")
		first, second := q.packets[0].b, q.packets[1].b
		for i := range first[:cap(first)] {
			first[:cap(first)][i] = 1
		}
		for i, b := range second {
			if b != 0 {
				t.Fatalf("byte %d of the second packet was written through the first", i)
			}
		}
	})
}

func TestQueueFailures(t *testing.T) {
	refuses := func(refused string, err error) func(*message) error {
		return func(m *message) error {
			if describe(m) == refused {
				return err
			}
			return nil
		}
	}
	uncut := func(err error) func(*message) error {
		return func(m *message) error {
			if m.count > 1 {
				return err
			}
			return nil
		}
	}
	for _, test := range []struct {
		name     string
		packets  string
		fail     func(*message) error
		want     []string
		lost     int
		segments int // afterwards
	}{
		{"a packet that fails is skipped", "a9 b9 c9", refuses("b: 9", syscall.EPERM),
			[]string{"a: 9", "c: 9"}, 1, maxSegments},
		{"the last that fails is skipped, too", "a9 b9", refuses("b: 9", syscall.EPERM),
			[]string{"a: 9"}, 1, maxSegments},
		{"an invalid packet does not end the cutting", "a9 b9", refuses("a: 9", syscall.EINVAL),
			[]string{"b: 9"}, 1, maxSegments},
		{"a device that cannot cut gets single packets for good", "a9 a9 a8 b9", uncut(syscall.EIO),
			[]string{"a: 9", "a: 9", "a: 8", "b: 9"}, 0, 1},
		{"so does a kernel that refuses", "b9 a9 a9", uncut(syscall.EINVAL),
			[]string{"b: 9", "a: 9", "a: 9"}, 0, 1},
		{"a path with a small MTU gets single packets, others do not", "a9 a9 b9 b9", refuses("a: 9 9", syscall.EMSGSIZE),
			[]string{"a: 9", "a: 9", "b: 9 9"}, 0, maxSegments},
		{"single packets that fail are skipped", "a9 a8 b9 b9", func(m *message) error {
			if m.to.addr.Port() == 'a' && m.last != m.first || describe(m) == "a: 8" {
				return syscall.ENOBUFS
			}
			return nil
		}, []string{"a: 9", "b: 9 9"}, 1, maxSegments},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, r := newQueue(maxSegments), &recorder{fail: test.fail}
			fill(t, q, test.packets)
			lost := q.flush(r)
			expect(t, r.sent, test.want)
			if lost.datagrams != test.lost || (lost.err != nil) != (test.lost > 0) {
				t.Errorf("got %d lost (%v), want %d", lost.datagrams, lost.err, test.lost)
			}
			if q.segments != test.segments {
				t.Errorf("got up to %d packets a message afterwards, want %d", q.segments, test.segments)
			}
		})
	}
	t.Run("the first failure is reported", func(t *testing.T) {
		q := newQueue(maxSegments)
		r := &recorder{fail: func(m *message) error { return syscall.Errno(m.to.addr.Port()) }}
		fill(t, q, "b9 a9")
		lost := q.flush(r)
		if !errors.Is(lost.err, syscall.Errno('b')) || lost.to.Port() != 'b' || lost.datagrams != 2 {
			t.Errorf("got %+v, want two lost, the first at b", lost)
		}
	})
}
