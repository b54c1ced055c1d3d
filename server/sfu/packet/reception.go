package packet

import (
	"time"

	"github.com/pion/rtcp"
)

// Reception is the statistics of one incoming RTP stream from which receiver reports are made (RFC 3550 section
// 6.4).
type Reception struct {
	ClockRate int64 // of timestamps, in Hz

	started  bool
	base     int64 // first number
	received int64
	transit  int64 // of the last packet: arrival - timestamp, in clock ticks modulo 2^32
	jitter   int64 // in 1/16 of a tick, as in RFC 3550 appendix A.8
	reported struct{ expected, received int64 }
	lastSR   uint32 // the middle of the NTP time of the latest sender report
	lastSRAt time.Time
	epoch    time.Time
}

// Count counts a packet that came in the first place, not as a retransmission.
func (r *Reception) Count(number int64, ts uint32, arrival time.Time) {
	if !r.started {
		r.started, r.base, r.epoch = true, number, arrival
	}
	r.base = min(r.base, number)
	ticks := uint32(arrival.Sub(r.epoch).Microseconds() * r.ClockRate / 1e6)
	transit := int64(ticks - ts)
	if r.received > 0 {
		d := int64(int32(uint32(transit) - uint32(r.transit)))
		r.jitter += max(d, -d) - (r.jitter+8)>>4
	}
	r.transit = transit
	r.received++
}

// Started says whether anything has been counted.
func (r *Reception) Started() bool { return r.started }

// SenderReport notes a sender report, which the next reports refer to.
func (r *Reception) SenderReport(ntp uint64, arrival time.Time) {
	r.lastSR, r.lastSRAt = uint32(ntp>>16), arrival
}

// Report makes the block about the time since the last one.
func (r *Reception) Report(ssrc uint32, highest int64, now time.Time) rtcp.ReceptionReport {
	expected := highest - r.base + 1
	lost := expected - r.received
	interval := expected - r.reported.expected
	lostNow := interval - (r.received - r.reported.received)
	r.reported.expected, r.reported.received = expected, r.received
	var fraction uint8
	if interval > 0 && lostNow > 0 {
		fraction = uint8(min(lostNow*256/interval, 255))
	}
	report := rtcp.ReceptionReport{
		SSRC:               ssrc,
		FractionLost:       fraction,
		TotalLost:          uint32(min(max(lost, 0), 1<<23-1)),
		LastSequenceNumber: uint32(highest - Cycle), // numbers begin there
		Jitter:             uint32(r.jitter >> 4),
		LastSenderReport:   r.lastSR,
	}
	if !r.lastSRAt.IsZero() {
		report.Delay = uint32(now.Sub(r.lastSRAt).Microseconds() * 65536 / 1e6)
	}
	return report
}
