package transport

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/stun/v4"
)

// Config is what Listen needs.
type Config struct {
	Port     int          // UDP port on all addresses (IPv4 and IPv6); 0 = any free (tests)
	Announce []netip.Addr // what answers announce; empty: loopback and the host's addresses (v4 and v6, no link-local)
	Log      *slog.Logger // nil: slog.Default()
}

// timing is what tests change.
type timing struct {
	now       func() time.Time
	tick      time.Duration // between two HandleTick
	consent   time.Duration // without an authenticated STUN request (RFC 7675, 5.1)
	handshake time.Duration // from the first validated address to keys
}

func realTiming() timing {
	return timing{now: time.Now, tick: 20 * time.Millisecond, consent: 30 * time.Second, handshake: 15 * time.Second}
}

// maxDatagram is the largest datagram that is read; one that fills the buffer is longer and dropped. WebRTC
// stays below 1500 bytes.
const maxDatagram = 2048

// datagram is one that was received. Its bytes are overwritten by the next batch.
type datagram struct {
	b    []byte
	from netip.AddrPort // plain IPv4, never mapped into IPv6
}

// Mux owns one UDP socket and every connection on it.
type Mux struct {
	log         *slog.Logger
	timing      timing
	socket      *net.UDPConn
	batches     *batchSocket // of socket
	announce    []Candidate
	certificate tls.Certificate
	fingerprint string // of certificate, as in a=fingerprint

	loops sync.WaitGroup // read and keepTicking
	runs  sync.WaitGroup // one Conn.run each
	done  chan struct{}  // closed by Close

	mu       sync.Mutex // protects what is below, and everything in every Conn
	closed   bool
	conns    map[*Conn]struct{}
	byUfrag  map[string]*Conn
	byAddr   map[netip.AddrPort]*path
	nextTick time.Time
	in       inScratch
	out      outScratch
	queue    *queue       // empty while nobody holds the lock
	stun     stun.Message // of the request in hand
}

// Listen opens the socket and starts to serve it.
func Listen(cfg Config) (*Mux, error) { return listen(cfg, realTiming()) }

func listen(cfg Config, t timing) (*Mux, error) {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	certificate, fingerprint, err := newCertificate()
	if err != nil {
		return nil, err
	}
	socket, hasIPv6, err := listenUDP(cfg.Port, cfg.Log)
	if err != nil {
		return nil, err
	}
	m := &Mux{
		log: cfg.Log, timing: t, socket: socket, certificate: certificate, fingerprint: fingerprint,
		done: make(chan struct{}), conns: map[*Conn]struct{}{},
		byUfrag: map[string]*Conn{}, byAddr: map[netip.AddrPort]*path{}, nextTick: t.now().Add(t.tick),
	}
	if m.announce, err = candidates(cfg.Announce, hasIPv6, uint16(m.Port())); err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	batches, segments, err := newBatchSocket(socket)
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	m.batches, m.queue = batches, newQueue(segments)
	m.loops.Go(m.read)
	m.loops.Go(m.keepTicking)
	return m, nil
}

func candidates(announce []netip.Addr, hasIPv6 bool, port uint16) ([]Candidate, error) {
	if len(announce) == 0 {
		var err error
		if announce, err = hostAddresses(hasIPv6); err != nil {
			return nil, err
		}
	}
	var all []Candidate
	for _, a := range announce {
		if a.Is6() && !a.Is4In6() && !hasIPv6 {
			return nil, fmt.Errorf("cannot announce %s: this host has no IPv6", a)
		}
		all = append(all, netip.AddrPortFrom(a.Unmap(), port))
	}
	if len(all) == 0 {
		return nil, errors.New("this host has no address to announce; name one with --media-ip")
	}
	return all, nil
}

// Port is the UDP port of the socket.
func (m *Mux) Port() int { return m.socket.LocalAddr().(*net.UDPAddr).Port }

// Do runs f with the Mux's lock held; it is how signalling touches media state. f must not block and must not
// call methods of Mux.
func (m *Mux) Do(f func()) {
	m.mu.Lock()
	defer m.unlock()
	f()
}

