package main

import (
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// participant is one user with a connection that sends audio and video and measures what it receives.
type participant struct {
	place
	user   string
	api    *webrtc.API
	source *source
	sink   *sink
	leave  func() // ends the signalling

	running sync.WaitGroup // everything that reads or writes packets

	mu       sync.Mutex // protects:
	pcs      []*webrtc.PeerConnection
	profiles map[string]bool // SRTP profiles that were agreed on
}

// connect makes the participant's connection with slots for everybody else in the room. Its media starts on its
// own when it is connected.
func (p *participant) connect() (pc *webrtc.PeerConnection, offer string, err error) {
	pc, err = p.api.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	if err != nil {
		return nil, "", fmt.Errorf("connect %s: %w", p.user, err)
	}
	p.mu.Lock()
	p.pcs = append(p.pcs, pc)
	p.mu.Unlock()
	pc.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
		p.note("down", receiver.Transport())
		p.running.Go(func() { drain(receiver) })
		p.running.Go(func() { p.sink.read(track) })
	})
	audio, err := p.addTracks(pc)
	if err != nil {
		return nil, "", err
	}
	var once sync.Once
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			once.Do(func() {
				p.note("up", audio.Transport())
				level := audioLevelID(audio)
				p.running.Go(func() { p.source.run(level) })
			})
		}
	})
	if err := p.addSlots(pc); err != nil {
		return nil, "", err
	}
	offer, err = makeOffer(pc)
	return pc, offer, err
}

// addTracks adds the published tracks, sendrecv, and returns the sender of the audio.
func (p *participant) addTracks(pc *webrtc.PeerConnection) (audio *webrtc.RTPSender, err error) {
	for _, track := range p.source.tracks() {
		sender, err := pc.AddTrack(track)
		if err != nil {
			return nil, fmt.Errorf("add track of %s: %w", p.user, err)
		}
		p.running.Go(func() { p.readRTCP(sender) })
		if track.Kind() == webrtc.RTPCodecTypeAudio {
			audio = sender
		}
	}
	return audio, nil
}

// addSlots adds m-lines for the users who do not fit on the participant's own ones.
func (p *participant) addSlots(pc *webrtc.PeerConnection) error {
	receive := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
	for range p.size - 2 {
		for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
			if _, err := pc.AddTransceiverFromKind(kind, receive); err != nil {
				return fmt.Errorf("add slots of %s: %w", p.user, err)
			}
		}
	}
	return nil
}

// readRTCP waits for requests for key frames until the connection ends.
func (p *participant) readRTCP(sender *webrtc.RTPSender) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				p.source.wantKey.Store(true)
			}
		}
	}
}

// drain reads RTCP, so that pion's interceptors run.
func drain(receiver *webrtc.RTPReceiver) {
	b := make([]byte, 1500)
	for {
		if _, _, err := receiver.Read(b); err != nil {
			return
		}
	}
}

// makeOffer makes an offer; candidates need not be gathered, because the server learns them from the checks.
func makeOffer(pc *webrtc.PeerConnection) (string, error) {
	description, err := pc.CreateOffer(nil)
	if err != nil {
		return "", fmt.Errorf("make an offer: %w", err)
	}
	if err := pc.SetLocalDescription(description); err != nil {
		return "", fmt.Errorf("apply the offer: %w", err)
	}
	return description.SDP, nil
}

func accept(pc *webrtc.PeerConnection, answer string) error {
	err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
	if err != nil {
		return fmt.Errorf("apply the answer: %w", err)
	}
	return nil
}

// close ends everything and waits for it.
func (p *participant) close() error {
	p.source.stop()
	if p.leave != nil {
		p.leave()
	}
	p.mu.Lock()
	pcs := p.pcs
	p.mu.Unlock()
	var err error
	for _, pc := range pcs {
		err = errors.Join(err, pc.Close())
	}
	p.running.Wait()
	return err
}

// note remembers which SRTP profile DTLS chose; pion does not export it.
func (p *participant) note(way string, t *webrtc.DTLSTransport) {
	field := reflect.ValueOf(t).Elem().FieldByName("srtpProtectionProfile")
	if !field.IsValid() {
		return
	}
	names := map[uint64]string{1: "AES128_CM_SHA1_80", 2: "AES128_CM_SHA1_32", 7: "AEAD_AES_128_GCM", 8: "AEAD_AES_256_GCM"}
	name, ok := names[field.Uint()]
	if !ok {
		name = fmt.Sprintf("profile %d", field.Uint())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.profiles[way+" "+name] = true
}
