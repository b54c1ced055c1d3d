package sfu

import "encoding/binary"

// vp8Descriptor is what forwarding needs to know of a VP8 payload descriptor (RFC 7741 section 4.2).
// Positions are bytes from the payload's begin; 0 means that the field is absent.
type vp8Descriptor struct {
	frameStart bool // the packet begins a frame
	keyFrame   bool // … and it is a key frame

	pictureID   uint16
	pictureIDAt uint8
	wide        bool // the picture id has 15 bits, otherwise 7
	tl0         uint8
	tl0At       uint8
}

// parseVP8 reads the descriptor of a payload. It returns false for a truncated one.
func parseVP8(payload []byte) (vp8Descriptor, bool) {
	var d vp8Descriptor
	if len(payload) == 0 {
		return d, false
	}
	first, at := payload[0], 1
	if first&0x80 != 0 {
		if at = d.parseExtension(payload); at == 0 {
			return d, false
		}
	}
	if at >= len(payload) {
		return d, false
	}
	d.frameStart = first&0x17 == 0x10               // S, partition 0
	d.keyFrame = d.frameStart && payload[at]&1 == 0 // P, the inverse key frame flag of RFC 6386 section 9.1
	return d, true
}

// parseExtension reads the optional fields and returns where they end, 0 if they are truncated.
func (d *vp8Descriptor) parseExtension(payload []byte) int {
	if len(payload) < 2 {
		return 0
	}
	fields, at := payload[1], 2
	if fields&0x80 != 0 { // I
		if at+1 >= len(payload) {
			return 0
		}
		d.pictureIDAt = uint8(at)
		d.pictureID = uint16(payload[at] & 0x7f)
		if d.wide = payload[at]&0x80 != 0; d.wide {
			d.pictureID = binary.BigEndian.Uint16(payload[at:]) & 0x7fff
			at++
		}
		at++
	}
	if fields&0x40 != 0 { // L
		if at >= len(payload) {
			return 0
		}
		d.tl0At, d.tl0 = uint8(at), payload[at]
		at++
	}
	if fields&0x30 != 0 { // T or K
		at++
	}
	return at
}

// write puts a picture id and a TL0PICIDX into the fields that the descriptor has.
func (d *vp8Descriptor) write(payload []byte, pictureID uint16, tl0 uint8) {
	switch {
	case d.pictureIDAt == 0:
	case d.wide:
		binary.BigEndian.PutUint16(payload[d.pictureIDAt:], pictureID|0x8000)
	default:
		payload[d.pictureIDAt] = uint8(pictureID) & 0x7f
	}
	if d.tl0At != 0 {
		payload[d.tl0At] = tl0
	}
}

// restore undoes write.
func (d *vp8Descriptor) restore(payload []byte) { d.write(payload, d.pictureID, d.tl0) }

// pictures keeps the picture ids that a slot sends continuous over a change of source.
type pictures struct {
	pictureID       uint16 // highest one out
	tl0             uint8
	pictureIDOffset uint16 // out - in, since the last change
	tl0Offset       uint8
}

// begin makes d the descriptor of the next picture.
func (p *pictures) begin(d vp8Descriptor) {
	p.pictureIDOffset = p.pictureID + 1 - d.pictureID
	p.tl0Offset = p.tl0 + 1 - d.tl0
}

// next writes into payload what its packet is sent with. The caller calls d.restore after sending.
func (p *pictures) next(payload []byte, d vp8Descriptor) {
	pictureID := (d.pictureID + p.pictureIDOffset) & 0x7fff
	tl0 := d.tl0 + p.tl0Offset
	d.write(payload, pictureID, tl0)
	if d.pictureIDAt != 0 && (pictureID-p.pictureID)&0x7fff < 0x4000 {
		p.pictureID = pictureID
	}
	if d.tl0At != 0 && int8(tl0-p.tl0) > 0 {
		p.tl0 = tl0
	}
}
