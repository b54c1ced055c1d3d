package transport

import (
	"encoding/binary"
	"errors"
	"testing"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/packet"
)

func TestSend(t *testing.T) {
	m := newMux(t)
	c := connectedRawClient(t, m, audioLine("0", "sendrecv"), videoLine("1", "sendrecv"))
	var audio, video *Line
	m.Do(func() { audio, video = c.conn.Lines()[0], c.conn.Lines()[1] })
	send := func(f func() error) (err error) {
		m.Do(func() { err = f() })
		return err
	}
	t.Run("a repair has its own source, type and numbers, and begins with the original number", func(t *testing.T) {
		var numbers []uint16
		for _, original := range []uint16{40, 40, 39} {
			if err := send(func() error {
				return c.conn.SendRTX(video, Header{SequenceNumber: original, Timestamp: 7, Marker: true}, original, []byte("again"))
			}); err != nil {
				t.Fatal(err)
			}
			p := c.readRTP()
			if p.SSRC != video.RTXSSRC || p.PayloadType != video.RTXPayloadType || p.Timestamp != 7 || !p.Marker {
				t.Errorf("got %v, want source %d and type %d", p, video.RTXSSRC, video.RTXPayloadType)
			}
			if binary.BigEndian.Uint16(p.Payload) != original || string(p.Payload[2:]) != "again" {
				t.Errorf("got payload %q, want number %d and the payload", p.Payload, original)
			}
			numbers = append(numbers, p.SequenceNumber)
		}
		if numbers[1] != numbers[0]+1 || numbers[2] != numbers[1]+1 {
			t.Errorf("got numbers %v, want consecutive ones", numbers)
		}
	})
	t.Run("a packet can name its m-line, which must not touch the payload", func(t *testing.T) {
		for i, withMid := range []bool{true, false} {
			h := Header{SequenceNumber: uint16(i), Timestamp: 7, WithMid: withMid}
			if err := send(func() error { return c.conn.SendRTP(video, h, []byte("picture")) }); err != nil {
				t.Fatal(err)
			}
			p, want := c.readRTP(), ""
			if withMid {
				want = "1"
			}
			if got := string(p.GetExtension(video.midID)); got != want || string(p.Payload) != "picture" {
				t.Errorf("got mid %q and payload %q, want mid %q", got, p.Payload, want)
			}
		}
	})
	t.Run("without RTX nothing is repeated", func(t *testing.T) {
		err := send(func() error { return c.conn.SendRTX(audio, Header{SequenceNumber: 1}, 1, []byte("again")) })
		if !errors.Is(err, ErrNotNegotiated) {
			t.Errorf("got %v, want %v", err, ErrNotNegotiated)
		}
	})
	t.Run("a number is sent once", func(t *testing.T) {
		for i, want := range []error{nil, ErrNumberUsed} {
			err := send(func() error { return c.conn.SendRTP(audio, Header{SequenceNumber: 5}, []byte{byte(i)}) })
			if !errors.Is(err, want) {
				t.Errorf("time %d: got %v, want %v", i, err, want)
			}
		}
		if p := c.readRTP(); p.Payload[0] != 0 {
			t.Errorf("got payload %v, want the first", p.Payload)
		}
	})
	t.Run("numbers wrap around, in any order", func(t *testing.T) {
		for _, number := range []uint16{20000, 50000, 65534, 0, 65535, 2, 1} {
			if err := send(func() error { return c.conn.SendRTP(video, Header{SequenceNumber: number}, []byte("x")) }); err != nil {
				t.Fatalf("number %d: %v", number, err)
			}
			if p := c.readRTP(); p.SequenceNumber != number {
				t.Errorf("got number %d, want %d", p.SequenceNumber, number)
			}
		}
	})
	t.Run("packets that do not fit are refused", func(t *testing.T) {
		err := send(func() error { return c.conn.SendRTP(audio, Header{SequenceNumber: 77}, make([]byte, 1500)) })
		if !errors.Is(err, ErrTooLarge) {
			t.Errorf("got %v, want %v", err, ErrTooLarge)
		}
		reports := &rtcp.TransportLayerNack{Nacks: make([]rtcp.NackPair, 400)}
		if err := send(func() error { return c.conn.SendRTCP(reports) }); err == nil {
			t.Error("got no error for RTCP of 1600 bytes")
		}
	})
	t.Run("nothing is sent before there are keys", func(t *testing.T) {
		early := newRawClient(t, m, audioLine("0", "sendrecv"))
		m.Do(func() {
			line := early.conn.Lines()[0]
			if err := early.conn.SendRTP(line, Header{}, nil); !errors.Is(err, ErrNotConnected) {
				t.Errorf("RTP: got %v, want %v", err, ErrNotConnected)
			}
			if err := early.conn.SendRTCP(&rtcp.PictureLossIndication{}); !errors.Is(err, ErrNotConnected) {
				t.Errorf("RTCP: got %v, want %v", err, ErrNotConnected)
			}
		})
	})
	t.Run("nothing is sent on a line that only receives", func(t *testing.T) {
		only := connectedRawClient(t, m, audioLine("0", "sendonly"))
		m.Do(func() {
			if err := only.conn.SendRTP(only.conn.Lines()[0], Header{}, nil); !errors.Is(err, ErrNotNegotiated) {
				t.Errorf("got %v, want %v", err, ErrNotNegotiated)
			}
		})
	})
}

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		name    string
		numbers []uint16
		want    string // y or n for each
	}{
		{"in order", []uint16{1, 2, 3}, "yyy"},
		{"twice", []uint16{1, 1, 2, 1, 2}, "ynynn"},
		{"late", []uint16{100, 110, 105, 105}, "yyyn"},
		{"as late as remembered", []uint16{5000, 5000 - packet.Window + 1, 5000 - packet.Window + 1}, "yyn"},
		{"later than remembered", []uint16{5000, 5000 - packet.Window}, "yn"},
		{"late, where an older one left its mark", []uint16{10, 10 + packet.Window + 5, 10 + packet.Window}, "yyy"},
		{"over the end", []uint16{65535, 0, 65535, 0}, "yynn"},
		{"before the first, below zero", []uint16{3, 65535}, "yn"},
		{"a leap forgets what is too old, not what is new", []uint16{10, 10 + 3*packet.Window, 11 + 2*packet.Window, 10 + 3*packet.Window}, "yyyn"},
		{"a leap of half the numbers back", []uint16{40000, 40000 - 32768}, "yn"},
		{"one round later", []uint16{10, 30000, 60000, 9, 10, 10}, "yyyyyn"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var o outbound
			got := ""
			for _, number := range test.numbers {
				if o.use(number) {
					got += "y"
				} else {
					got += "n"
				}
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	t.Run("repairs begin below 2^15 and wrap around", func(t *testing.T) {
		var o outbound
		first := o.next()
		if first >= 1<<15 {
			t.Errorf("got first number %d, want one below 2^15", first)
		}
		for i := range 1 << 17 {
			if got, want := o.next(), first+uint16(i)+1; got != want {
				t.Fatalf("got %d, want %d", got, want)
			}
		}
	})
}
