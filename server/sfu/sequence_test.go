package sfu

import "testing"

func TestNumbering(t *testing.T) {
	tests := []struct {
		name string
		seqs []uint16
		want []bool // first time?
	}{
		{"in order", []uint16{1, 2, 3}, []bool{true, true, true}},
		{"a copy of the last packet", []uint16{7, 7}, []bool{true, false}},
		{"a copy of an older packet, as probes are", []uint16{7, 8, 9, 7}, []bool{true, true, true, false}},
		{"two packets that changed places", []uint16{7, 9, 8}, []bool{true, true, true}},
		{"older than the first one", []uint16{7, 6}, []bool{true, true}},
		{"wrap-around", []uint16{65534, 65535, 0, 1}, []bool{true, true, true, true}},
		{"late across the wrap-around", []uint16{65534, 1, 65535, 0, 65535}, []bool{true, true, true, true, false}},
		{"older than the window", []uint16{5000, 5000 - windowSize}, []bool{true, false}},
		{"the oldest in the window", []uint16{5000, 5001 - windowSize}, []bool{true, true}},
		{"a place in the window is used again", []uint16{10, 10 + windowSize, 10 + windowSize}, []bool{true, true, false}},
		{"a jump by more than the window forgets all", []uint16{10, 11, 10 + 3*windowSize, 11 + 3*windowSize}, []bool{true, true, true, true}},
		{"a jump clears what lies between", []uint16{0, 1, windowSize - 1, windowSize + 2, windowSize + 1, windowSize}, []bool{true, true, true, true, true, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n numbering
			for i, seq := range tt.seqs {
				if got := n.accept(n.extend(seq)); got != tt.want[i] {
					t.Errorf("packet %d (%d) is new: %v, want %v", i, seq, got, tt.want[i])
				}
			}
		})
	}
}

func TestNumberingCountsCycles(t *testing.T) {
	var n numbering
	first := n.extend(0)
	seq := uint16(0)
	for range 3 << 16 {
		n.accept(n.extend(seq))
		seq++
	}
	if got, want := n.highest-first, int64(3<<16-1); got != want {
		t.Errorf("the highest number is %d above the first, want %d", got, want)
	}
}
