//go:build linux

package main

import (
	"testing"
	"time"
)

func TestDelays(t *testing.T) {
	packet := make([]byte, 12)
	for _, c := range []struct {
		name  string
		delay time.Duration // of 98 of 100 packets; two take 5 ms
		share float64
		want  time.Duration
	}{
		{"the median is that of most", 200 * time.Microsecond, 0.5, 210 * time.Microsecond},
		{"p99 is that of the two", 200 * time.Microsecond, 0.99, 5010 * time.Microsecond},
		{"more than can be counted counts as the most", time.Second, 0.5, maxDelay + delayStep},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &delays{begun: time.Now().Add(-90 * time.Minute)} // the stamps have wrapped around
			before := d.counts()
			d.stamp(packet)
			sent := time.Now()
			for i := range 100 {
				delay := c.delay
				if i < 2 {
					delay = 5 * time.Millisecond
				}
				d.add(packet, sent.Add(delay))
			}
			got := quantile(before, d.counts(), c.share)
			if off := got - c.want; off < -delayStep || off > delayStep {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
