package transport

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

func TestRenegotiation(t *testing.T) {
	m := newMux(t)
	c := newClient(t, clientSetup{})
	audio := c.addMedia(t, webrtc.MimeTypeOpus)
	c.connect(t, m)
	before := c.lines()
	t.Run("two more m-lines", func(t *testing.T) {
		for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
			init := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
			if _, err := c.pc.AddTransceiverFromKind(kind, init); err != nil {
				t.Fatal(err)
			}
		}
		c.renegotiate(t, nil)
		lines := c.lines()
		if len(lines) != 3 || lines[0] != before[0] {
			t.Fatalf("got lines %v, want the old %v and two more", lines, before)
		}
		checkUp(t, c, audio)
		for _, l := range lines[1:] {
			checkDown(t, c, l)
		}
	})
	t.Run("fewer m-lines are refused", func(t *testing.T) {
		if _, err := c.conn.Renegotiate(newDescription(audioLine("0", "sendrecv")).String()); err == nil {
			t.Error("got no error")
		}
		if got := len(c.lines()); got != 3 {
			t.Errorf("got %d lines after the refusal, want 3", got)
		}
	})
	t.Run("another certificate is refused", func(t *testing.T) {
		d := newDescription(audioLine("0", "sendrecv"), audioLine("1", "recvonly"), videoLine("2", "recvonly"))
		if _, err := c.conn.Renegotiate(d.String()); err == nil || !strings.Contains(err.Error(), "fingerprint") {
			t.Errorf("got %v, want an error about the fingerprint", err)
		}
	})
	t.Run("a line that stops sends nothing more", func(t *testing.T) {
		d := newDescription(audioLine("0", "recvonly"))
		raw := describeRawClient(t, m, d)
		var line *Line
		m.Do(func() { line = raw.conn.Lines()[0] })
		ssrc := line.SSRC
		d.media = []string{audioLine("0", "inactive")}
		if _, err := raw.conn.Renegotiate(d.String()); err != nil {
			t.Fatal(err)
		}
		m.Do(func() {
			if err := raw.conn.SendRTP(line, Header{}, nil); !errors.Is(err, ErrNotNegotiated) {
				t.Errorf("got %v, want %v", err, ErrNotNegotiated)
			}
		})
		d.media = []string{audioLine("0", "recvonly")}
		if _, err := raw.conn.Renegotiate(d.String()); err != nil {
			t.Fatal(err)
		}
		if line.SSRC != ssrc {
			t.Errorf("got SSRC %d after the pause, want %d as before", line.SSRC, ssrc)
		}
	})
	t.Run("a reused m-line is another line", func(t *testing.T) {
		d := newDescription(audioLine("0", "sendrecv"), audioLine("1", "recvonly"))
		raw := describeRawClient(t, m, d)
		var old *Line
		m.Do(func() { old = raw.conn.Lines()[1] })
		d.media[1] = videoLine("2", "recvonly")
		if _, err := raw.conn.Renegotiate(d.String()); err != nil {
			t.Fatal(err)
		}
		m.Do(func() {
			if now := raw.conn.Lines()[1]; now == old || now.SSRC == old.SSRC || now.Kind != Video || old.Send {
				t.Errorf("got %+v after %+v", now, old)
			}
		})
	})
}

func TestICERestart(t *testing.T) {
	m := newMux(t)
	c := newClient(t, clientSetup{})
	audio := c.addMedia(t, webrtc.MimeTypeOpus)
	c.connect(t, m)
	checkUp(t, c, audio)
	var before, after credentials
	m.Do(func() { before = *c.conn.ice.current })
	c.renegotiate(t, &webrtc.OfferOptions{ICERestart: true})
	for deadline := time.Now().Add(patience); !after.used; {
		if time.Now().After(deadline) {
			t.Fatal("the new credentials are not used")
		}
		receive(t, c.events.ticks, "tick")
		m.Do(func() { after = *c.conn.ice.current })
	}
	if after.localUfrag == before.localUfrag || after.remoteUfrag == before.remoteUfrag {
		t.Errorf("got credentials %+v, want others than %+v", after, before)
	}
	m.Do(func() {
		if m.byUfrag[before.localUfrag] != nil || len(m.byUfrag) != 1 {
			t.Error("the old credentials still open the connection")
		}
	})
	if len(c.events.connected) != 0 {
		t.Error("DTLS was made anew")
	}
	// The client loses what it sends before it has chosen among its new addresses.
	sent := rtp.Header{Version: 2, SequenceNumber: 8}
	for deadline := time.Now().Add(patience); len(c.events.rtp) == 0; sent.SequenceNumber++ {
		if time.Now().After(deadline) {
			t.Fatal("no packet after the restart")
		}
		if err := audio.WriteRTP(&rtp.Packet{Header: sent, Payload: []byte("after")}); err != nil {
			t.Fatal(err)
		}
		receive(t, c.events.ticks, "tick")
	}
	if p := receive(t, c.events.rtp, "packet"); string(p.Payload) != "after" {
		t.Errorf("got %q, want a packet after the restart", p.Payload)
	}
}
