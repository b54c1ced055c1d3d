package transport

import (
	"bytes"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

func TestConnect(t *testing.T) {
	m := newMux(t)
	c := newClient(t, clientSetup{})
	audio := c.addMedia(t, webrtc.MimeTypeOpus)
	video := c.addMedia(t, webrtc.MimeTypeVP8)
	start := time.Now()
	c.connect(t, m)
	t.Logf("joined in %v", time.Since(start))
	for _, track := range []*webrtc.TrackLocalStaticRTP{audio, video} {
		payload := []byte("up " + track.Kind().String())
		if err := track.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: 7}, Payload: payload}); err != nil {
			t.Fatal(err)
		}
		p := receive(t, c.events.rtp, "packet at the server")
		if !bytes.Equal(p.Payload, payload) {
			t.Errorf("got payload %q, want %q", p.Payload, payload)
		}
		if got, want := string(p.Line.Kind), track.Kind().String(); got != want {
			t.Errorf("got kind %s, want %s", got, want)
		}
	}
	for _, l := range c.conn.Lines() {
		payload := []byte("down " + string(l.Kind))
		m.Do(func() {
			if err := c.conn.SendRTP(l, Header{SequenceNumber: 9}, payload); err != nil {
				t.Error(err)
			}
		})
		track := receive(t, c.tracks, "track at the client")
		p, _, err := track.ReadRTP()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(p.Payload, payload) {
			t.Errorf("got payload %q, want %q", p.Payload, payload)
		}
	}
}
