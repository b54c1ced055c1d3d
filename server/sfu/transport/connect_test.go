package transport

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

func TestMediaBothWays(t *testing.T) {
	for _, test := range []struct {
		name     string
		profiles []dtls.SRTPProtectionProfile
		want     dtls.SRTPProtectionProfile
	}{
		{"with GCM", nil, dtls.SRTP_AEAD_AES_128_GCM},
		{"with SHA1_80, when the client has no GCM",
			[]dtls.SRTPProtectionProfile{dtls.SRTP_AES128_CM_HMAC_SHA1_80}, dtls.SRTP_AES128_CM_HMAC_SHA1_80},
		{"with GCM, when the client prefers SHA1_80",
			[]dtls.SRTPProtectionProfile{dtls.SRTP_AES128_CM_HMAC_SHA1_80, dtls.SRTP_AEAD_AES_128_GCM}, dtls.SRTP_AEAD_AES_128_GCM},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMux(t)
			c := newClient(t, clientSetup{profiles: test.profiles})
			tracks := []*webrtc.TrackLocalStaticRTP{c.addMedia(t, webrtc.MimeTypeOpus), c.addMedia(t, webrtc.MimeTypeVP8)}
			start := time.Now()
			c.connect(t, m)
			t.Logf("joined %v after the offer was begun", time.Since(start))
			m.Do(func() {
				if got, _ := c.conn.dtls.SelectedSRTPProtectionProfile(); got != test.want {
					t.Errorf("got SRTP profile %v, want %v", got, test.want)
				}
			})
			for _, track := range tracks {
				checkUp(t, c, track)
			}
			for _, l := range c.lines() {
				checkDown(t, c, l)
			}
		})
	}
}

func TestIPv6(t *testing.T) {
	m := newMux(t, netip.IPv6Loopback())
	c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
	c.await(rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 1})
	m.Do(func() {
		if err := c.conn.SendRTP(c.conn.Lines()[0], Header{SequenceNumber: 5}, []byte("down")); err != nil {
			t.Error(err)
		}
	})
	if p := c.readRTP(); string(p.Payload) != "down" || p.SequenceNumber != 5 {
		t.Errorf("got %v with %q", p, p.Payload)
	}
	if !c.selected().Addr().Is6() {
		t.Errorf("got %v, want an IPv6 address", c.selected())
	}
}

func (c *client) lines() (lines []*Line) {
	c.conn.mux.Do(func() { lines = c.conn.Lines() })
	return lines
}

func checkUp(t *testing.T, c *client, track *webrtc.TrackLocalStaticRTP) {
	t.Helper()
	sent := rtp.Header{Version: 2, SequenceNumber: 7, Timestamp: 1234, Marker: true}
	payload := "up " + track.Kind().String()
	if err := track.WriteRTP(&rtp.Packet{Header: sent, Payload: []byte(payload)}); err != nil {
		t.Fatal(err)
	}
	p := receive(t, c.events.rtp, "packet at the server")
	if string(p.Payload) != payload || p.SequenceNumber != 7 || p.Timestamp != 1234 || !p.Marker || p.RTX {
		t.Errorf("got %+v with %q, want what was sent", p, p.Payload)
	}
	if got, want := string(p.Line.Kind), track.Kind().String(); got != want {
		t.Errorf("got kind %s, want %s", got, want)
	}
	if !p.HasTransportSeq {
		t.Error("got no transport-wide sequence number")
	}
}

func checkDown(t *testing.T, c *client, l *Line) {
	t.Helper()
	payload := "down " + string(l.Kind)
	c.conn.mux.Do(func() {
		if err := c.conn.SendRTP(l, Header{SequenceNumber: 9, Timestamp: 99, Marker: true}, []byte(payload)); err != nil {
			t.Error(err)
		}
	})
	track := receive(t, c.tracks, "track at the client")
	p, _, err := track.ReadRTP()
	if err != nil {
		t.Fatal(err)
	}
	if string(p.Payload) != payload || p.SequenceNumber != 9 || p.Timestamp != 99 || !p.Marker {
		t.Errorf("got %v with %q, want what was sent", p, p.Payload)
	}
	if track.StreamID() != l.CNAME || uint32(track.SSRC()) != l.SSRC {
		t.Errorf("got stream %s, SSRC %d; want %s, %d", track.StreamID(), track.SSRC(), l.CNAME, l.SSRC)
	}
}

func TestRTCPBothWays(t *testing.T) {
	m := newMux(t)
	c := newClient(t, clientSetup{})
	c.addMedia(t, webrtc.MimeTypeVP8)
	c.connect(t, m)
	ssrc := uint32(c.pc.GetSenders()[0].GetParameters().Encodings[0].SSRC)
	m.Do(func() {
		if err := c.conn.SendRTCP(&rtcp.PictureLossIndication{MediaSSRC: ssrc}); err != nil {
			t.Error(err)
		}
	})
	if err := c.pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: c.lines()[0].SSRC}}); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[<-chan []rtcp.Packet]uint32{c.rtcp: ssrc, c.events.rtcp: c.lines()[0].SSRC} {
		for isPLI := false; !isPLI; {
			for _, p := range receive(t, from, "picture loss indication") {
				pli, ok := p.(*rtcp.PictureLossIndication)
				if isPLI = isPLI || ok; ok && pli.MediaSSRC != want {
					t.Errorf("got a PLI about %d, want %d", pli.MediaSSRC, want)
				}
			}
		}
	}
}
