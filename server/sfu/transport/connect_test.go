package transport

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/stun/v4"
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
	t.Run("an m-line that is used anew is another line", func(t *testing.T) {
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
	sent := rtp.Header{Version: 2, SequenceNumber: 8}
	if err := audio.WriteRTP(&rtp.Packet{Header: sent, Payload: []byte("after")}); err != nil {
		t.Fatal(err)
	}
	if p := receive(t, c.events.rtp, "packet after the restart"); string(p.Payload) != "after" {
		t.Errorf("got %q, want the packet after the restart", p.Payload)
	}
}

func TestEnd(t *testing.T) {
	t.Run("the client closes", func(t *testing.T) {
		m := newMux(t)
		c := newClient(t, clientSetup{})
		c.addMedia(t, webrtc.MimeTypeOpus)
		c.connect(t, m)
		if err := c.pc.Close(); err != nil {
			t.Fatal(err)
		}
		if err := receive(t, c.events.closed, "end"); err != nil {
			t.Errorf("got %v, want a clean end", err)
		}
		checkForgotten(t, m)
	})
	for name, end := range map[string]func(*Mux, *Conn) error{
		"the server closes a connection": func(m *Mux, c *Conn) error { c.LockAndClose(); return nil },
		"the server closes":              func(m *Mux, c *Conn) error { return m.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMux(t)
			c := newClient(t, clientSetup{})
			c.addMedia(t, webrtc.MimeTypeOpus)
			c.connect(t, m)
			if err := end(m, c.conn); err != nil {
				t.Fatal(err)
			}
			c.awaitState(t, webrtc.PeerConnectionStateClosed) // by close_notify; ICE would take seconds
			if len(c.events.closed) != 0 {
				t.Error("the handler was told of an end that the server made")
			}
			checkForgotten(t, m)
		})
	}
	t.Run("a handler closes while it handles a packet", func(t *testing.T) {
		m := newMux(t)
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		done := make(chan struct{})
		m.Do(func() { c.events.onRTP = func(*Packet) { c.conn.Close(); close(done) } })
		c.socket.send(t, c.protect(rtp.Header{PayloadType: 111, SSRC: 1}, "last"))
		receive(t, done, "packet")
		checkForgotten(t, m)
		m.Do(func() {
			if err := c.conn.SendRTP(c.conn.Lines()[0], Header{}, nil); !errors.Is(err, ErrNotConnected) {
				t.Errorf("got %v, want %v", err, ErrNotConnected)
			}
		})
		if _, err := c.conn.Renegotiate(newDescription(audioLine("0", "sendrecv")).String()); err == nil {
			t.Error("a closed connection was renegotiated")
		}
	})
	t.Run("an offer after the server closed", func(t *testing.T) {
		m := newMux(t)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		_, _, err := m.Answer(newDescription(audioLine("0", "sendrecv")).String(), newEvents())
		if !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v, want %v", err, net.ErrClosed)
		}
	})
}

func checkForgotten(t *testing.T, m *Mux) {
	t.Helper()
	m.Do(func() {
		if len(m.conns) != 0 || len(m.byAddr) != 0 || len(m.byUfrag) != 0 {
			t.Errorf("got %d connections, %d addresses, %d users left behind", len(m.conns), len(m.byAddr), len(m.byUfrag))
		}
	})
}

// clock is what a test moves by hand.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) timing() timing {
	t := realTiming()
	t.now = c.now
	return t
}

func TestConsent(t *testing.T) {
	t.Run("a silent client is lost after 30 s", func(t *testing.T) {
		var clock clock
		m := newTimedMux(t, clock.timing())
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(29 * time.Second))
		receive(t, c.events.ticks, "tick")
		receive(t, c.events.ticks, "tick")
		if len(c.events.closed) != 0 {
			t.Fatal("lost after 29 s")
		}
		clock.ahead.Store(int64(31 * time.Second))
		if err := receive(t, c.events.closed, "end"); !errors.Is(err, ErrConsentLost) {
			t.Errorf("got %v, want %v", err, ErrConsentLost)
		}
		checkForgotten(t, m)
	})
	t.Run("media is no consent", func(t *testing.T) {
		var clock clock
		c := connectedRawClient(t, newTimedMux(t, clock.timing()), audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(29 * time.Second))
		c.await(rtp.Header{PayloadType: 111, SSRC: 1})
		clock.ahead.Store(int64(31 * time.Second))
		if err := receive(t, c.events.closed, "end"); !errors.Is(err, ErrConsentLost) {
			t.Errorf("got %v, want %v", err, ErrConsentLost)
		}
	})
	t.Run("a check renews it", func(t *testing.T) {
		var clock clock
		c := connectedRawClient(t, newTimedMux(t, clock.timing()), audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(29 * time.Second))
		c.validate(c.socket)
		clock.ahead.Store(int64(58 * time.Second))
		c.await(rtp.Header{PayloadType: 111, SSRC: 1})
		if len(c.events.closed) != 0 {
			t.Error("lost although it asked 29 s ago")
		}
	})
	t.Run("a client that never comes is lost, too", func(t *testing.T) {
		var clock clock
		m := newTimedMux(t, clock.timing())
		c := newRawClient(t, m, audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(31 * time.Second))
		if err := receive(t, c.events.closed, "end"); !errors.Is(err, ErrConsentLost) {
			t.Errorf("got %v, want %v", err, ErrConsentLost)
		}
	})
	t.Run("a handshake that never ends is given up", func(t *testing.T) {
		timing := realTiming()
		timing.handshake = 100 * time.Millisecond
		c := newRawClient(t, newTimedMux(t, timing), audioLine("0", "sendrecv"))
		c.validate(c.socket)
		if err := receive(t, c.events.closed, "end"); err == nil || !strings.Contains(err.Error(), "handshake") {
			t.Errorf("got %v, want a failed handshake", err)
		}
	})
}

