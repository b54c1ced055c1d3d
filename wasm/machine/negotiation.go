package machine

import "trtccalling/server/protocol"

// negotiation is the exchange of offers and answers about the call's connection, one at a time. The first
// offer of a caller goes with the request to call, all others go alone. Only its methods change it.
type negotiation struct {
	phase  negotiationPhase
	offer  string         // in offerWaits
	cause  error          // in broken
	lines  protocol.Lines // what the connection has, or will have once this offer is answered
	wanted protocol.Lines // what the server has asked for
	screen int            // the shared screen that it sends, or will; 0 for none
}

type negotiationPhase int

const (
	offering   negotiationPhase = iota // the connection makes an offer
	offerWaits                         // the caller's first offer waits for the devices
	offerSent                          // the server has it
	agreed                             // nothing is under way
	broken                             // the connection cannot be used; accept() will report that
)

// offered takes an offer that goes alone. It is false for an offer that nobody waits for.
func (n *negotiation) offered() bool {
	expected := n.phase == offering
	if expected {
		n.phase = offerSent
	}
	return expected
}

// keep takes the caller's first offer, which goes with the request.
func (n *negotiation) keep(offer string) { n.phase, n.offer = offerWaits, offer }

// take gives it out, once it is there.
func (n *negotiation) take() (offer string, ok bool) {
	if n.phase != offerWaits {
		return "", false
	}
	offer = n.offer
	n.phase, n.offer = offerSent, ""
	return offer, true
}

// fail keeps why the connection cannot be used, for accept() to report.
func (n *negotiation) fail(cause error) { n.phase, n.cause = broken, cause }

// failed is that cause, or nil.
func (n *negotiation) failed() error {
	if n.phase != broken {
		return nil
	}
	return n.cause
}

// answered ends an exchange.
func (n *negotiation) answered() {
	if n.phase == offerSent {
		n.phase = agreed
	}
}

// next begins another exchange if none is under way and either the server asks for more lines or the shared
// screen is not the one that the connection sends.
func (n *negotiation) next(screen int) bool {
	more := protocol.Lines{Audio: max(n.lines.Audio, n.wanted.Audio), Video: max(n.lines.Video, n.wanted.Video)}
	if n.phase != agreed || more == n.lines && screen == n.screen {
		return false
	}
	n.phase, n.lines, n.screen = offering, more, screen
	return true
}

// maxFirstLines is how many others a group call is ready for at first; the server asks for more.
const maxFirstLines = 4

// firstLines are the m-lines of a group call with this many others.
func firstLines(kind protocol.CallType, others int) protocol.Lines {
	lines := protocol.Lines{Audio: min(others, maxFirstLines), Video: 1}
	if kind == protocol.VideoCall {
		lines.Video = lines.Audio
	}
	return lines
}

// renegotiate offers what the connection lacks.
func (m *Machine) renegotiate(c *call) {
	if n := &c.negotiation; n.next(c.sharing.screen()) {
		m.do(Renegotiate{c.attempt, n.lines, n.screen != 0})
	}
}
