package sfu

// ringPackets and ringBytes bound what is kept of one layer for retransmission: half a second at 1.5 Mbit/s,
// which is more than a round trip and what NACK adds to it.
const (
	ringPackets = 256
	ringBytes   = 96 << 10
)

// packetRing keeps the latest packets of a layer, once for all its subscribers.
type packetRing struct {
	packets [ringPackets]storedPacket
	bytes   []byte
	written int64 // bytes ever used, including those left free at the ring's end
}

type storedPacket struct {
	number  int64 // 0: none
	begin   int64 // where its payload begins, counted as written is
	length  uint32
	ts      uint32
	marker  bool
	picture vp8Descriptor
}

func newPacketRing() *packetRing { return &packetRing{bytes: make([]byte, ringBytes)} }

// store copies a packet: its payload, and of p all but the place, which store finds. Its number is above 0.
func (r *packetRing) store(p storedPacket, payload []byte) {
	entry := &r.packets[p.number%ringPackets]
	if entry.number > p.number || len(payload) > ringBytes {
		return
	}
	if left := ringBytes - r.written%ringBytes; left < int64(len(payload)) {
		r.written += left // a payload lies in one piece
	}
	p.begin, p.length = r.written, uint32(len(payload))
	*entry = p
	copy(r.bytes[r.written%ringBytes:], payload)
	r.written += int64(len(payload))
}

// load returns a packet and its payload, which is valid until the next store and may be changed for
// that long if it is restored.
func (r *packetRing) load(number int64) (*storedPacket, []byte) {
	if number <= 0 {
		return nil, nil
	}
	p := &r.packets[number%ringPackets]
	if p.number != number || r.written-p.begin > ringBytes {
		return nil, nil
	}
	at := p.begin % ringBytes
	return p, r.bytes[at : at+int64(p.length)]
}
