package packet

import (
	"bytes"
	"testing"
)

func TestParseVP8(t *testing.T) {
	tests := []struct {
		name    string
		payload []byte
		want    VP8
		ok      bool
	}{
		{"no extension, key frame", []byte{0x10, 0x00}, VP8{FrameStart: true, KeyFrame: true}, true},
		{"no extension, delta frame", []byte{0x10, 0x01}, VP8{FrameStart: true}, true},
		{"not the beginning of the frame, though the byte looks like a key frame", []byte{0x00, 0x00}, VP8{}, true},
		{"beginning of another partition", []byte{0x11, 0x00}, VP8{}, true},
		{"picture id of 7 bits", []byte{0x90, 0x80, 0x7f, 0x01}, VP8{FrameStart: true, PictureID: 127, pictureIDAt: 2}, true},
		{"picture id of 15 bits", []byte{0x90, 0x80, 0x81, 0x02, 0x01}, VP8{FrameStart: true, PictureID: 0x102, pictureIDAt: 2, wide: true}, true},
		{"all fields, as Chromium sends them", []byte{0x90, 0xf0, 0xff, 0xff, 0x2a, 0x20, 0x00},
			VP8{FrameStart: true, KeyFrame: true, PictureID: 0x7fff, pictureIDAt: 2, wide: true, TL0: 0x2a, tl0At: 4}, true},
		{"TL0PICIDX without picture id", []byte{0x90, 0x60, 0x05, 0x40, 0x01}, VP8{FrameStart: true, TL0: 5, tl0At: 2}, true},
		{"empty", nil, VP8{}, false},
		{"ends after the first byte", []byte{0x10}, VP8{}, false},
		{"extension is missing", []byte{0x90}, VP8{}, false},
		{"picture id is missing", []byte{0x90, 0x80}, VP8{}, false},
		{"picture id is cut off", []byte{0x90, 0x80, 0x81}, VP8{}, false},
		{"TL0PICIDX is missing", []byte{0x90, 0xc0, 0x01}, VP8{}, false},
		{"temporal layer is missing", []byte{0x90, 0xe0, 0x01, 0x02}, VP8{}, false},
		{"nothing after the descriptor", []byte{0x90, 0xf0, 0xff, 0xff, 0x2a, 0x20}, VP8{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseVP8(tt.payload)
			if ok != tt.ok || ok && got != tt.want {
				t.Errorf("got %+v, %v, want %+v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestPicturesAreContinuousOverAChangeOfSource(t *testing.T) {
	picture := func(id uint16, tl0 uint8) []byte {
		return []byte{0x90, 0xf0, 0x80 | byte(id>>8), byte(id), tl0, 0x20, 0x00}
	}
	tests := []struct {
		name    string
		begin   bool
		id      uint16
		tl0     uint8
		wantID  uint16
		wantTL0 uint8
	}{
		{"the first source begins at 1", true, 500, 20, 1, 1},
		{"and goes on", false, 501, 21, 2, 2},
		{"another source goes on from there", true, 0x7fff, 255, 3, 3},
		{"across its wrap-around, too", false, 0, 0, 4, 4},
		{"a late picture keeps its place", false, 0x7fff, 255, 3, 3},
		{"and does not count as the last one", true, 9, 9, 5, 5},
	}
	var p Pictures
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			payload := picture(tt.id, tt.tl0)
			d, _ := ParseVP8(payload)
			if tt.begin {
				p.Begin(d)
			}
			p.Next(payload, d)
			got, _ := ParseVP8(payload)
			if got.PictureID != tt.wantID || got.TL0 != tt.wantTL0 {
				t.Errorf("picture id %d, TL0PICIDX %d, want %d, %d", got.PictureID, got.TL0, tt.wantID, tt.wantTL0)
			}
			d.Restore(payload)
			if want := picture(tt.id, tt.tl0); !bytes.Equal(payload, want) {
				t.Errorf("restored to % x, want % x", payload, want)
			}
		})
	}
}

func FuzzVP8(f *testing.F) {
	f.Add([]byte{0x90, 0xf0, 0xff, 0xff, 0x2a, 0x20, 0x00}, uint16(3), uint8(7))
	f.Add([]byte{0x90, 0x80, 0x7f, 0x01}, uint16(300), uint8(0))
	f.Fuzz(func(t *testing.T, payload []byte, pictureID uint16, tl0 uint8) {
		d, ok := ParseVP8(payload)
		if !ok {
			return
		}
		before := bytes.Clone(payload)
		p := Pictures{pictureID: pictureID & 0x7fff, tl0: tl0}
		p.Begin(d)
		p.Next(payload, d)
		got, ok := ParseVP8(payload)
		if !ok || got.FrameStart != d.FrameStart || got.KeyFrame != d.KeyFrame || got.wide != d.wide {
			t.Fatalf("% x became % x", before, payload)
		}
		mask := uint16(0x7f)
		if d.wide {
			mask = 0x7fff
		}
		if d.pictureIDAt != 0 && got.PictureID != (pictureID+1)&mask {
			t.Fatalf("picture id %d after %d", got.PictureID, pictureID)
		}
		if d.Restore(payload); !bytes.Equal(payload, before) {
			t.Fatalf("% x restored to % x", before, payload)
		}
	})
}
