package transport

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
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
	t.Run("numbers run over, in any order", func(t *testing.T) {
		for _, number := range []uint16{20000, 50000, 65534, 0, 65535, 2, 1} {
			if err := send(func() error { return c.conn.SendRTP(video, Header{SequenceNumber: number}, []byte("x")) }); err != nil {
				t.Fatalf("number %d: %v", number, err)
			}
			if p := c.readRTP(); p.SequenceNumber != number {
				t.Errorf("got number %d, want %d", p.SequenceNumber, number)
			}
		}
	})
	t.Run("what does not fit is refused", func(t *testing.T) {
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
		{"as late as remembered", []uint16{5000, 5000 - sendWindow + 1, 5000 - sendWindow + 1}, "yyn"},
		{"later than remembered", []uint16{5000, 5000 - sendWindow}, "yn"},
		{"over the end", []uint16{65535, 0, 65535, 0}, "yynn"},
		{"before the first, below zero", []uint16{3, 65535}, "yn"},
		{"a leap forgets what is too old, not what is new", []uint16{10, 10 + 3*sendWindow, 11 + 2*sendWindow, 10 + 3*sendWindow}, "yyyn"},
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
	t.Run("repairs begin below 2^15 and go on over the end", func(t *testing.T) {
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

func TestAttribution(t *testing.T) {
	ext := func(h rtp.Header, id uint8, value string) rtp.Header {
		if err := h.SetExtension(id, []byte(value)); err != nil {
			t.Fatal(err)
		}
		return h
	}
	const vp8, rtx, opus = 96, 97, 111
	packet := func(payloadType uint8, ssrc uint32) rtp.Header {
		return rtp.Header{PayloadType: payloadType, SSRC: ssrc, SequenceNumber: uint16(ssrc)}
	}
	layers := simulcastLine("f;h;q")
	declared := videoLine("1", "sendrecv") + "\na=ssrc:71 cname:x\na=ssrc:72 cname:x\na=ssrc-group:FID 71 72"
	type want = place
	nowhere := want{}
	type step struct {
		header rtp.Header
		want   want
	}
	for _, test := range []struct {
		name  string
		media []string
		steps []step
	}{
		{"by payload type, if one line has it", []string{audioLine("0", "sendrecv"), videoLine("1", "sendrecv"), videoLine("2", "recvonly")},
			[]step{{packet(opus, 1), want{mid: "0"}}, {packet(vp8, 2), want{mid: "1"}}, {packet(rtx, 3), want{mid: "1", rtx: true}}}},
		{"not by payload type, if two lines have it", []string{videoLine("1", "sendrecv"), videoLine("2", "sendonly")},
			[]step{{packet(vp8, 1), nowhere}}},
		{"by mid, also when it is said once", []string{videoLine("1", "sendrecv"), videoLine("2", "sendonly")},
			[]step{{ext(packet(vp8, 1), 4, "2"), want{mid: "2"}}, {packet(vp8, 1), want{mid: "2"}}}},
		{"by a mid that comes late", []string{videoLine("1", "sendrecv"), videoLine("2", "sendonly")},
			[]step{{packet(vp8, 1), nowhere}, {ext(packet(vp8, 1), 4, "1"), want{mid: "1"}}}},
		{"by declared source", []string{declared, videoLine("2", "sendonly")},
			[]step{{packet(vp8, 71), want{mid: "1"}}, {packet(rtx, 72), want{mid: "1", rtx: true}}, {packet(vp8, 73), nowhere}}},
		{"not to a line that only receives from us", []string{audioLine("0", "recvonly")}, []step{{packet(opus, 1), nowhere}}},
		{"not with a codec that was not chosen", []string{videoLine("1", "sendrecv")}, []step{{packet(98, 1), nowhere}}},
		{"layers by RID, also when it is said once", []string{layers},
			[]step{{ext(packet(vp8, 1), 10, "h"), want{mid: "1", rid: "h"}}, {packet(vp8, 1), want{mid: "1", rid: "h"}},
				{ext(packet(vp8, 2), 10, "f"), want{mid: "1", rid: "f"}}}},
		{"no layer without RID, or with an unknown one", []string{layers},
			[]step{{packet(vp8, 1), nowhere}, {ext(packet(vp8, 2), 10, "z"), nowhere}}},
		{"repairs of layers by repaired RID", []string{layers},
			[]step{{ext(packet(rtx, 1), 11, "q"), want{mid: "1", rid: "q", rtx: true}}, {packet(rtx, 1), want{mid: "1", rid: "q", rtx: true}}}},
		{"repairs of layers by declared group", []string{declared + "\na=simulcast:send f;h"},
			[]step{{packet(rtx, 72), nowhere}, {ext(packet(vp8, 71), 10, "h"), want{mid: "1", rid: "h"}},
				{packet(rtx, 72), want{mid: "1", rid: "h", rtx: true}}}},
		{"a source that changes its line", []string{audioLine("0", "sendrecv"), videoLine("1", "sendrecv")},
			[]step{{packet(opus, 1), want{mid: "0"}}, {packet(vp8, 1), want{mid: "1"}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connectedRawClient(t, newMux(t), test.media...)
			for i, s := range test.steps {
				s.header.SequenceNumber += uint16(i)
				if got := c.attribute(s.header); got != s.want {
					t.Errorf("step %d: got %+v, want %+v", i, got, s.want)
				}
			}
		})
	}
	t.Run("a source is forgotten with its line", func(t *testing.T) {
		d := newDescription(audioLine("0", "sendrecv"), audioLine("1", "sendonly"))
		c := describeRawClient(t, newMux(t), d)
		var in *inbound
		c.mux.Do(func() {
			in = &inbound{line: c.conn.Lines()[1]}
			c.conn.inbound[1] = in
		})
		d.media[1] = strings.Replace(d.media[1], "m=audio 9", "m=audio 0", 1)
		if _, err := c.conn.Renegotiate(d.String()); err != nil {
			t.Fatal(err)
		}
		if in.line != nil {
			t.Error("the source still belongs to a line that is gone")
		}
	})
}

// place is where a packet arrived; empty when it did not.
type place struct {
	mid, rid string
	rtx      bool
}

// attribute sends a packet and tells where it arrived.
func (c *rawClient) attribute(h rtp.Header) (got place) {
	c.t.Helper()
	c.socket.send(c.t, c.protect(h, "payload"))
	c.settle(c.socket)
	select {
	case p := <-c.events.rtp:
		got.mid, got.rid, got.rtx = p.Line.Mid, p.RID, p.RTX
	default:
	}
	return got
}

func TestHeaderExtensions(t *testing.T) {
	c := connectedRawClient(t, newMux(t), audioLine("0", "sendrecv"))
	h := rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 1}
	for id, value := range map[uint8][]byte{1: {0x80 | 30}, 3: {0x12, 0x34}} {
		if err := h.SetExtension(id, value); err != nil {
			t.Fatal(err)
		}
	}
	c.socket.send(t, c.protect(h, "x"))
	p := receive(t, c.events.rtp, "packet")
	if !p.HasAudioLevel || p.AudioLevel != 30 || !p.HasTransportSeq || p.TransportSeq != 0x1234 {
		t.Errorf("got level %d (%t), number %x (%t)", p.AudioLevel, p.HasAudioLevel, p.TransportSeq, p.HasTransportSeq)
	}
}

func TestPadding(t *testing.T) {
	for _, test := range []struct {
		name    string
		payload string // as sent, with padding
		want    string
		arrives bool
	}{
		{"is cut off", "media\x00\x00\x03", "media", true},
		{"alone leaves nothing", "\x00\x00\x03", "", true},
		{"longer than the packet", "media\x09", "", false},
		{"of length 0", "media\x00", "", false},
		{"without any byte", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := withoutPadding([]byte(test.payload), true)
			if string(got) != test.want || ok != test.arrives {
				t.Errorf("got %q (%t), want %q (%t)", got, ok, test.want, test.arrives)
			}
		})
	}
}
