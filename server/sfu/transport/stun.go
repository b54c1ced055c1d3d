package transport

import (
	"bytes"
	"net"
	"net/netip"
	"time"

	"github.com/pion/stun/v4"
)

// The server's own checks are repeated after 50, 100, 200 ms and so on, this often in all.
const (
	maxChecks   = 8
	checkPeriod = 50 * time.Millisecond
)

// handleSTUN takes what looks like STUN from any address. An unknown user costs one look-up in a map.
func (m *Mux) handleSTUN(b []byte, from netip.AddrPort, now time.Time) {
	if !stun.IsMessage(b) {
		return
	}
	message := &m.stun
	message.Raw = append(message.Raw[:0], b...)
	if message.Decode() != nil {
		return
	}
	switch message.Type {
	case stun.BindingRequest:
		m.handleRequest(message, from, now)
	case stun.BindingSuccess:
		m.handleResponse(message, from, now)
	}
}

func (m *Mux) handleRequest(request *stun.Message, from netip.AddrPort, now time.Time) {
	username, err := request.Get(stun.AttrUsername)
	if err != nil {
		return
	}
	ours, theirs, _ := bytes.Cut(username, []byte(":"))
	c := m.byUfrag[string(ours)]
	if c == nil {
		return
	}
	used := c.credentialsOf(string(ours))
	if string(theirs) != used.remoteUfrag || !authentic(request, used.localPassword) {
		return
	}
	if request.Contains(stun.AttrICEControlled) {
		// The server is lite and never controlling, so it is the client that has to change (RFC 8445, 7.3.1.1).
		c.reply(used, from, request, stun.BindingError, stun.CodeRoleConflict)
		return
	}
	p, isNew := c.pathFrom(from, now)
	if p != nil {
		c.handleCheck(p, used, request, now)
		if c.noteUse(used) || isNew || p.gaveUp(now) {
			c.startCheck(p, used, now)
		}
	}
}

// handleCheck answers an authenticated connectivity check and takes note of it.
func (c *Conn) handleCheck(p *path, used *credentials, request *stun.Message, now time.Time) {
	c.ice.consent, p.heard = now, now
	c.reply(used, p.addr, request, stun.BindingSuccess,
		&stun.XORMappedAddress{IP: net.IP(p.addr.Addr().AsSlice()), Port: int(p.addr.Port())})
	if request.Contains(stun.AttrUseCandidate) {
		c.nominate(p)
	}
}

// handleResponse takes the answer to one of the server's checks.
func (m *Mux) handleResponse(response *stun.Message, from netip.AddrPort, now time.Time) {
	p := m.byAddr[from]
	if p == nil || p.check.message == nil || p.check.message.TransactionID != response.TransactionID {
		return
	}
	if p.check.key.Check(response) != nil {
		return
	}
	p.heard = now
	p.check = pathCheck{}
	p.conn.pathAnswered(p)
}

// authentic requires both proofs that ICE does (RFC 8445, 7). Decode has dropped what follows
// MESSAGE-INTEGRITY, where anybody can add to a message (RFC 8489, 14.5).
func authentic(m *stun.Message, password string) bool {
	return stun.Fingerprint.Check(m) == nil && stun.NewShortTermIntegrity(password).Check(m) == nil
}

// reply answers the request that comes first in what.
func (c *Conn) reply(used *credentials, to netip.AddrPort, what ...stun.Setter) {
	response, err := stun.Build(append(what, stun.NewShortTermIntegrity(used.localPassword), stun.Fingerprint)...)
	if err != nil {
		c.log.Debug("cannot answer STUN", "error", err, "to", to)
		return
	}
	c.sendSTUN(response, to)
}

// startCheck asks the client in return. A lite agent need not, but the answer is the only proof that the
// address really is the client's, and agents that nominate on a timer (pion's, 200 ms) do so at once when they
// are asked.
func (c *Conn) startCheck(p *path, used *credentials, now time.Time) {
	key := stun.NewShortTermIntegrity(used.remotePassword)
	request, err := stun.Build(
		stun.TransactionID, stun.BindingRequest,
		stun.NewUsername(used.remoteUfrag+":"+used.localUfrag),
		stun.RawAttribute{Type: stun.AttrICEControlled, Value: []byte(randomText(6))}, // a tie-breaker of 8 bytes
		stun.RawAttribute{Type: stun.AttrPriority, Value: []byte{0x6e, 0xff, 0xff, 0xff}},
		key, stun.Fingerprint)
	if err != nil {
		c.log.Debug("cannot write a check", "error", err, "to", p.addr)
		return
	}
	p.check = pathCheck{message: request, key: key, due: now}
	c.repeatCheck(p, now)
}

// repeatCheck sends the check of a path if it is due.
func (c *Conn) repeatCheck(p *path, now time.Time) {
	if p.check.message == nil || p.check.sent == maxChecks || now.Before(p.check.due) {
		return
	}
	p.check.due = now.Add(checkPeriod << p.check.sent)
	p.check.sent++
	c.sendSTUN(p.check.message, p.addr)
}

// gaveUp says that the check was never answered, and that it is time for another try.
func (p *path) gaveUp(now time.Time) bool {
	return p.check.sent == maxChecks && !now.Before(p.check.due)
}

// sendSTUN does not return its error: what is lost is asked for again.
func (c *Conn) sendSTUN(m *stun.Message, to netip.AddrPort) {
	if err := c.mux.write(m.Raw, to); err != nil {
		c.log.Debug("cannot send STUN", "error", err, "to", to)
	}
}
