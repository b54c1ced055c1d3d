package packet

import (
	"testing"
	"time"
)

func TestSentPackets(t *testing.T) {
	tests := []struct {
		name string
		do   func(s *Sent)
		seq  uint16
		want int64 // 0: none
	}{
		{"what was sent", func(s *Sent) { s.Note(5, 105) }, 5, 105},
		{"what was not sent", func(s *Sent) { s.Note(5, 105) }, 6, 0},
		{"nothing was sent at all", func(*Sent) {}, 0, 0},
		{"its place was used again", func(s *Sent) { s.Note(5, 105); s.Note(5+sentKept, 361) }, 5, 0},
		{"the wrap-around", func(s *Sent) { s.Note(65535, 105); s.Note(0, 106) }, 65535, 105},
		{"a moment after it was sent again", func(s *Sent) { s.Note(5, 105); s.Take(5, start.Add(51*time.Millisecond), 50*time.Millisecond) }, 5, 0},
		{"a round trip after it was sent again", func(s *Sent) { s.Note(5, 105); s.Take(5, start.Add(50*time.Millisecond), 50*time.Millisecond) }, 5, 105},
		{"often enough", func(s *Sent) {
			s.Note(5, 105)
			for i := range resendsMax {
				s.Take(5, start.Add(time.Duration(i)*time.Millisecond), time.Millisecond)
			}
		}, 5, 0},
		{"at the moment of the change of layer", func(s *Sent) { s.Note(5, 105); s.Take(5, start, 50*time.Millisecond) }, 5, 105},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := NewSent(start)
			tt.do(s)
			number, ok := s.Take(tt.seq, start.Add(100*time.Millisecond), 50*time.Millisecond)
			if number != tt.want || ok != (tt.want != 0) {
				t.Errorf("got %d, %v, want %d", number, ok, tt.want)
			}
		})
	}
}
