package transport

import (
	"crypto/rand"
	"encoding/base64"
	"net/netip"
	"slices"
	"time"

	"github.com/pion/stun/v4"
)

// maxPaths bounds what a participant can make the server remember; browsers come from two or three addresses.
const maxPaths = 16

const (
	// pathSilence is how long the selected address may be silent before another one that is alive takes its
	// place. Browsers check theirs every 6 s at the slowest, but are only silent without media.
	pathSilence = 5 * time.Second
	// addressHold is how long the address of a silent connection is kept from others that come from it.
	addressHold = 15 * time.Second
)

// credentials are those of one ICE session: the server's and the client's.
type credentials struct {
	localUfrag, localPassword   string
	remoteUfrag, remotePassword string
	used                        bool // an authenticated request came under them
}

// path is an address from which the client has proved that it knows the server's password. That much can be
// done with a forged source address, so only STUN is sent there until the address has answered, too.
type path struct {
	destination
	conn      *Conn
	heard     time.Time // last authenticated STUN, RTP or RTCP
	nominated bool      // the client wants to receive here, and will once answered is true
	answered  bool      // the server's check was answered from here
	check     pathCheck
}

// pathCheck is the server's own check of a path, which is repeated until it is answered.
type pathCheck struct {
	message *stun.Message // nil: none has been needed yet
	key     stun.MessageIntegrity
	sent    int
	due     time.Time
}

// iceState is the server's side of RFC 8445 as a lite agent: it answers checks, and sends to the
// address that the client nominates.
type iceState struct {
	current  *credentials // those of the last answer
	previous *credentials // nil, or those before an ICE restart that the client has not made yet
	consent  time.Time    // last authenticated request
	paths    []*path
	selected *path // where the server sends; nil until the first address has answered
	started  bool  // there has been a selected path
}

func (c *Conn) startICE(o *offer, now time.Time) {
	c.ice.current = newCredentials(o)
	c.ice.consent = now
	c.mux.byUfrag[c.ice.current.localUfrag] = c
}

// restartICE adds new credentials to the old when the offer has new ones; the old ones go when the new ones are
// used (RFC 8445, 7.3 and 9).
func (c *Conn) restartICE(o *offer) {
	if o.ufrag == c.ice.current.remoteUfrag && o.password == c.ice.current.remotePassword {
		return
	}
	if c.ice.current.used {
		c.ice.previous = c.ice.current
	} else {
		delete(c.mux.byUfrag, c.ice.current.localUfrag)
	}
	c.ice.current = newCredentials(o)
	c.mux.byUfrag[c.ice.current.localUfrag] = c
}

func newCredentials(o *offer) *credentials {
	return &credentials{
		localUfrag: randomText(9), localPassword: randomText(24),
		remoteUfrag: o.ufrag, remotePassword: o.password,
	}
}

// randomText is n random bytes in ICE's alphabet, which is that of base64.
func randomText(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails, see crypto/rand
	return base64.RawStdEncoding.EncodeToString(b)
}

func (c *Conn) credentialsOf(localUfrag string) *credentials {
	if c.ice.current.localUfrag == localUfrag {
		return c.ice.current
	}
	return c.ice.previous
}

// noteUse reports whether these credentials are used for the first time, and if so drops the previous ones.
func (c *Conn) noteUse(used *credentials) bool {
	if used.used || used != c.ice.current {
		return false
	}
	used.used = true
	if c.ice.previous != nil {
		delete(c.mux.byUfrag, c.ice.previous.localUfrag)
		c.ice.previous = nil
	}
	return true
}

func (c *Conn) forgetICE() {
	delete(c.mux.byUfrag, c.ice.current.localUfrag)
	if c.ice.previous != nil {
		delete(c.mux.byUfrag, c.ice.previous.localUfrag)
	}
	for _, p := range c.ice.paths {
		delete(c.mux.byAddr, p.addr)
	}
	c.ice.paths, c.ice.selected = nil, nil
}

// pathFrom finds or makes the path of a validated address. It is nil when another live connection has that
// address: a participant who forges a source must not be able to take it.
func (c *Conn) pathFrom(addr netip.AddrPort, now time.Time) (p *path, isNew bool) {
	if known := c.mux.byAddr[addr]; known != nil {
		if known.conn == c {
			return known, false
		}
		if now.Sub(known.heard) < addressHold {
			return nil, false
		}
		known.conn.dropPath(known)
	}
	if len(c.ice.paths) == maxPaths {
		c.dropPath(c.stalestPath())
	}
	p = &path{conn: c, destination: destination{addr: addr}}
	c.ice.paths = append(c.ice.paths, p)
	c.mux.byAddr[addr] = p
	return p, true
}

func (c *Conn) stalestPath() *path {
	stalest := (*path)(nil)
	for _, p := range c.ice.paths {
		if p != c.ice.selected && (stalest == nil || p.heard.Before(stalest.heard)) {
			stalest = p
		}
	}
	return stalest
}

func (c *Conn) dropPath(p *path) {
	delete(c.mux.byAddr, p.addr)
	c.ice.paths = slices.DeleteFunc(c.ice.paths, func(other *path) bool { return other == p })
	if c.ice.selected != p {
		return
	}
	c.ice.selected = nil
	for _, other := range c.ice.paths {
		if other.answered {
			c.selectPath(other)
		}
	}
}

func (c *Conn) selectPath(p *path) {
	c.ice.selected = p
	c.pipe.setRemote(p.addr)
	if !c.ice.started {
		c.ice.started = true
		close(c.validated)
	}
}

// nominate carries out the client's wish; the first address is used without one.
func (c *Conn) nominate(p *path) {
	p.nominated = true
	if p.answered {
		c.selectPath(p)
	}
}

// pathAnswered makes p an address to send to.
func (c *Conn) pathAnswered(p *path) {
	p.answered = true
	if p.nominated || c.ice.selected == nil {
		c.selectPath(p)
	}
}

// tickICE repeats checks, ends the connection when the client is silent, and leaves an address that is silent.
func (c *Conn) tickICE(now time.Time) {
	if now.Sub(c.ice.consent) > c.mux.timing.consent {
		c.fail(ErrConsentLost)
		return
	}
	for _, p := range c.ice.paths {
		c.repeatCheck(p, now)
	}
	if c.ice.selected == nil || now.Sub(c.ice.selected.heard) < pathSilence {
		return
	}
	for _, p := range c.ice.paths {
		if p.answered && now.Sub(p.heard) < pathSilence/2 {
			c.selectPath(p)
			return
		}
	}
}
