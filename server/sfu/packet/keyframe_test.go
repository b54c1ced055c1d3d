package packet

import (
	"testing"
	"time"
)

func TestKeyframeRequests(t *testing.T) {
	type step struct {
		do   string // want, due or arrived
		at   time.Duration
		asks bool
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"the first one at once", []step{{"want", 0, true}}},
		{"not again within the interval, but after it", []step{
			{"want", 0, true}, {"want", 100 * time.Millisecond, false},
			{"due", 480 * time.Millisecond, false}, {"due", 500 * time.Millisecond, true}, {"due", 1100 * time.Millisecond, false},
		}},
		{"not when nobody wants one", []step{{"want", 0, true}, {"due", time.Second, false}}},
		{"not when a key frame came after the wish", []step{
			{"want", 0, true}, {"want", 100 * time.Millisecond, false}, {"arrived", 120 * time.Millisecond, false}, {"due", time.Second, false},
		}},
		{"a later wish is put off from the last request", []step{
			{"want", 0, true}, {"want", 600 * time.Millisecond, true}, {"want", 700 * time.Millisecond, false}, {"due", 1100 * time.Millisecond, true},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var k Keyframes
			for i, s := range tt.steps {
				var asks bool
				switch s.do {
				case "want":
					asks = k.Want(start.Add(s.at))
				case "due":
					asks = k.Due(start.Add(s.at))
				case "arrived":
					k.Arrived()
				}
				if asks != s.asks {
					t.Errorf("step %d, %s after %v: asks %v, want %v", i, s.do, s.at, asks, s.asks)
				}
			}
		})
	}
}
