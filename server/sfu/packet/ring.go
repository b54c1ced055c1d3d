package packet

// RingPackets and ringBytes bound what is kept of one layer for retransmission: half a second at 1.5 Mbit/s,
// which is more than a round trip plus what NACK adds to it.
const (
	RingPackets = 256
	ringBytes   = 96 << 10
)

// Ring keeps the latest packets of a layer, once for all its subscribers. NewRing makes one.
type Ring struct {
	packets [RingPackets]Stored
	bytes   []byte
	written int64 // bytes ever used, including those left free at the ring's end
}

// Stored is a packet in a ring.
type Stored struct {
	Number    int64 // 0: none
	Timestamp uint32
	Marker    bool
	Picture   VP8

	begin  int64 // where its payload begins, counted like written
	length uint32
}

// NewRing makes an empty ring.
func NewRing() *Ring { return &Ring{bytes: make([]byte, ringBytes)} }

// Store copies a packet: its payload, and everything in p except the place, which it finds. The number must be
// above 0.
func (r *Ring) Store(p Stored, payload []byte) {
	entry := &r.packets[p.Number%RingPackets]
	if entry.Number > p.Number || len(payload) > ringBytes {
		return
	}
	if left := ringBytes - r.written%ringBytes; left < int64(len(payload)) {
		r.written += left // a payload must lie in one piece
	}
	p.begin, p.length = r.written, uint32(len(payload))
	*entry = p
	copy(r.bytes[r.written%ringBytes:], payload)
	r.written += int64(len(payload))
}

// Load returns a packet and its payload, which is valid until the next Store and may be changed until then if
// it is restored.
func (r *Ring) Load(number int64) (*Stored, []byte) {
	if number <= 0 {
		return nil, nil
	}
	p := &r.packets[number%RingPackets]
	if p.Number != number || r.written-p.begin > ringBytes {
		return nil, nil
	}
	at := p.begin % ringBytes
	return p, r.bytes[at : at+int64(p.length)]
}

// Forget empties the ring.
func (r *Ring) Forget() { r.packets = [RingPackets]Stored{} }
