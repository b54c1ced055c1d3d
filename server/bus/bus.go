// Package bus carries messages between sessions and calls, wherever they live, with NATS, by default embedded
// in the process. It is the only package that knows NATS.
//
// A subscription's messages are handled one at a time, in the order in which each sender published them. What a
// handler has not taken yet waits in the subscription, so a subscription is a mailbox.
package bus

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Bus is a connection to NATS.
type Bus struct {
	embedded *server.Server
	conn     *nats.Conn
	log      *slog.Logger
	order    atomic.Uint64
}

// Message is one message as a handler receives it.
type Message struct {
	Subject string
	Reply   string // where the sender waits for an answer; "" if it does not wait
	Data    []byte
	// Unreachable: nobody listened at the subject that was published to with this Subject as Reply.
	Unreachable bool
}

// Embedded starts a NATS server inside the process, without any open port, and connects to it.
func Embedded(log *slog.Logger) (*Bus, error) {
	embedded, err := server.NewServer(&server.Options{
		ServerName: "embedded",
		DontListen: true, // no port at all
		NoSigs:     true, // signals belong to main
		NoLog:      true,
		// Nearly every subject belongs to one call or session and is soon gone: a cache would only grow.
		NoSublistCache: true,
		// The largest message from a client is 256 KiB, and JSON on the bus may need six characters for one of
		// it.
		MaxPayload: 2 << 20,
	})
	if err != nil {
		return nil, fmt.Errorf("make the embedded NATS server: %w", err)
	}
	embedded.Start()
	if !embedded.ReadyForConnections(10 * time.Second) {
		embedded.Shutdown()
		return nil, fmt.Errorf("the embedded NATS server did not become ready within 10 s")
	}
	b := &Bus{embedded: embedded, log: log}
	b.order.Store(uint64(time.Now().UnixNano()))
	b.conn, err = nats.Connect("", nats.InProcessServer(embedded), nats.ErrorHandler(b.asyncError))
	if err != nil {
		embedded.Shutdown()
		return nil, fmt.Errorf("connect to the embedded NATS server: %w", err)
	}
	return b, nil
}

func (b *Bus) asyncError(_ *nats.Conn, s *nats.Subscription, err error) {
	subject := ""
	if s != nil {
		subject = s.Subject
	}
	b.log.Error("bus", "subject", subject, "error", err)
}

// Close delivers what is under way and ends the connection and the embedded server.
func (b *Bus) Close() {
	closed := make(chan struct{})
	b.conn.SetClosedHandler(func(*nats.Conn) { close(closed) })
	if err := b.conn.Drain(); err != nil {
		b.conn.Close()
	}
	<-closed
	b.embedded.Shutdown()
	b.embedded.WaitForShutdown()
}

// Order returns a number that is larger than all those returned before. With one node that puts logins in
// order; a cluster would use the revision of a key-value store instead.
func (b *Bus) Order() uint64 { return b.order.Add(1) }

// Publish sends data to everybody who listens at subject. With a reply subject, an Unreachable message arrives
// there when nobody does.
func (b *Bus) Publish(subject, reply string, data []byte) error {
	if err := b.conn.PublishMsg(&nats.Msg{Subject: subject, Reply: reply, Data: data}); err != nil {
		return fmt.Errorf("publish to %s: %w", subject, err)
	}
	return nil
}

// Subscription is one mailbox.
type Subscription struct {
	sub    *nats.Subscription
	once   sync.Once
	closed chan struct{}
}

// Subscribe passes every message to subject (which may end in ".>") to handle, in a goroutine of the
// subscription. Once it has returned, messages published by this Bus are seen.
func (b *Bus) Subscribe(subject string, handle func(Message)) (*Subscription, error) {
	s := &Subscription{closed: make(chan struct{})}
	var err error
	s.sub, err = b.conn.Subscribe(subject, func(m *nats.Msg) {
		handle(Message{Subject: m.Subject, Reply: m.Reply, Data: m.Data, Unreachable: unreachable(m)})
	})
	if err != nil {
		return nil, fmt.Errorf("subscribe to %s: %w", subject, err)
	}
	s.sub.SetClosedHandler(func(string) { s.close() })
	return s, nil
}

func unreachable(m *nats.Msg) bool {
	return len(m.Data) == 0 && m.Header.Get("Status") == "503"
}

// Drain ends the subscription: senders get Unreachable from now on, and what was already under way is still
// handled. Closed reports when that is done.
func (s *Subscription) Drain() {
	if err := s.sub.Drain(); err != nil { // the Bus is closed: no more messages will come
		s.close()
	}
}

func (s *Subscription) close() { s.once.Do(func() { close(s.closed) }) }

// Closed is closed after the last message has been handled.
func (s *Subscription) Closed() <-chan struct{} { return s.closed }
