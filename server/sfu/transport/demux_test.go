package transport

import (
	"strings"
	"testing"

	"github.com/pion/rtp"
)

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
		{"by mid, even when it is said only once", []string{videoLine("1", "sendrecv"), videoLine("2", "sendonly")},
			[]step{{ext(packet(vp8, 1), 4, "2"), want{mid: "2"}}, {packet(vp8, 1), want{mid: "2"}}}},
		{"by a mid that comes late", []string{videoLine("1", "sendrecv"), videoLine("2", "sendonly")},
			[]step{{packet(vp8, 1), nowhere}, {ext(packet(vp8, 1), 4, "1"), want{mid: "1"}}}},
		{"by declared source", []string{declared, videoLine("2", "sendonly")},
			[]step{{packet(vp8, 71), want{mid: "1"}}, {packet(rtx, 72), want{mid: "1", rtx: true}}, {packet(vp8, 73), nowhere}}},
		{"not to a line that only receives from the server", []string{audioLine("0", "recvonly")}, []step{{packet(opus, 1), nowhere}}},
		{"not with a codec that was not chosen", []string{videoLine("1", "sendrecv")}, []step{{packet(98, 1), nowhere}}},
		{"layers by RID, even when it is said only once", []string{layers},
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
	t.Run("nothing from a line on which only the server still sends", func(t *testing.T) {
		c := connectedRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.await(packet(opus, 1))
		c.description.media = []string{audioLine("0", "recvonly")}
		if _, err := c.conn.Renegotiate(c.description.String()); err != nil {
			t.Fatal(err)
		}
		h := packet(opus, 1)
		h.SequenceNumber++
		if got := c.attribute(h); got != nowhere {
			t.Errorf("got %+v, want the packet dropped", got)
		}
	})
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

// attribute sends a packet and reports where it arrived.
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
