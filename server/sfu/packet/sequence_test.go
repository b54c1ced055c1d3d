package packet

import (
	"encoding/binary"
	"testing"
)

func TestNumbering(t *testing.T) {
	tests := []struct {
		name string
		seqs []uint16
		want []bool // first time?
	}{
		{"in order", []uint16{1, 2, 3}, []bool{true, true, true}},
		{"a copy of the last packet", []uint16{7, 7}, []bool{true, false}},
		{"a copy of an older packet, as probes are", []uint16{7, 8, 9, 7}, []bool{true, true, true, false}},
		{"two reordered packets", []uint16{7, 9, 8}, []bool{true, true, true}},
		{"older than the first one", []uint16{7, 6}, []bool{true, true}},
		{"wrap-around", []uint16{65534, 65535, 0, 1}, []bool{true, true, true, true}},
		{"late across the wrap-around", []uint16{65534, 1, 65535, 0, 65535}, []bool{true, true, true, true, false}},
		{"older than the window", []uint16{5000, 5000 - Window}, []bool{true, false}},
		{"the oldest in the window", []uint16{5000, 5001 - Window}, []bool{true, true}},
		{"a place in the window is used again", []uint16{10, 10 + Window, 10 + Window}, []bool{true, true, false}},
		{"a jump by more than the window forgets everything", []uint16{10, 11, 10 + 3*Window, 11 + 3*Window}, []bool{true, true, true, true}},
		{"a jump clears what lies between", []uint16{0, 1, Window - 1, Window + 2, Window + 1, Window}, []bool{true, true, true, true, true, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n Numbering
			for i, seq := range tt.seqs {
				if got := n.Accept(n.Extend(seq)); got != tt.want[i] {
					t.Errorf("packet %d (%d) is new: %v, want %v", i, seq, got, tt.want[i])
				}
			}
		})
	}
}

func TestNumberingCountsCycles(t *testing.T) {
	var n Numbering
	first := n.Extend(0)
	seq := uint16(0)
	for range 3 << 16 {
		n.Accept(n.Extend(seq))
		seq++
	}
	if got, want := n.highest-first, int64(3<<16-1); got != want {
		t.Errorf("the highest number is %d above the first, want %d", got, want)
	}
}

// FuzzNumbering goes any way through the numbers: each is counted as what it is, and is new exactly once within
// the window.
func FuzzNumbering(f *testing.F) {
	f.Add(uint16(0), []byte{0, 1, 0, 2, 0, 1, 4, 0, 0, 1})
	f.Add(uint16(65535), []byte{0, 1, 255, 255, 127, 255, 252, 0, 128, 0})
	f.Fuzz(func(t *testing.T, first uint16, script []byte) {
		var n Numbering
		highest := n.Extend(first)
		n.Accept(highest)
		accepted := map[int64]bool{highest: true}
		for ; len(script) >= 2; script = script[2:] {
			want := highest + int64(int16(binary.BigEndian.Uint16(script)))
			number := n.Extend(uint16(want))
			if number != want {
				t.Fatalf("after %d the number %d is taken for %d", highest, want, number)
			}
			isNew := number > highest-Window && !accepted[number]
			if got := n.Accept(number); got != isNew {
				t.Fatalf("%d after %d is new: %v, want %v", number, highest, got, isNew)
			}
			accepted[number] = true
			highest = max(highest, number)
			if n.Highest() != highest {
				t.Fatalf("the highest number is %d, want %d", n.Highest(), highest)
			}
		}
	})
}
