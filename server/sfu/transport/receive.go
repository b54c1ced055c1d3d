package transport

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

// inScratch is reused for every packet, so that receiving allocates nothing.
type inScratch struct {
	header rtp.Header
	packet Packet
}

// maxEarly is how many datagrams wait for the keys.
const maxEarly = 16

// isRTCP tells RTCP from RTP on one port (RFC 5761, 4).
func isRTCP(b []byte) bool { return len(b) > 1 && b[1] >= 192 && b[1] < 224 }

// handleMedia takes what looks like RTP or RTCP from a validated address. The client has keys a moment before
// the server does, and the beginning of a picture must not be lost in between.
func (c *Conn) handleMedia(b []byte, p *path, now time.Time) {
	switch {
	case c.srtpIn == nil && len(c.early) < maxEarly:
		c.early = append(c.early, append([]byte(nil), b...))
	case c.srtpIn == nil:
		// A client that sends this much without keys sends nothing that could be decrypted.
	case isRTCP(b):
		c.handleRTCP(b, p, now)
	default:
		c.handleRTP(b, p, now)
	}
}

// handleEarly handles what came before the keys.
func (c *Conn) handleEarly(now time.Time) {
	early := c.early
	c.early = nil
	for _, b := range early {
		if p := c.ice.selected; p != nil && !c.closed {
			c.handleMedia(b, p, now)
		}
	}
}

// handleRTP decrypts b in place.
func (c *Conn) handleRTP(b []byte, p *path, now time.Time) {
	h := &c.mux.in.header
	size, err := h.Unmarshal(b)
	if err != nil {
		return
	}
	in, known := c.inbound[h.SSRC]
	if !known && len(c.inbound) >= maxSSRCs {
		return
	}
	plain, err := c.srtpIn.DecryptRTP(b, b, h)
	if err != nil {
		return // forged, replayed or too old
	}
	p.heard = now
	if !known {
		in = &inbound{}
		c.inbound[h.SSRC] = in
	}
	payload, ok := withoutPadding(plain[size:], h.Padding)
	if ok && c.attribute(in, h) {
		c.deliver(in, payload, now)
	}
}

func withoutPadding(payload []byte, padded bool) ([]byte, bool) {
	if !padded {
		return payload, true
	}
	if len(payload) == 0 {
		return nil, false
	}
	padding := int(payload[len(payload)-1])
	if padding == 0 || padding > len(payload) {
		return nil, false
	}
	return payload[:len(payload)-padding], true
}

// deliver hands the packet whose header is in the scratch space to the handler.
func (c *Conn) deliver(in *inbound, payload []byte, now time.Time) {
	h, l := &c.mux.in.header, in.line
	p := &c.mux.in.packet
	*p = Packet{
		Line: l, RID: in.rid, RTX: in.rtx,
		SSRC: h.SSRC, SequenceNumber: h.SequenceNumber, Timestamp: h.Timestamp, Marker: h.Marker,
		PayloadType: h.PayloadType, Payload: payload, Arrival: now,
	}
	if l.TransportCCID != 0 {
		if value := h.GetExtension(l.TransportCCID); len(value) >= 2 {
			p.TransportSeq, p.HasTransportSeq = binary.BigEndian.Uint16(value), true
		}
	}
	if l.AudioLevelID != 0 {
		if value := h.GetExtension(l.AudioLevelID); len(value) >= 1 {
			p.AudioLevel, p.HasAudioLevel = value[0]&0x7f, true
		}
	}
	c.handler.HandleRTP(p)
}

// handleRTCP decrypts b in place.
func (c *Conn) handleRTCP(b []byte, p *path, now time.Time) {
	const ssrcEnd = 8
	if len(b) < ssrcEnd {
		return
	}
	sender := binary.BigEndian.Uint32(b[ssrcEnd-4:])
	if _, known := c.rtcpFrom[sender]; !known && len(c.rtcpFrom) >= maxRTCPSSRCs {
		return
	}
	plain, err := c.srtpIn.DecryptRTCP(b, b, nil)
	if err != nil {
		return // forged or replayed
	}
	p.heard = now
	c.rtcpFrom[sender] = struct{}{}
	packets, err := rtcp.Unmarshal(plain)
	if err != nil {
		return
	}
	c.handler.HandleRTCP(packets, now)
}
