package transport

import (
	"encoding/binary"
	"fmt"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"trtccalling/server/sfu/packet"
)

const (
	rtpHeader     = 12
	midExtension  = 4 + 20 // at most: mids have up to 16 bytes
	authTag       = 16     // GCM's; SHA1_80 has 10
	maxPacketSize = 1460   // as sent, with room for IPv6 and UDP headers in 1500 bytes
)

// outScratch is reused for every packet, so that sending allocates nothing.
type outScratch struct {
	slot   []byte // of the queue, where the packet in hand is written
	header rtp.Header
}

// SendRTP sends payload on l under the server's SSRC. The header is written anew, without the publisher's
// extensions: ids differ between connections. A sequence number can be sent once.
func (c *Conn) SendRTP(l *Line, h Header, payload []byte) error {
	if !l.Send || l.SSRC == 0 {
		return ErrNotNegotiated
	}
	if err := c.begin(rtpHeader + midExtension + len(payload)); err != nil {
		return err
	}
	if !l.media.use(h.SequenceNumber) {
		return ErrNumberUsed
	}
	n := c.writeHeader(h, l.PayloadType, l.SSRC)
	if h.WithMid && l.midID != 0 {
		n = c.writeMid(l)
	}
	n += copy(c.mux.out.slot[n:], payload)
	return c.protectAndSend(n)
}

// SendRTX sends payload again (RFC 4588), as the packet with sequence number original was sent on l.
// h.SequenceNumber is not used: repairs have their own numbers, which the Conn counts.
func (c *Conn) SendRTX(l *Line, h Header, original uint16, payload []byte) error {
	if !l.Send || l.RTXSSRC == 0 {
		return ErrNotNegotiated
	}
	const prefix = 2 // the original sequence number
	if err := c.begin(rtpHeader + prefix + len(payload)); err != nil {
		return err
	}
	h.SequenceNumber = l.rtx.next()
	n := c.writeHeader(h, l.RTXPayloadType, l.RTXSSRC)
	binary.BigEndian.PutUint16(c.mux.out.slot[n:], original)
	n += prefix
	n += copy(c.mux.out.slot[n:], payload)
	return c.protectAndSend(n)
}

// SendRTCP sends one datagram, compound if there are several packets.
func (c *Conn) SendRTCP(packets ...rtcp.Packet) error {
	plain, err := rtcp.Marshal(packets)
	if err != nil {
		return fmt.Errorf("write RTCP: %w", err)
	}
	if err := c.begin(len(plain)); err != nil {
		return err
	}
	n := copy(c.mux.out.slot, plain)
	protected, err := c.srtpOut.EncryptRTCP(c.mux.out.slot, c.mux.out.slot[:n], nil)
	if err != nil {
		return fmt.Errorf("encrypt RTCP: %w", err)
	}
	c.enqueue(protected)
	return nil
}

// begin checks a packet that will have size bytes before encryption, and takes a slot of the queue for it.
func (c *Conn) begin(size int) error {
	switch {
	case c.closed || c.srtpOut == nil || c.ice.selected == nil:
		return ErrNotConnected
	case size > maxPacketSize-authTag-4: // SRTCP adds its index
		return ErrTooLarge
	}
	if c.mux.queue.isFull() {
		c.mux.flush()
	}
	c.mux.out.slot = c.mux.queue.slot()
	return nil
}

// enqueue is the only way out for media: it leaves with the next flush.
func (c *Conn) enqueue(protected []byte) {
	c.mux.queue.add(&c.ice.selected.destination, protected)
}

func (c *Conn) writeHeader(h Header, payloadType uint8, ssrc uint32) int {
	b := c.mux.out.slot[:rtpHeader]
	b[0] = 2 << 6 // version 2, nothing else
	b[1] = payloadType
	if h.Marker {
		b[1] |= 0x80
	}
	binary.BigEndian.PutUint16(b[2:], h.SequenceNumber)
	binary.BigEndian.PutUint32(b[4:], h.Timestamp)
	binary.BigEndian.PutUint32(b[8:], ssrc)
	return rtpHeader
}

// writeMid adds the extension after the header (RFC 8285, 4.2).
func (c *Conn) writeMid(l *Line) int {
	slot := c.mux.out.slot
	slot[0] |= 1 << 4
	words := (1 + len(l.Mid) + 3) / 4
	extension := slot[rtpHeader : rtpHeader+4+4*words]
	binary.BigEndian.PutUint16(extension, 0xBEDE)
	binary.BigEndian.PutUint16(extension[2:], uint16(words))
	extension[4] = l.midID<<4 | uint8(len(l.Mid)-1)
	clear(extension[5+copy(extension[5:], l.Mid):])
	return rtpHeader + len(extension)
}

// protectAndSend encrypts the first n bytes of the slot in place.
func (c *Conn) protectAndSend(n int) error {
	out := &c.mux.out
	protected, err := c.srtpOut.EncryptRTP(out.slot[:n], out.slot[:n], &out.header)
	if err != nil {
		return fmt.Errorf("encrypt RTP: %w", err)
	}
	c.enqueue(protected)
	return nil
}

// outbound remembers which numbers were sent under one SSRC. Sending one twice would encrypt two
// packets with the same nonce, which with GCM reveals the key for forging (RFC 7714, 8.4).
type outbound struct{ numbers packet.Numbering }

// use marks a number as sent and reports whether it may be sent: neither twice, nor long after later ones, nor
// before the first cycle, where SRTP has no index (RFC 3711, 3.3.1).
func (o *outbound) use(seq uint16) bool {
	number := o.numbers.Extend(seq)
	return number >= packet.Cycle && o.numbers.Accept(number)
}

// next uses the number after the newest.
func (o *outbound) next() uint16 {
	seq := uint16(o.numbers.Highest()) + 1
	if !o.numbers.Started() {
		seq = uint16(randomUint64()) >> 1 // below 2^15, see RFC 3711, 3.3.1
	}
	o.use(seq)
	return seq
}
