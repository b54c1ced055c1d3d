package transport

import (
	"errors"
	"net/netip"
	"syscall"
)

const (
	// queueSize is how many packets wait for one flush: what a batch of reads is forwarded as, in a group.
	queueSize = 256
	// maxSegments and maxMessage bound one message that the kernel cuts into datagrams. It takes at least 64
	// segments, and no more bytes than fit into one UDP datagram.
	maxSegments = 60
	maxMessage  = 65000
)

// destination is where datagrams go, and the message that collects them. It must not be copied while
// packets wait.
type destination struct {
	addr netip.AddrPort
	open *message // takes further packets; nil: begin another one
}

// queued is a waiting datagram, and a link to the next one of its message.
type queued struct {
	b    []byte
	next *queued
}

// message is a run of datagrams to one destination that the kernel takes as one. All have the size of the
// first, except that the last may be shorter.
type message struct {
	to          *destination
	first, last *queued
	count       int
	bytes       int
}

// size is that of the first datagram.
func (m *message) size() int { return len(m.first.b) }

// takes reports whether a datagram of this size may follow.
func (m *message) takes(size, segments int) bool {
	return size <= m.size() && m.count < segments && m.bytes+size < maxMessage
}

func (m *message) append(p *queued) {
	if m.count == 0 {
		m.first = p
	} else {
		m.last.next = p
	}
	m.last = p
	m.count++
	m.bytes += len(p.b)
}

// sender passes messages to the kernel, in order, until one fails: it returns how many went out, and the error
// of the next one.
type sender interface {
	send(messages []message) (int, error)
}

// queue collects what is sent while the Mux's lock is held, so that one system call can send it. For each
// destination it keeps the order.
type queue struct {
	segments int // most datagrams in a message; 1 where the kernel does not cut messages
	arena    []byte
	packets  []queued  // those in use; its array never moves
	messages []message // those in use; its array never moves
	single   [1]message
}

func newQueue(segments int) *queue {
	return &queue{
		segments: segments, arena: make([]byte, queueSize*maxPacketSize),
		packets: make([]queued, 0, queueSize), messages: make([]message, 0, queueSize),
	}
}

func (q *queue) isFull() bool { return len(q.packets) == queueSize }

// slot is the space for the next packet, in which it is written and encrypted. The queue must not be full.
func (q *queue) slot() []byte {
	begin := len(q.packets) * maxPacketSize
	return q.arena[begin : begin+maxPacketSize : begin+maxPacketSize]
}

// add queues b, which is not empty and belongs to the queue until the flush. The queue must not be full.
func (q *queue) add(to *destination, b []byte) {
	q.packets = append(q.packets, queued{b: b})
	p := &q.packets[len(q.packets)-1]
	if to.open == nil || !to.open.takes(len(b), q.segments) {
		q.messages = append(q.messages, message{to: to})
		to.open = &q.messages[len(q.messages)-1]
	}
	to.open.append(p)
	if len(b) < to.open.size() {
		to.open = nil // a shorter datagram ends its message
	}
}

// loss describes what a flush could not send.
type loss struct {
	datagrams int
	err       error // the first
	to        netip.AddrPort
}

// flush sends everything and empties the queue. What fails is lost, as datagrams may be; what comes after it is
// still sent.
func (q *queue) flush(s sender) (lost loss) {
	for rest := q.messages; len(rest) > 0; {
		n, err := s.send(rest)
		if err == nil {
			break
		}
		q.handleFailure(s, &rest[n], err, &lost)
		rest = rest[n+1:]
	}
	for i := range q.messages {
		q.messages[i].to.open = nil
	}
	clear(q.messages) // lets go of connections that end meanwhile
	q.messages, q.packets = q.messages[:0], q.packets[:0]
	return lost
}

// handleFailure sends the datagrams of a message one by one. The kernel may have refused only to cut it: for
// good if a device or a tunnel cannot (EIO, EINVAL), or on a path whose MTU is small (EMSGSIZE).
func (q *queue) handleFailure(s sender, failed *message, err error, lost *loss) {
	if failed.count == 1 {
		lost.add(failed.to.addr, err)
		return
	}
	if errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EINVAL) {
		q.segments = 1
	}
	for p, i := failed.first, 0; i < failed.count; p, i = p.next, i+1 {
		q.single[0] = message{to: failed.to}
		q.single[0].append(p)
		if _, err := s.send(q.single[:]); err != nil {
			lost.add(failed.to.addr, err)
		}
	}
	q.single[0] = message{}
}

func (l *loss) add(to netip.AddrPort, err error) {
	if l.datagrams == 0 {
		l.err, l.to = err, to
	}
	l.datagrams++
}
