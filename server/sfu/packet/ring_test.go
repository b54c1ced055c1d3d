package packet

import (
	"bytes"
	"testing"
)

func TestPacketRing(t *testing.T) {
	payload := func(number int64, size int) []byte { return bytes.Repeat([]byte{byte(number)}, size) }
	tests := []struct {
		name    string
		size    int
		stored  []int64
		present []int64
		absent  []int64
	}{
		{"keeps what came", 100, []int64{5, 6, 8}, []int64{5, 6, 8}, []int64{4, 7, 9}},
		{"keeps what comes late", 100, []int64{5, 8, 6}, []int64{5, 6, 8}, []int64{7}},
		{"an entry is used again", 100, []int64{5, 5 + RingPackets}, []int64{5 + RingPackets}, []int64{5}},
		{"a late packet does not replace a newer one", 100, []int64{5 + RingPackets, 5}, []int64{5 + RingPackets}, []int64{5}},
		{"old bytes are overwritten", ringBytes / 4, []int64{1, 2, 3, 4, 5}, []int64{2, 3, 4, 5}, []int64{1}},
		{"payloads lie in one piece", ringBytes/2 - 1, []int64{1, 2, 3}, []int64{3}, []int64{1}},
		{"a packet larger than the ring is not kept", ringBytes + 1, []int64{1}, nil, []int64{1}},
		{"numbers that cannot be", 100, []int64{1}, []int64{1}, []int64{0, -1, 1 - RingPackets}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewRing()
			for _, n := range tt.stored {
				r.Store(Stored{Number: n, Timestamp: uint32(n)}, payload(n, tt.size))
			}
			for _, n := range tt.present {
				p, got := r.Load(n)
				if p == nil || p.Timestamp != uint32(n) || !bytes.Equal(got, payload(n, tt.size)) {
					t.Errorf("packet %d is not there as it was stored", n)
				}
			}
			for _, n := range tt.absent {
				if p, _ := r.Load(n); p != nil {
					t.Errorf("packet %d is there", n)
				}
			}
		})
	}
}

// FuzzRing stores any packets: what is loaded is what was stored under that number, and the newest is always
// there.
func FuzzRing(f *testing.F) {
	f.Add([]byte{1, 10, 2, 255, 1, 7, 200, 255, 3, 1})
	f.Add([]byte{255, 255, 255, 255, 255, 255, 250, 1})
	f.Fuzz(func(t *testing.T, script []byte) {
		r := NewRing()
		stored := map[int64]Stored{}
		number, newest := int64(1), int64(0)
		for i := 0; i+1 < len(script); i += 2 {
			number = max(number+int64(int8(script[i])), 1)
			if _, again := stored[number]; again {
				continue // the caller has removed duplicates
			}
			size := int(script[i+1]) * 40
			p := Stored{Number: number, Timestamp: uint32(size)}
			stored[number] = p
			r.Store(p, bytes.Repeat([]byte{byte(number)}, size))
			if newest = max(newest, number); number == newest {
				if got, _ := r.Load(number); got == nil {
					t.Fatalf("packet %d, the newest, is not there", number)
				}
			}
		}
		for n, want := range stored {
			got, payload := r.Load(n)
			if got == nil {
				continue
			}
			if got.Number != n || got.Timestamp != want.Timestamp || !bytes.Equal(payload, bytes.Repeat([]byte{byte(n)}, int(want.Timestamp))) {
				t.Fatalf("packet %d is not as it was stored", n)
			}
		}
	})
}
