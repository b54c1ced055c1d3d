package packet

import (
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"
)

// arrival is what a feedback says about one packet.
type arrival struct {
	seq uint16
	at  time.Duration // since the epoch of the recorder; -1: not come
}

// decode reads a feedback with an independent parser.
func decode(t *testing.T, packet rtcp.RawPacket) (list []arrival) {
	t.Helper()
	var f rtcp.TransportLayerCC
	if err := f.Unmarshal(packet); err != nil {
		t.Fatalf("feedback % x: %v", []byte(packet), err)
	}
	var symbols []uint16
	for _, chunk := range f.PacketChunks {
		switch c := chunk.(type) {
		case *rtcp.RunLengthChunk:
			for range c.RunLength {
				symbols = append(symbols, c.PacketStatusSymbol)
			}
		case *rtcp.StatusVectorChunk:
			symbols = append(symbols, c.SymbolList...)
		}
	}
	if len(symbols) < int(f.PacketStatusCount) {
		t.Fatalf("%d symbols for %d packets", len(symbols), f.PacketStatusCount)
	}
	at := time.Duration(f.ReferenceTime) * 64 * time.Millisecond
	deltas := f.RecvDeltas
	for i, symbol := range symbols[:f.PacketStatusCount] {
		a := arrival{seq: f.BaseSequenceNumber + uint16(i), at: -1}
		if symbol != rtcp.TypeTCCPacketNotReceived {
			at += time.Duration(deltas[0].Delta) * time.Microsecond
			deltas = deltas[1:]
			a.at = at
		}
		list = append(list, a)
	}
	return list
}

func TestTransportCC(t *testing.T) {
	ms := time.Millisecond
	tests := []struct {
		name    string
		packets []arrival // at: since the first packet
		want    [][]arrival
	}{
		{"nothing came", nil, nil},
		{"one packet", []arrival{{7, 0}}, [][]arrival{{{7, 0}}}},
		{"two in a row", []arrival{{7, 0}, {8, 5 * ms}}, [][]arrival{{{7, 0}, {8, 5 * ms}}}},
		{"one lost", []arrival{{7, 0}, {9, 5 * ms}}, [][]arrival{{{7, 0}, {8, -1}, {9, 5 * ms}}}},
		{"reordered: a negative delta", []arrival{{7, 0}, {9, 5 * ms}, {8, 6 * ms}}, [][]arrival{{{7, 0}, {8, 6 * ms}, {9, 5 * ms}}}},
		{"older than the first one", []arrival{{7, 0}, {6, 1 * ms}}, [][]arrival{{{6, 1 * ms}, {7, 0}}}},
		{"a pause of 100 ms: a delta of two bytes", []arrival{{7, 0}, {8, 100 * ms}}, [][]arrival{{{7, 0}, {8, 100 * ms}}}},
		{"a pause of 10 s: a feedback of its own", []arrival{{7, 0}, {8, 10000 * ms}}, [][]arrival{{{7, 0}}, {{8, 10000 * ms}}}},
		{"wrap-around", []arrival{{65535, 0}, {0, ms}}, [][]arrival{{{65535, 0}, {0, ms}}}},
		{"a copy keeps the first time", []arrival{{7, 0}, {7, 5 * ms}}, [][]arrival{{{7, 0}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var a Arrivals
			for _, p := range tt.packets {
				a.Record(p.seq, start.Add(p.at))
			}
			for i, want := range tt.want {
				packet := a.Feedback(1, 2)
				if packet == nil {
					t.Fatalf("there is no feedback %d", i)
				}
				got := decode(t, packet)
				for j := range got {
					if got[j].at >= 0 {
						got[j].at -= time.Second // the epoch lies a second before the first packet
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("feedback %d: %v, want %v", i, got, want)
				}
				if number := packet[19]; number != uint8(i) {
					t.Errorf("feedback %d is numbered %d", i, number)
				}
			}
			if packet := a.Feedback(1, 2); packet != nil {
				t.Errorf("another feedback: %v", decode(t, packet))
			}
		})
	}
}

func TestTransportCCReportsLatePacketsAgain(t *testing.T) {
	var a Arrivals
	a.Record(7, start)
	a.Record(9, start)
	a.Feedback(1, 2)
	a.Record(8, start.Add(time.Millisecond))
	got := decode(t, a.Feedback(1, 2))
	want := []arrival{{8, time.Second + time.Millisecond}, {9, time.Second}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTransportCCFitsADatagram(t *testing.T) {
	t.Run("all came, far from one another", func(t *testing.T) {
		var a Arrivals
		for i := range 2 * feedbackMax {
			a.Record(uint16(i), start.Add(time.Duration(i)*100*time.Millisecond))
		}
		for range 2 {
			packet := a.Feedback(1, 2)
			if got := len(decode(t, packet)); got != feedbackMax || len(packet) > 1000 {
				t.Errorf("a feedback of %d bytes is about %d packets, want %d", len(packet), got, feedbackMax)
			}
		}
	})
	t.Run("many were lost: the oldest are left out", func(t *testing.T) {
		var a Arrivals
		a.Record(0, start)
		a.Feedback(1, 2)
		a.Record(400, start)
		if got := decode(t, a.Feedback(1, 2)); len(got) != feedbackMax || got[feedbackMax-1].seq != 400 {
			t.Errorf("the feedback is about %d packets up to %d, want %d up to 400", len(got), got[len(got)-1].seq, feedbackMax)
		}
	})
}

// FuzzTransportCC records any arrivals: the feedback says of each packet when it came.
func FuzzTransportCC(f *testing.F) {
	f.Add([]byte{1, 1, 1, 1, 2, 200, 1, 9, 255, 3})
	f.Add([]byte{100, 0, 100, 0, 250, 0, 1, 255})
	f.Fuzz(func(t *testing.T, script []byte) {
		script = script[:min(len(script), 300)] // numbers must not wrap around: came holds each once
		var a Arrivals
		came := map[uint16]time.Duration{}
		seq, at := uint16(65500), time.Second
		came[seq] = at
		a.Record(seq, start)
		for i := 0; i+1 < len(script); i += 2 {
			step := uint16(script[i])
			if step > 200 {
				step = -(step - 200) // late
			}
			seq += step
			at += time.Duration(script[i+1]) * 250 * time.Microsecond * time.Duration(1+step%7*40)
			if _, copied := came[seq]; !copied {
				came[seq] = at
			}
			a.Record(seq, start.Add(at-time.Second))
			if script[i+1]%16 == 0 {
				check(t, &a, came)
			}
		}
		check(t, &a, came)
	})
}

func check(t *testing.T, a *Arrivals, came map[uint16]time.Duration) {
	t.Helper()
	for packet := a.Feedback(1, 2); packet != nil; packet = a.Feedback(1, 2) {
		if words := binary.BigEndian.Uint16(packet[2:]); int(words+1)*4 != len(packet) {
			t.Fatalf("a packet of %d bytes says it has %d words", len(packet), words+1)
		}
		for _, p := range decode(t, packet) {
			if want, ok := came[p.seq]; p.at >= 0 && (!ok || p.at != want%(64*time.Millisecond<<24)) {
				t.Fatalf("packet %d came at %v, want %v", p.seq, p.at, want)
			}
		}
	}
}
