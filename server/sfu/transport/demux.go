package transport

import (
	"slices"

	"github.com/pion/rtp"
)

// Limits of the state that an authenticated client can make the server keep.
const (
	maxSSRCs     = 64
	maxRTCPSSRCs = 64
)

// repairPair is one a=ssrc-group:FID of the offer.
type repairPair struct{ media, rtx uint32 }

// inbound is what is known of one SSRC of the client. line is nil as long as its packets could not be
// attributed.
type inbound struct {
	line *Line
	rid  string
	rtx  bool
}

// attribute finds the line and the layer of an authenticated packet (RFC 9143, 9.2). It remembers what it
// learns, because browsers send mid and RID only until these are acknowledged.
func (c *Conn) attribute(in *inbound, h *rtp.Header) bool {
	if in.line == nil || in.isForeign(h.PayloadType) {
		in.line, in.rid = c.lineOf(h), ""
	}
	l := in.line
	if l == nil || !l.Receive || in.isForeign(h.PayloadType) {
		return false
	}
	in.rtx = h.PayloadType != l.PayloadType
	if len(l.RIDs) == 0 {
		return true
	}
	if in.rid == "" {
		in.rid = c.ridOf(l, h)
	}
	return in.rid != ""
}

func (in *inbound) isForeign(payloadType uint8) bool {
	return payloadType != in.line.PayloadType && (in.line.RTXPayloadType == 0 || payloadType != in.line.RTXPayloadType)
}

// lineOf goes by the mid extension, then by the SSRCs of the offer, then by the payload type if only one
// line can have sent it.
func (c *Conn) lineOf(h *rtp.Header) *Line {
	var byType *Line
	candidates := 0
	for _, l := range c.lines {
		if l == nil || !l.Receive {
			continue
		}
		if l.midID != 0 && string(h.GetExtension(l.midID)) == l.Mid || slices.Contains(l.declared, h.SSRC) {
			return l
		}
		if h.PayloadType == l.PayloadType || l.RTXPayloadType != 0 && h.PayloadType == l.RTXPayloadType {
			byType = l
			candidates++
		}
	}
	if candidates != 1 {
		return nil
	}
	return byType
}

// ridOf goes by the RID extensions, for RTX also by the offer's groups.
func (c *Conn) ridOf(l *Line, h *rtp.Header) string {
	id := l.ridID
	if h.PayloadType != l.PayloadType {
		id = l.repairedRIDID
	}
	if id != 0 {
		rid := h.GetExtension(id)
		if i := slices.IndexFunc(l.RIDs, func(known string) bool { return known == string(rid) }); i >= 0 {
			return l.RIDs[i]
		}
	}
	for _, pair := range l.repairs {
		if media := c.inbound[pair.media]; pair.rtx == h.SSRC && media != nil && media.line == l {
			return media.rid
		}
	}
	return ""
}

// forgetRemovedLines makes SSRCs of lines that are gone available again.
func (c *Conn) forgetRemovedLines() {
	for _, in := range c.inbound {
		if in.line != nil && !slices.Contains(c.lines, in.line) {
			*in = inbound{}
		}
	}
}