// Answer makes a connection for an offer and returns it with the answer. h hears from it from then on, possibly
// before Answer returns. A *protocol.Error with CodeBadDescription says what is wrong with the offer.
func (m *Mux) Answer(offer string, h Handler) (*Conn, string, error) {
	parsed, err := parseOffer(offer)
	if err != nil {
		return nil, "", err
	}
	m.mu.Lock()
	defer m.unlock()
	if m.closed {
		return nil, "", fmt.Errorf("answer offer: %w", net.ErrClosed)
	}
	c, err := newConn(m, parsed, h)
	if err != nil {
		return nil, "", err
	}
	return c, c.writeAnswer(parsed), nil
}

// Close closes all connections, with close_notify, and waits until every goroutine has ended. It must not be
// called with the lock held. HandleClosed does not follow.
func (m *Mux) Close() error {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil
	}
	m.closed = true
	for c := range m.conns {
		c.Close()
	}
	m.unlock()
	m.runs.Wait() // each sends its close_notify, so the socket must still be open
	close(m.done)
	err := m.socket.Close()
	m.loops.Wait()
	return err
}

// read is the goroutine that every packet passes through.
func (m *Mux) read() {
	for {
		// Any other error is an ICMP error from an earlier send.
		if err := m.batches.receive(m.handleBatch); errors.Is(err, net.ErrClosed) {
			return
		}
	}
}

// handleBatch takes datagrams that arrived together.
func (m *Mux) handleBatch(batch []datagram) {
	m.mu.Lock()
	defer m.unlock()
	now := m.timing.now()
	for _, d := range batch {
		if len(d.b) < maxDatagram { // otherwise it was cut off
			m.handleDatagram(d.b, d.from, now)
		}
	}
	m.tickIfDue(now)
}

// unlock sends what was queued under the lock before it releases it.
func (m *Mux) unlock() {
	m.flush()
	m.mu.Unlock()
}

func (m *Mux) flush() {
	couldCut := m.queue.segments > 1
	if lost := m.queue.flush(m.batches); lost.datagrams > 0 {
		m.log.Debug("cannot send media", "error", lost.err, "to", lost.to, "datagrams", lost.datagrams)
	}
	if couldCut && m.queue.segments == 1 {
		m.log.Info("network device cannot cut messages into datagrams, media costs more CPU")
	}
}

// keepTicking ticks when no packet arrives to do it.
func (m *Mux) keepTicking() {
	ticker := time.NewTicker(m.timing.tick)
	defer ticker.Stop()
	for {
		select {
		case <-m.done:
			return
		case <-ticker.C:
			m.mu.Lock()
			m.tickIfDue(m.timing.now())
			m.unlock()
		}
	}
}

func (m *Mux) tickIfDue(now time.Time) {
	slack := m.timing.tick / 10 // the ticker may be early; skipping its tick would double the distance
	if now.Add(slack).Before(m.nextTick) {
		return
	}
	m.nextTick = m.nextTick.Add(m.timing.tick)
	if m.nextTick.Before(now) {
		m.nextTick = now.Add(m.timing.tick) // missed ticks are not made up for
	}
	for c := range m.conns {
		c.tick(now)
	}
}

// handleDatagram sorts by the first byte (RFC 7983, 7). From an address that has sent no authenticated STUN
// request yet, only STUN is looked at.
func (m *Mux) handleDatagram(b []byte, from netip.AddrPort, now time.Time) {
	if len(b) == 0 {
		return
	}
	if b[0] < 4 {
		m.handleSTUN(b, from, now)
		return
	}
	p := m.byAddr[from]
	if p == nil {
		return
	}
	switch {
	case b[0] >= 20 && b[0] < 64:
		p.conn.handleDTLS(b)
	case b[0] >= 128 && b[0] < 192:
		p.conn.handleMedia(b, p, now)
	}
}

// write sends STUN and DTLS at once; media goes through the queue. The lock need not be held: the kernel
// serialises datagrams.
func (m *Mux) write(b []byte, to netip.AddrPort) error {
	_, err := m.socket.WriteToUDPAddrPort(b, to)
	return err
}
