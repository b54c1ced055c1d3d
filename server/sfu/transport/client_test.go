package transport

import (
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// patience is how long tests wait for what takes milliseconds.
const patience = 10 * time.Second

// events is a Handler that passes on what it is told. Packets are copied.
type events struct {
	connected chan time.Time
	rtp       chan Packet
	rtcp      chan []rtcp.Packet
	ticks     chan time.Time
	closed    chan error
	onRTP     func(*Packet) // with the lock held; nil: to rtp
}

func newEvents() *events {
	return &events{
		connected: make(chan time.Time, 2), rtp: make(chan Packet, 1000), rtcp: make(chan []rtcp.Packet, 1000),
		ticks: make(chan time.Time, 1), closed: make(chan error, 2),
	}
}

func (e *events) HandleConnected(now time.Time) { e.connected <- now }
func (e *events) HandleClosed(err error)        { e.closed <- err }
func (e *events) HandleTick(now time.Time)      { offerTo(e.ticks, now) }
func (e *events) HandleRTCP(packets []rtcp.Packet, _ time.Time) {
	offerTo(e.rtcp, packets)
}
func (e *events) HandleRTP(p *Packet) {
	if e.onRTP != nil {
		e.onRTP(p)
		return
	}
	copied := *p
	copied.Payload = append([]byte(nil), p.Payload...)
	offerTo(e.rtp, copied)
}

// offerTo does not block: handlers run with the lock held.
func offerTo[T any](to chan T, v T) {
	select {
	case to <- v:
	default:
	}
}

// receive waits for the next value or fails the test.
func receive[T any](t testing.TB, from <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("no %s within %v", what, patience)
		panic("unreachable")
	}
}

var loopback4 = netip.MustParseAddr("127.0.0.1")

// newMux listens on a free port and announces loopback.
func newMux(t testing.TB, announce ...netip.Addr) *Mux {
	t.Helper()
	return newTimedMux(t, realTiming(), announce...)
}

func newTimedMux(t testing.TB, timing timing, announce ...netip.Addr) *Mux {
	t.Helper()
	if len(announce) == 0 {
		announce = []netip.Addr{loopback4}
	}
	m, err := listen(Config{Announce: announce, Log: slog.New(slog.DiscardHandler)}, timing)
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return m
}

// client is a native WebRTC endpoint and its side of the server.
type client struct {
	pc     *webrtc.PeerConnection
	conn   *Conn
	events *events
	state  chan webrtc.PeerConnectionState
	tracks chan *webrtc.TrackRemote
	rtcp   chan []rtcp.Packet
}

// clientSetup is what differs between clients.
type clientSetup struct {
	profiles []dtls.SRTPProtectionProfile
}

// newClient is a PeerConnection that has not offered anything yet.
func newClient(t testing.TB, setup clientSetup) *client {
	t.Helper()
	engine := webrtc.SettingEngine{}
	engine.SetIncludeLoopbackCandidate(true)
	engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	engine.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4}) // pion's agent does not use ::1
	engine.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	if len(setup.profiles) > 0 {
		engine.SetSRTPProtectionProfiles(setup.profiles...)
	}
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	interceptors := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(media, interceptors); err != nil {
		t.Fatal(err)
	}
	if err := webrtc.ConfigureTWCCHeaderExtensionSender(media, interceptors); err != nil {
		t.Fatal(err)
	}
	api := webrtc.NewAPI(webrtc.WithSettingEngine(engine), webrtc.WithMediaEngine(media),
		webrtc.WithInterceptorRegistry(interceptors))
	pc, err := api.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	if err != nil {
		t.Fatal(err)
	}
	c := &client{
		pc: pc, events: newEvents(),
		state: make(chan webrtc.PeerConnectionState, 20), tracks: make(chan *webrtc.TrackRemote, 20),
		rtcp: make(chan []rtcp.Packet, 100),
	}
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) { offerTo(c.state, s) })
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { offerTo(c.tracks, track) })
	t.Cleanup(func() {
		if err := pc.Close(); err != nil {
			t.Errorf("close client: %v", err)
		}
	})
	return c
}

// addMedia adds a sendrecv m-line with a track that the test writes.
func (c *client) addMedia(t testing.TB, mime string) *webrtc.TrackLocalStaticRTP {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: mime}, mime, "client")
	if err != nil {
		t.Fatal(err)
	}
	sender, err := c.pc.AddTransceiverFromTrack(track)
	if err != nil {
		t.Fatal(err)
	}
	go func() { // interceptors run only while somebody reads; ends with the PeerConnection
		for {
			packets, _, err := sender.Sender().ReadRTCP()
			if err != nil {
				return
			}
			offerTo(c.rtcp, packets)
		}
	}()
	return track
}

// offer is the client's description, without waiting for candidates: the server needs none.
func (c *client) offer(t testing.TB, options *webrtc.OfferOptions) string {
	t.Helper()
	offer, err := c.pc.CreateOffer(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	return offer.SDP
}

func (c *client) accept(t testing.TB, answer string) {
	t.Helper()
	err := c.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
	if err != nil {
		t.Fatalf("client refuses the answer: %v\n%s", err, answer)
	}
}

// connect offers, accepts the answer and waits until both sides have keys.
func (c *client) connect(t testing.TB, m *Mux) {
	t.Helper()
	conn, answer, err := m.Answer(c.offer(t, nil), c.events)
	if err != nil {
		t.Fatalf("answer: %v", err)
	}
	c.conn = conn
	c.accept(t, answer)
	receive(t, c.events.connected, "keys at the server")
	c.awaitState(t, webrtc.PeerConnectionStateConnected)
}

func (c *client) awaitState(t testing.TB, want webrtc.PeerConnectionState) {
	t.Helper()
	for {
		if receive(t, c.state, "state "+want.String()) == want {
			return
		}
	}
}

// renegotiate offers again on the live connection.
func (c *client) renegotiate(t testing.TB, options *webrtc.OfferOptions) {
	t.Helper()
	answer, err := c.conn.Renegotiate(c.offer(t, options))
	if err != nil {
		t.Fatalf("renegotiate: %v", err)
	}
	c.accept(t, answer)
}
