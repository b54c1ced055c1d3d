package transport

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"time"

	"trtccalling/server/protocol"

	"github.com/pion/dtls/v3"
	"github.com/pion/srtp/v3"
)

// Conn is the connection of one client. Its fields belong to the Mux's lock, and so do its methods,
// unless they say otherwise.
type Conn struct {
	mux     *Mux
	handler Handler
	log     *slog.Logger
	closed  bool
	cancel  context.CancelFunc // ends run

	sessionID      uint64 // of the o= line in the server's answers
	sessionVersion uint64
	fingerprints   []fingerprint // any of which the client's certificate must have
	lines          []*Line       // by index; nil where the answer has port 0

	ice       iceState
	validated chan struct{} // closed with the first selected address
	pipe      *pipe         // between the socket and DTLS
	dtls      *dtls.Conn    // nil before the handshake has ended

	srtpIn    *srtp.Context // nil before the handshake has ended
	srtpOut   *srtp.Context
	early     [][]byte            // datagrams that wait for srtpIn
	inbound   map[uint32]*inbound // by SSRC; only what was authenticated
	usedSSRCs map[uint32]bool     // the server's own
	rtcpFrom  map[uint32]struct{} // SSRCs of authenticated RTCP
}

// newConn is called with the lock held. The connection's goroutine ends with Close or with the
// client, and Mux.Close waits for it.
func newConn(m *Mux, o *offer, h Handler) (*Conn, error) {
	ctx, cancel := context.WithCancel(context.Background())
	c := &Conn{
		mux: m, handler: h, log: m.log, cancel: cancel,
		sessionID: randomUint64() >> 2, fingerprints: o.fingerprints,
		validated: make(chan struct{}),
		inbound:   map[uint32]*inbound{}, rtcpFrom: map[uint32]struct{}{},
		usedSSRCs: map[uint32]bool{},
	}
	c.pipe = newPipe(m.write)
	c.startICE(o, m.timing.now())
	c.applyLines(o)
	m.conns[c] = struct{}{}
	m.runs.Go(func() { c.run(ctx) })
	return c, nil
}

// Lines are the usable m-lines in the order of the description.
func (c *Conn) Lines() []*Line {
	usable := make([]*Line, 0, len(c.lines))
	for _, l := range c.lines {
		if l != nil {
			usable = append(usable, l)
		}
	}
	return usable
}

// Renegotiate answers another offer of the same client: with more or less media, or an ICE restart. It takes
// the lock itself, so a Handler must not call it. After an error the connection is as it was.
func (c *Conn) Renegotiate(offer string) (string, error) {
	parsed, err := parseOffer(offer)
	if err != nil {
		return "", err
	}
	c.mux.mu.Lock()
	defer c.mux.unlock()
	if c.closed {
		return "", protocol.Errorf(protocol.CodeBadDescription, "the connection of this description has ended")
	}
	if err := c.checkRenegotiation(parsed); err != nil {
		return "", err
	}
	c.restartICE(parsed)
	c.applyLines(parsed)
	return c.writeAnswer(parsed), nil
}

func (c *Conn) checkRenegotiation(o *offer) error {
	if len(o.lines) < len(c.lines) {
		return badOffer("%d m-lines where there were %d: m-lines never go away", len(o.lines), len(c.lines))
	}
	for _, f := range o.fingerprints {
		for _, known := range c.fingerprints {
			if f.equal(known) {
				return nil
			}
		}
	}
	return badOffer("another fingerprint on a live connection; a new certificate needs a new connection")
}

// Close ends the connection with close_notify. A Handler may call it, or signalling inside Mux.Do. HandleClosed
// does not follow.
func (c *Conn) Close() {
	if c.closed {
		return
	}
	c.closed = true
	c.leaveMux()
	c.cancel()
	if c.dtls != nil {
		// The read in run sees it and closes; closing here would write with the lock held.
		if err := c.dtls.SetReadDeadline(time.Unix(1, 0)); err != nil {
			c.log.Debug("cannot wake connection to close it", "error", err)
		}
	}
}

// LockAndClose is Close for callers that do not hold the lock.
func (c *Conn) LockAndClose() {
	c.mux.mu.Lock()
	defer c.mux.unlock()
	c.Close()
}

// fail ends the connection for a reason on the client's side and tells the handler.
func (c *Conn) fail(err error) {
	if c.closed {
		return
	}
	c.Close()
	c.handler.HandleClosed(err)
}

// leaveMux makes every datagram of this connection one from a stranger.
func (c *Conn) leaveMux() {
	delete(c.mux.conns, c)
	c.forgetICE()
}

func (c *Conn) tick(now time.Time) {
	c.tickICE(now)
	if !c.closed {
		c.handler.HandleTick(now)
	}
}

func randomUint64() uint64 {
	var b [8]byte
	rand.Read(b[:]) // never fails, see crypto/rand
	return binary.BigEndian.Uint64(b[:])
}
