package packet

import (
	"slices"
	"testing"
	"time"
)

func TestMissingPackets(t *testing.T) {
	ms := func(n int) time.Time { return start.Add(time.Duration(n) * time.Millisecond) }
	tests := []struct {
		name string
		do   func(m *Missing)
		at   int // ms
		want []uint16
	}{
		{"nothing is missing", func(*Missing) {}, 20, nil},
		{"reordered packets are not asked for", func(m *Missing) { m.Gap(5, 6, ms(15)) }, 20, nil},
		{"a gap is asked for", func(m *Missing) { m.Gap(5, 7, ms(0)) }, 20, []uint16{5, 6, 7}},
		{"across the wrap-around", func(m *Missing) { m.Gap(65535, 65536, ms(0)) }, 20, []uint16{65535, 0}},
		{"packets that have come are not", func(m *Missing) { m.Gap(5, 7, ms(0)); m.Arrived(6) }, 20, []uint16{5, 7}},
		{"packets that were never missing may come", func(m *Missing) { m.Gap(5, 5, ms(0)); m.Arrived(3) }, 20, []uint16{5}},
		{"not again at once", func(m *Missing) { m.Gap(5, 5, ms(0)); m.Due(ms(20)) }, 40, nil},
		{"again after a while", func(m *Missing) { m.Gap(5, 5, ms(0)); m.Due(ms(20)) }, 80, []uint16{5}},
		{"not for ever", func(m *Missing) {
			m.Gap(5, 5, ms(0))
			for i := range nackTries {
				m.Due(ms(20 + 60*i))
			}
		}, 20 + 60*nackTries, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Missing
			tt.do(&m)
			if got := m.Due(ms(tt.at)); !slices.Equal(got, tt.want) {
				t.Errorf("asks for %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMissingPacketsAreBounded(t *testing.T) {
	tests := []struct {
		name string
		gaps [][2]int64
		want int64 // the first that is asked for
	}{
		{"one long gap", [][2]int64{{1, 1000}}, 1000 - nackMissing + 1},
		{"many gaps", [][2]int64{{1, 100}, {102, 201}}, 201 - nackMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Missing
			for _, g := range tt.gaps {
				m.Gap(g[0], g[1], start)
			}
			got := m.Due(start.Add(time.Second))
			if len(got) != nackMissing || int64(got[0]) != tt.want {
				t.Errorf("asks for %d from %d on, want %d from %d on", len(got), got[0], nackMissing, tt.want)
			}
		})
	}
}
