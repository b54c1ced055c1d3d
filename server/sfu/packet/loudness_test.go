package packet

import (
	"math"
	"testing"
)

func TestLoudness(t *testing.T) {
	type heard struct {
		level uint8
		known bool
	}
	level := func(dBov uint8) heard { return heard{dBov, true} }
	for _, tt := range []struct {
		name    string
		heard   [][]heard // between two measurements
		want    float32
		because string
	}{
		{"nothing", [][]heard{nil, nil}, 0, "it is silent"},
		{"silence", [][]heard{{level(127)}, {level(127)}}, 0, "it is silent"},
		{"the beginning of speech", [][]heard{{level(27)}}, 70, "most of a rise is believed"},
		{"a click", [][]heard{{level(127), level(27), level(127)}}, 70. / 3, "it counts for as long as it lasted"},
		{"a pause", [][]heard{{level(27)}, nil, nil}, 70 - 2*release, "it is forgotten slowly"},
		{"the end of a pause", [][]heard{{level(27)}, {level(127)}, {level(27)}}, 70 - release + attack*(30+release), "it rises again"},
		{"a sender that does not say how loud", [][]heard{{{}, {}}}, attack * ordinary, "it counts as ordinary"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var l Loudness
			for _, packets := range tt.heard {
				for _, p := range packets {
					l.Hear(p.level, p.known)
				}
				l.Measure()
			}
			if math.Abs(float64(l.smooth-tt.want)) > 0.01 {
				t.Errorf("got %v, want %v: %s", l.smooth, tt.want, tt.because)
			}
		})
	}
}

func TestAPlaceIsKeptByAMargin(t *testing.T) {
	l := Loudness{smooth: 40}
	if free, held := l.Rank(false), l.Rank(true); free != 40 || held != 40+margin {
		t.Errorf("rank %v without a place and %v with one, want 40 and %d", free, held, 40+margin)
	}
}
