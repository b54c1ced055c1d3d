package packet

import (
	"testing"
	"time"

	"github.com/pion/rtcp"
)

func TestReception(t *testing.T) {
	ms := func(n int) time.Time { return start.Add(time.Duration(n) * time.Millisecond) }
	tests := []struct {
		name    string
		receive func(r *Reception)
		highest int64
		want    rtcp.ReceptionReport
	}{
		{"nothing lost", func(r *Reception) {
			for i := range 4 {
				r.Count(1<<16+int64(i), uint32(i*960), ms(20*i))
			}
		}, 1<<16 + 3, rtcp.ReceptionReport{LastSequenceNumber: 3}},
		{"one of four lost", func(r *Reception) {
			for _, i := range []int{0, 1, 3} {
				r.Count(1<<16+int64(i), uint32(i*960), ms(20*i))
			}
		}, 1<<16 + 3, rtcp.ReceptionReport{LastSequenceNumber: 3, FractionLost: 64, TotalLost: 1}},
		{"the second cycle", func(r *Reception) {
			r.Count(1<<16+65535, 0, ms(0))
			r.Count(2<<16, 0, ms(0))
		}, 2 << 16, rtcp.ReceptionReport{LastSequenceNumber: 1 << 16}},
		{"a packet before the first is not a loss", func(r *Reception) {
			r.Count(1<<16+1, 0, ms(0))
			r.Count(1<<16, 0, ms(0))
		}, 1<<16 + 1, rtcp.ReceptionReport{LastSequenceNumber: 1}},
		{"a packet before the first counts as expected", func(r *Reception) {
			r.Count(1<<16+1, 0, ms(0))
			r.Count(1<<16, 0, ms(0))
			r.Count(1<<16+3, 0, ms(0))
		}, 1<<16 + 3, rtcp.ReceptionReport{LastSequenceNumber: 3, FractionLost: 64, TotalLost: 1}},
		{"jitter: 16 ms late is 768 ticks, a sixteenth of it counts", func(r *Reception) {
			r.Count(1<<16, 0, ms(0))
			r.Count(1<<16+1, 960, ms(36))
		}, 1<<16 + 1, rtcp.ReceptionReport{LastSequenceNumber: 1, Jitter: 48}},
		{"jitter over a wrap-around of timestamps", func(r *Reception) {
			r.Count(1<<16, 0xffffffff-479, ms(0))
			r.Count(1<<16+1, 480, ms(20))
		}, 1<<16 + 1, rtcp.ReceptionReport{LastSequenceNumber: 1}},
		{"half a second after a sender report", func(r *Reception) {
			r.Count(1<<16, 0, ms(0))
			r.SenderReport(0x1111_2222_3333_4444, ms(500))
		}, 1 << 16, rtcp.ReceptionReport{LastSenderReport: 0x2222_3333, Delay: 32768}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Reception{ClockRate: 48000}
			tt.receive(&r)
			tt.want.SSRC = 9
			if got := r.Report(9, tt.highest, ms(1000)); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestReceptionReportsTheFractionSinceTheLastReport(t *testing.T) {
	r := Reception{ClockRate: 48000}
	r.Count(1<<16, 0, start)
	r.Report(9, 1<<16+1, start) // one of two lost
	r.Count(1<<16+2, 0, start)
	r.Count(1<<16+3, 0, start)
	got := r.Report(9, 1<<16+3, start)
	if got.FractionLost != 0 || got.TotalLost != 1 {
		t.Errorf("fraction %d, total %d, want 0, 1", got.FractionLost, got.TotalLost)
	}
}
