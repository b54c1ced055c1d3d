package packet

import (
	"testing"
	"time"
)

var start = time.Unix(1_700_000_000, 0)

func TestRewriter(t *testing.T) {
	type step struct {
		do     string // begin, next or skip
		number int64
		ts     uint32
		after  time.Duration // since start
		seq    uint16
		outTS  uint32
		sent   bool
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"the first source keeps its timestamps and begins at 1", []step{
			{do: "begin", number: 70000, ts: 900},
			{do: "next", number: 70000, ts: 900, seq: 1, outTS: 900, sent: true},
			{do: "next", number: 70001, ts: 900, seq: 2, outTS: 900, sent: true},
		}},
		{"a gap in is a gap out, and is closed by the late packet", []step{
			{do: "begin", number: 100},
			{do: "next", number: 100, seq: 1, sent: true},
			{do: "next", number: 103, seq: 4, sent: true},
			{do: "next", number: 101, seq: 2, sent: true},
		}},
		{"packets older than the beginning are not sent", []step{
			{do: "begin", number: 100},
			{do: "next", number: 100, seq: 1, sent: true},
			{do: "next", number: 99, sent: false},
		}},
		{"another source goes on with the next number, its time advanced by the time that passed", []step{
			{do: "begin", number: 100, ts: 5000},
			{do: "next", number: 100, ts: 5000, seq: 1, outTS: 5000, sent: true},
			{do: "begin", number: 9, ts: 4_000_000_000, after: 2 * time.Second},
			{do: "next", number: 9, ts: 4_000_000_000, after: 2 * time.Second, seq: 2, outTS: 185_000, sent: true},
			{do: "next", number: 10, ts: 4_000_003_000, after: 2 * time.Second, seq: 3, outTS: 188_000, sent: true},
		}},
		{"two frames never have one timestamp", []step{
			{do: "begin", number: 100, ts: 5000},
			{do: "next", number: 100, ts: 5000, seq: 1, outTS: 5000, sent: true},
			{do: "begin", number: 7, ts: 1},
			{do: "next", number: 7, ts: 1, seq: 2, outTS: 5001, sent: true},
		}},
		{"timestamps wrap around", []step{
			{do: "begin", number: 100, ts: 0xffffffff},
			{do: "next", number: 100, ts: 0xffffffff, seq: 1, outTS: 0xffffffff, sent: true},
			{do: "begin", number: 7, ts: 0, after: time.Second},
			{do: "next", number: 7, ts: 0, after: time.Second, seq: 2, outTS: 89_999, sent: true},
		}},
		{"padding leaves no gap", []step{
			{do: "begin", number: 100},
			{do: "next", number: 100, seq: 1, sent: true},
			{do: "skip", number: 101},
			{do: "skip", number: 102},
			{do: "next", number: 103, seq: 2, sent: true},
		}},
		{"late packets from before padding keep their numbers", []step{
			{do: "begin", number: 100},
			{do: "next", number: 100, seq: 1, sent: true},
			{do: "skip", number: 103},
			{do: "next", number: 104, seq: 4, sent: true},
			{do: "skip", number: 105},
			{do: "next", number: 106, seq: 5, sent: true},
			{do: "next", number: 101, seq: 2, sent: true},
			{do: "next", number: 102, seq: 3, sent: true},
		}},
		{"a source goes on after a late packet that overtook padding", []step{
			{do: "begin", number: 100},
			{do: "next", number: 100, seq: 1, sent: true},
			{do: "skip", number: 105},
			{do: "next", number: 104, seq: 5, sent: true},
			{do: "begin", number: 7, ts: 90_000},
			{do: "next", number: 7, ts: 90_000, seq: 6, outTS: 1, sent: true},
		}},
		{"padding that comes late leaves its gap", []step{
			{do: "begin", number: 100},
			{do: "next", number: 100, seq: 1, sent: true},
			{do: "next", number: 102, seq: 3, sent: true},
			{do: "skip", number: 101},
			{do: "next", number: 103, seq: 4, sent: true},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r Rewriter
			for i, s := range tt.steps {
				switch s.do {
				case "begin":
					r.Begin(s.number, s.ts, start.Add(s.after), 90000)
				case "skip":
					r.Skip(s.number)
				default:
					seq, ts, sent := r.Next(s.number, s.ts, start.Add(s.after))
					if sent != s.sent {
						t.Fatalf("step %d: sent %v, want %v", i, sent, s.sent)
					}
					if sent && (seq != s.seq || ts != s.outTS) {
						t.Errorf("step %d: sequence number %d, timestamp %d, want %d, %d", i, seq, ts, s.seq, s.outTS)
					}
				}
			}
		})
	}
}

func TestRewriterRemembersOnlySomeSkips(t *testing.T) {
	var r Rewriter
	r.Begin(100, 0, start, 90000)
	r.Next(100, 0, start)
	for i := range int64(maxSkips + 1) {
		r.Skip(110 + 2*i)
		r.Next(111+2*i, 0, start)
	}
	if _, _, sent := r.Next(105, 0, start); sent {
		t.Error("a packet from before all remembered skips was sent; its number cannot be known")
	}
}

// FuzzRewrite drives a rewriter with any mixture of packets, padding and changes of source: no number goes out
// twice, and a change of source always goes on with the next one.
func FuzzRewrite(f *testing.F) {
	f.Add([]byte{0, 1, 1, 2, 1, 3, 2, 4, 1, 5})
	f.Add([]byte{0, 1, 1, 9, 2, 12, 1, 13, 1, 3, 0, 200, 1, 201, 1, 199})
	f.Add([]byte("102\x0000")) // a late packet overtakes padding, then the source changes
	f.Fuzz(func(t *testing.T, script []byte) {
		var r Rewriter
		var n Numbering
		sent := map[int64]bool{}
		r.Begin(n.Extend(0), 0, start, 90000)
		for i := 0; i+1 < len(script); i += 2 {
			number := n.Extend(uint16(script[i+1]) * 3)
			if script[i]%8 == 0 {
				n = Numbering{}
				number = n.Extend(uint16(script[i+1]) << 8)
				before := r.number
				r.Begin(number, uint32(script[i]), start, 90000)
				if got := number + r.offset; got != before+1 {
					t.Fatalf("after %d a source begins with %d", before, got)
				}
			}
			if !n.Accept(number) {
				continue
			}
			if script[i]%8 == 1 {
				r.Skip(number)
				continue
			}
			seq, _, ok := r.Next(number, 0, start)
			if !ok {
				continue
			}
			out := r.number + int64(int16(seq-uint16(r.number)))
			if out < 1 || sent[out] {
				t.Fatalf("number %d goes out a second time", out)
			}
			sent[out] = true
		}
	})
}
