package sfu

import (
	"log/slog"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/transport"
)

// patience is how long tests wait for what takes milliseconds.
const patience = 15 * time.Second

// pace is the time between two packets of a member.
const pace = 5 * time.Millisecond

// newSFU is an SFU on a free port of loopback.
func newSFU(t testing.TB) *SFU {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	mux, err := transport.Listen(transport.Config{Announce: []netip.Addr{netip.MustParseAddr("127.0.0.1")}, Log: log})
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	t.Cleanup(func() {
		if err := mux.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return New(mux, log)
}

// heard passes on what a room says. Its buffers are larger than anything that a test produces.
type heard struct {
	slots chan slotsOf
	lines chan linesOf
	lost  chan lostUser
}

type slotsOf struct {
	user  string
	slots []protocol.Slot
}

type linesOf struct {
	user  string
	lines protocol.Lines
}

type lostUser struct {
	user string
	err  error
}

func newHeard() *heard {
	return &heard{slots: make(chan slotsOf, 10000), lines: make(chan linesOf, 1000), lost: make(chan lostUser, 1000)}
}

func (h *heard) SlotsChanged(user string, slots []protocol.Slot) { h.slots <- slotsOf{user, slots} }
func (h *heard) LinesWanted(user string, lines protocol.Lines)   { h.lines <- linesOf{user, lines} }
func (h *heard) Lost(user string, err error)                     { h.lost <- lostUser{user, err} }

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

// member is a native client.
type member struct {
	user         string
	pc           *webrtc.PeerConnection
	audio, video *webrtc.TrackLocalStaticRTP
	connected    chan struct{}
	closed       chan struct{} // the server closed the connection
	keyframes    chan struct{} // requests for one
	received     map[webrtc.RTPCodecType]chan *rtp.Packet
	seq          uint16 // of the next video packet
}

func newMember(t testing.TB, user string, l loss) *member {
	t.Helper()
	pc, err := newAPI(t, l).NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	if err != nil {
		t.Fatal(err)
	}
	m := &member{
		user: user, pc: pc, connected: make(chan struct{}, 10), closed: make(chan struct{}, 10), keyframes: make(chan struct{}, 100), seq: 65000,
		received: map[webrtc.RTPCodecType]chan *rtp.Packet{
			webrtc.RTPCodecTypeAudio: make(chan *rtp.Packet, 10000),
			webrtc.RTPCodecTypeVideo: make(chan *rtp.Packet, 10000),
		},
	}
	t.Cleanup(func() {
		if err := pc.Close(); err != nil {
			t.Errorf("close %s: %v", user, err)
		}
	})
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		switch s {
		case webrtc.PeerConnectionStateConnected:
			m.connected <- struct{}{}
		case webrtc.PeerConnectionStateClosed:
			m.closed <- struct{}{}
		}
	})
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { m.read(track) })
	m.audio = m.add(t, webrtc.MimeTypeOpus)
	m.video = m.add(t, webrtc.MimeTypeVP8)
	return m
}

func newAPI(t testing.TB, l loss) *webrtc.API {
	t.Helper()
	engine := webrtc.SettingEngine{}
	engine.SetIncludeLoopbackCandidate(true)
	engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	engine.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	engine.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	level := webrtc.RTPHeaderExtensionCapability{URI: sdp.AudioLevelURI}
	if err := media.RegisterHeaderExtension(level, webrtc.RTPCodecTypeAudio); err != nil {
		t.Fatal(err)
	}
	registry := &interceptor.Registry{}
	registry.Add(l) // nearest to the network
	if err := webrtc.RegisterDefaultInterceptors(media, registry); err != nil {
		t.Fatal(err)
	}
	if err := webrtc.ConfigureTWCCHeaderExtensionSender(media, registry); err != nil {
		t.Fatal(err)
	}
	return webrtc.NewAPI(webrtc.WithSettingEngine(engine), webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(registry))
}

// add adds a sendrecv m-line.
func (m *member) add(t testing.TB, mime string) *webrtc.TrackLocalStaticRTP {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: mime}, mime, m.user)
	if err != nil {
		t.Fatal(err)
	}
	transceiver, err := m.pc.AddTransceiverFromTrack(track)
	if err != nil {
		t.Fatal(err)
	}
	go func() { // ends with the PeerConnection
		for {
			packets, _, err := transceiver.Sender().ReadRTCP()
			if err != nil {
				return
			}
			if slices.ContainsFunc(packets, isPLI) {
				m.keyframes <- struct{}{}
			}
		}
	}()
	return track
}

func isPLI(packet rtcp.Packet) bool {
	_, ok := packet.(*rtcp.PictureLossIndication)
	return ok
}

// read collects a track's packets. It ends with the PeerConnection.
func (m *member) read(track *webrtc.TrackRemote) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		if len(packet.Payload) > 0 {
			m.received[track.Kind()] <- packet
		}
	}
}

// join connects the member and waits until it is connected.
func (m *member) join(t testing.TB, r *Room) {
	t.Helper()
	m.negotiate(t, r)
	receive(t, m.connected, "connection of "+m.user)
}

// negotiate offers what the member has.
func (m *member) negotiate(t testing.TB, r *Room) {
	t.Helper()
	offer, err := m.pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	answer, err := r.Answer(m.user, offer.SDP)
	if err != nil {
		t.Fatalf("answer %s: %v", m.user, err)
	}
	err = m.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
	if err != nil {
		t.Fatal(err)
	}
}

// sendVideo sends frames, the first one a key frame, numbered from 0.
func (m *member) sendVideo(t testing.TB, frames int) {
	t.Helper()
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for i := range frames {
		<-ticker.C
		m.sendFrame(t, i)
	}
}

// sendFrame sends a frame of one packet whose last two bytes number it. Number 0 is a key frame.
func (m *member) sendFrame(t testing.TB, i int) {
	t.Helper()
	payload := []byte{0x90, 0xf0, 0x80 | byte(m.seq>>8), byte(m.seq), byte(m.seq), 0x20, 1, byte(i >> 8), byte(i)}
	if i == 0 {
		payload[6] = 0
	}
	header := rtp.Header{Version: 2, SequenceNumber: m.seq, Timestamp: uint32(m.seq) * 450, Marker: true}
	if err := m.video.WriteRTP(&rtp.Packet{Header: header, Payload: payload}); err != nil {
		t.Errorf("%s sends: %v", m.user, err)
	}
	m.seq++
}

// sendAudio sends packets of sound.
func (m *member) sendAudio(t testing.TB, packets int) {
	t.Helper()
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for i := range packets {
		<-ticker.C
		header := rtp.Header{Version: 2, SequenceNumber: uint16(i), Timestamp: uint32(i) * 960}
		if err := m.audio.WriteRTP(&rtp.Packet{Header: header, Payload: []byte{0x78, byte(i >> 8), byte(i)}}); err != nil {
			t.Errorf("%s sends: %v", m.user, err)
		}
	}
}

// number is the number that the sender of a packet gave it.
func number(packet *rtp.Packet) int {
	end := packet.Payload[len(packet.Payload)-2:]
	return int(end[0])<<8 | int(end[1])
}
