package packet

import "encoding/binary"

// VP8 is what forwarding needs to know of a VP8 payload descriptor (RFC 7741 section 4.2). Positions are bytes
// from the beginning of the payload; 0 means that the field is absent.
type VP8 struct {
	FrameStart bool // the packet begins a frame
	KeyFrame   bool // … and it is a key frame

	PictureID   uint16
	TL0         uint8 // TL0PICIDX
	pictureIDAt uint8
	wide        bool // the picture id has 15 bits, otherwise 7
	tl0At       uint8
}

// ParseVP8 reads the descriptor of a payload. It returns false for a truncated one.
func ParseVP8(payload []byte) (VP8, bool) {
	var d VP8
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
	d.FrameStart = first&0x17 == 0x10               // S, partition 0
	d.KeyFrame = d.FrameStart && payload[at]&1 == 0 // P, the inverse key frame flag of RFC 6386 section 9.1
	return d, true
}

// parseExtension reads the optional fields and returns where they end, 0 if they are truncated.
func (d *VP8) parseExtension(payload []byte) int {
	if len(payload) < 2 {
		return 0
	}
	fields, at := payload[1], 2
	if fields&0x80 != 0 { // I
		if at+1 >= len(payload) {
			return 0
		}
		d.pictureIDAt = uint8(at)
		d.PictureID = uint16(payload[at] & 0x7f)
		if d.wide = payload[at]&0x80 != 0; d.wide {
			d.PictureID = binary.BigEndian.Uint16(payload[at:]) & 0x7fff
			at++
		}
		at++
	}
	if fields&0x40 != 0 { // L
		if at >= len(payload) {
			return 0
		}
		d.tl0At, d.TL0 = uint8(at), payload[at]
		at++
	}
	if fields&0x30 != 0 { // T or K
		at++
	}
	return at
}

// write puts a picture id and a TL0PICIDX into the fields that the descriptor has.
func (d *VP8) write(payload []byte, pictureID uint16, tl0 uint8) {
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

// Restore undoes write.
func (d *VP8) Restore(payload []byte) { d.write(payload, d.PictureID, d.TL0) }

// Pictures keeps a subscriber's picture ids continuous across a change of source.
type Pictures struct {
	pictureID       uint16 // highest one out
	tl0             uint8
	pictureIDOffset uint16 // out - in, since the last change
	tl0Offset       uint8
}

// Begin makes d the descriptor of the next picture.
func (p *Pictures) Begin(d VP8) {
	p.pictureIDOffset = p.pictureID + 1 - d.PictureID
	p.tl0Offset = p.tl0 + 1 - d.TL0
}

// Next writes into payload the values that its packet is sent with. The caller calls d.Restore after sending.
func (p *Pictures) Next(payload []byte, d VP8) {
	pictureID := (d.PictureID + p.pictureIDOffset) & 0x7fff
	tl0 := d.TL0 + p.tl0Offset
	d.write(payload, pictureID, tl0)
	if d.pictureIDAt != 0 && (pictureID-p.pictureID)&0x7fff < 0x4000 {
		p.pictureID = pictureID
	}
	if d.tl0At != 0 && int8(tl0-p.tl0) > 0 {
		p.tl0 = tl0
	}
}
