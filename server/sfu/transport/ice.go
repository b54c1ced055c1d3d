package transport

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/pion/stun/v4"
)

// maxPaths bounds what a participant can make us remember; browsers come from two or three addresses.
const maxPaths = 16

// pathSilence is how long the selected address may be silent before another that is alive takes its
// place. Browsers check theirs every 2.5 s or more often.
const pathSilence = 5 * time.Second

// addressHold is how long the address of a silent connection is kept from others that prove to be there.
// It covers the checks of browsers while no media flows, every 6 s at the slowest.
const addressHold = 15 * time.Second

// credentials are those of one ICE session: ours and the client's.
type credentials struct {
	localUfrag, localPassword   string
	remoteUfrag, remotePassword string
	used                        bool // an authenticated request came under them
}

// path is an address from which the client proved to know our password.
type path struct {
	conn  *Conn
	addr  netip.AddrPort
	heard time.Time // last authenticated STUN, RTP or RTCP
}

// iceState is the server's side of RFC 8445 as a lite agent: it answers checks, and sends to the
// address that the client nominates.
type iceState struct {
	current  *credentials // those of the last answer
	previous *credentials // nil, or those before an ICE restart that the client has not made yet
	consent  time.Time    // last authenticated request
	paths    []*path
	selected *path // where we send; nil before the first validated address
	started  bool  // there has been a selected path
}

func (c *Conn) startICE(o *offer, now time.Time) {
	c.ice.current = newCredentials(o)
	c.ice.consent = now
	c.mux.byUfrag[c.ice.current.localUfrag] = c
}

// restartICE gives new credentials beside the old when the offer has new ones; the old go when the
// new are used (RFC 8445, 7.3 and 9).
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

// handleSTUN takes what looks like STUN from any address. An unknown user costs one look-up in a map.
func (m *Mux) handleSTUN(b []byte, from netip.AddrPort, now time.Time) {
	if !stun.IsMessage(b) {
		return
	}
	m.stun.Raw = append(m.stun.Raw[:0], b...)
	if m.stun.Decode() != nil || m.stun.Type != stun.BindingRequest {
		return // answers to our triggered checks need no answer
	}
	username, err := m.stun.Get(stun.AttrUsername)
	if err != nil {
		return
	}
	ours, theirs, _ := bytes.Cut(username, []byte(":"))
	c := m.byUfrag[string(ours)]
	if c == nil {
		return
	}
	used := c.credentialsOf(string(ours))
	if string(theirs) != used.remoteUfrag || !authentic(&m.stun, used.localPassword) {
		return
	}
	c.handleCheck(&m.stun, used, checkOrigin{from, now})
}

// checkOrigin is where and when an authenticated request came.
type checkOrigin struct {
	addr netip.AddrPort
	at   time.Time
}

func (c *Conn) credentialsOf(localUfrag string) *credentials {
	if c.ice.current.localUfrag == localUfrag {
		return c.ice.current
	}
	return c.ice.previous
}

func authentic(m *stun.Message, password string) bool {
	return stun.Fingerprint.Check(m) == nil && stun.NewShortTermIntegrity(password).Check(m) == nil
}

// handleCheck answers an authenticated connectivity check.
func (c *Conn) handleCheck(request *stun.Message, used *credentials, origin checkOrigin) {
	if containsAuthenticated(request, stun.AttrICEControlled) {
		// We are lite and never controlling, so it is the client who has to change (RFC 8445, 7.3.1.1).
		c.reply(request, used, origin.addr, stun.BindingError, stun.CodeRoleConflict)
		return
	}
	p, isNew := c.pathFrom(origin)
	if p == nil {
		return
	}
	c.ice.consent, p.heard = origin.at, origin.at
	fresh := c.noteUse(used)
	c.reply(request, used, origin.addr, stun.BindingSuccess,
		&stun.XORMappedAddress{IP: net.IP(origin.addr.Addr().AsSlice()), Port: int(origin.addr.Port())})
	if isNew || fresh {
		c.triggerCheck(used, origin.addr)
	}
	if c.ice.selected == nil || containsAuthenticated(request, stun.AttrUseCandidate) {
		c.selectPath(p)
	}
}

// containsAuthenticated ignores what stands behind MESSAGE-INTEGRITY, where anybody can add to a
// request (RFC 8489, 14.5).
func containsAuthenticated(m *stun.Message, wanted stun.AttrType) bool {
	for _, a := range m.Attributes {
		if a.Type == stun.AttrMessageIntegrity {
			return false
		}
		if a.Type == wanted {
			return true
		}
	}
	return false
}

// noteUse reports whether these credentials are used for the first time, and drops those before them.
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

// pathFrom finds or makes the path of a validated address. It is nil when another live connection has
// that address: a participant who forges a source must not be able to take it.
func (c *Conn) pathFrom(origin checkOrigin) (p *path, isNew bool) {
	if known := c.mux.byAddr[origin.addr]; known != nil {
		if known.conn == c {
			return known, false
		}
		if origin.at.Sub(known.heard) < addressHold {
			return nil, false
		}
		known.conn.dropPath(known)
	}
	if len(c.ice.paths) == maxPaths {
		c.dropPath(c.stalestPath())
	}
	p = &path{conn: c, addr: origin.addr}
	c.ice.paths = append(c.ice.paths, p)
	c.mux.byAddr[origin.addr] = p
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
	if c.ice.selected == p {
		c.ice.selected = nil
		if len(c.ice.paths) > 0 {
			c.selectPath(c.ice.paths[len(c.ice.paths)-1])
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

// checkConsent ends the connection when the client is silent, and leaves an address that is.
func (c *Conn) checkConsent(now time.Time) {
	if now.Sub(c.ice.consent) > c.mux.timing.consent {
		c.fail(ErrConsentLost)
		return
	}
	if c.ice.selected == nil || now.Sub(c.ice.selected.heard) < pathSilence {
		return
	}
	for _, p := range c.ice.paths {
		if now.Sub(p.heard) < pathSilence/2 {
			c.selectPath(p)
			return
		}
	}
}

// reply answers request under used. A lost reply is asked for again, so errors only matter to who debugs.
func (c *Conn) reply(request *stun.Message, used *credentials, to netip.AddrPort, what ...stun.Setter) {
	setters := append([]stun.Setter{request}, what...)
	setters = append(setters, stun.NewShortTermIntegrity(used.localPassword), stun.Fingerprint)
	c.sendSTUN(to, setters)
}

// triggerCheck asks the client in turn. A lite agent need not, but agents that nominate on a timer
// (pion's, 200 ms) do it at once when they are asked. The response is not waited for.
func (c *Conn) triggerCheck(used *credentials, to netip.AddrPort) {
	c.sendSTUN(to, []stun.Setter{
		stun.TransactionID, stun.BindingRequest,
		stun.NewUsername(used.remoteUfrag + ":" + used.localUfrag),
		stun.RawAttribute{Type: stun.AttrICEControlled, Value: []byte(randomText(6))}, // a tie-breaker of 8 bytes
		stun.RawAttribute{Type: stun.AttrPriority, Value: []byte{0x6e, 0xff, 0xff, 0xff}},
		stun.NewShortTermIntegrity(used.remotePassword), stun.Fingerprint,
	})
}

func (c *Conn) sendSTUN(to netip.AddrPort, setters []stun.Setter) {
	message, err := stun.Build(setters...)
	if err == nil {
		err = c.mux.write(message.Raw, to)
	}
	if err != nil {
		c.log.Debug("cannot send STUN", "error", err, "to", to)
	}
}
