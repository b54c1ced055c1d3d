package sfu

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
		{"an entry is used again", 100, []int64{5, 5 + ringPackets}, []int64{5 + ringPackets}, []int64{5}},
		{"a late packet does not replace a newer one", 100, []int64{5 + ringPackets, 5}, []int64{5 + ringPackets}, []int64{5}},
		{"old bytes are overwritten", ringBytes / 4, []int64{1, 2, 3, 4, 5}, []int64{2, 3, 4, 5}, []int64{1}},
		{"payloads lie in one piece", ringBytes/2 - 1, []int64{1, 2, 3}, []int64{3}, []int64{1}},
		{"what is larger than the ring is not kept", ringBytes + 1, []int64{1}, nil, []int64{1}},
		{"numbers that cannot be", 100, []int64{1}, []int64{1}, []int64{0, -1, 1 - ringPackets}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newPacketRing()
			for _, n := range tt.stored {
				r.store(storedPacket{number: n, ts: uint32(n)}, payload(n, tt.size))
			}
			for _, n := range tt.present {
				p, got := r.load(n)
				if p == nil || p.ts != uint32(n) || !bytes.Equal(got, payload(n, tt.size)) {
					t.Errorf("packet %d is not there as it was stored", n)
				}
			}
			for _, n := range tt.absent {
				if p, _ := r.load(n); p != nil {
					t.Errorf("packet %d is there", n)
				}
			}
		})
	}
}