func TestPaths(t *testing.T) {
	t.Run("the first validated address is used until one is nominated", func(t *testing.T) {
		m := newMux(t)
		c := newRawClient(t, m, audioLine("0", "sendrecv"))
		c.validate(c.socket)
		second := newRawSocket(t, m)
		c.validate(second)
		if got, want := c.selected(), c.socket.addr(); got != want {
			t.Errorf("got %v, want the first, %v", got, want)
		}
		c.validate(second, useCandidate)
		if got, want := c.selected(), second.addr(); got != want {
			t.Errorf("got %v, want the nominated %v", got, want)
		}
	})
	t.Run("media is taken from every validated address", func(t *testing.T) {
		m := newMux(t)
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		second := newRawSocket(t, m)
		c.validate(second)
		second.send(t, c.protect(rtp.Header{PayloadType: 111, SSRC: 1}, "second"))
		if p := receive(t, c.events.rtp, "packet"); string(p.Payload) != "second" {
			t.Errorf("got %q", p.Payload)
		}
	})
	t.Run("a silent address is left for one that is alive", func(t *testing.T) {
		var clock clock
		m := newTimedMux(t, clock.timing())
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(2 * pathSilence))
		second := newRawSocket(t, m)
		c.validate(second)
		receive(t, c.events.ticks, "tick")
		receive(t, c.events.ticks, "tick")
		if got, want := c.selected(), second.addr(); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("a client that takes itself for controlled is corrected", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		response := c.ask(c.socket, c.check(stun.RawAttribute{Type: stun.AttrICEControlled, Value: make([]byte, 8)}))
		var code stun.ErrorCodeAttribute
		if err := code.GetFrom(response); err != nil || code.Code != stun.CodeRoleConflict {
			t.Errorf("got %v (%v), want %d", code, err, stun.CodeRoleConflict)
		}
		if !authentic(response, c.remotePassword) {
			t.Error("the answer is not authentic")
		}
	})
	t.Run("the server asks each new address in turn", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.validate(c.socket)
		var request stun.Message
		request.Raw = receive(t, c.socket.stun, "triggered check")
		if err := request.Decode(); err != nil {
			t.Fatal(err)
		}
		username, err := request.Get(stun.AttrUsername)
		if want := c.ufrag + ":" + c.remoteUfrag; err != nil || string(username) != want {
			t.Errorf("got user %q (%v), want %q", username, err, want)
		}
		if !authentic(&request, c.password) || !containsAuthenticated(&request, stun.AttrICEControlled) {
			t.Error("the check is not authentic or not of a controlled agent")
		}
	})
}

func TestListen(t *testing.T) {
	t.Run("the port is taken", func(t *testing.T) {
		taken := newMux(t)
		_, err := Listen(Config{Port: taken.Port(), Log: slog.New(slog.DiscardHandler)})
		if err == nil || !strings.Contains(err.Error(), "--media-port") {
			t.Errorf("got %v, want an error that names --media-port", err)
		}
	})
	t.Run("the host's addresses are announced, loopback last", func(t *testing.T) {
		m, err := Listen(Config{Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		last := m.announce[len(m.announce)-1]
		if !last.Addr().IsLoopback() || int(last.Port()) != m.Port() {
			t.Errorf("got %v, want loopback and port %d last", m.announce, m.Port())
		}
		for _, a := range m.announce {
			if a.Addr().IsLinkLocalUnicast() {
				t.Errorf("link-local %v is announced", a)
			}
		}
	})
}
