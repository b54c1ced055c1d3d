package native

import (
	"context"
	"fmt"
	"sync"

	"github.com/pion/webrtc/v4"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// connection implements api.Connection. Its tracks are part of it from the beginning; no packets are written to
// a track that is not attached.
type connection struct {
	media   *Media
	pc      *webrtc.PeerConnection
	senders map[Kind]*sender
	running sync.WaitGroup // everything that reads or writes packets

	mu     sync.Mutex               // protects:
	slots  map[string]protocol.Slot // by mid
	heard  map[string]int           // sound packets of each user when Levels was last called
	spoken int                      // and of this user
}

var _ api.Connection = (*connection)(nil)

func newConnection(m *Media, report func(api.ConnectionState)) (*connection, error) {
	pc, err := m.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, fmt.Errorf("make a connection: %w", err)
	}
	c := &connection{media: m, pc: pc, senders: make(map[Kind]*sender), heard: make(map[string]int)}
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) { reportState(s, report) })
	pc.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
		c.running.Go(func() { c.receive(track, receiver) })
	})
	for _, kind := range []Kind{Audio, Video} {
		if err := c.addSender(kind); err != nil {
			c.Close()
			return nil, err
		}
	}
	return c, nil
}

func reportState(s webrtc.PeerConnectionState, report func(api.ConnectionState)) {
	switch s {
	case webrtc.PeerConnectionStateConnected:
		report(api.ConnectionConnected)
	case webrtc.PeerConnectionStateFailed:
		report(api.ConnectionFailed)
	}
}

// Grow adds m-lines until there are this many of each kind.
func (c *connection) Grow(_ context.Context, lines protocol.Lines) error {
	have := map[webrtc.RTPCodecType]int{}
	for _, t := range c.pc.GetTransceivers() {
		have[t.Kind()]++
	}
	for kind, want := range map[webrtc.RTPCodecType]int{webrtc.RTPCodecTypeAudio: lines.Audio, webrtc.RTPCodecTypeVideo: lines.Video} {
		for n := have[kind]; n < want; n++ {
			init := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
			if _, err := c.pc.AddTransceiverFromKind(kind, init); err != nil {
				return fmt.Errorf("add an m-line: %w", err)
			}
		}
	}
	return nil
}

// SetType does nothing: there are no views.
func (c *connection) SetType(protocol.CallType) {}

// ShowPicture does nothing: nobody is watching.
func (c *connection) ShowPicture(string, bool) {}

// Offer makes an offer. It does not wait for candidates: the server learns them from the checks.
func (c *connection) Offer(context.Context) (string, error) {
	offer, err := c.pc.CreateOffer(nil)
	if err != nil {
		return "", fmt.Errorf("make an offer: %w", err)
	}
	if err := c.pc.SetLocalDescription(offer); err != nil {
		return "", fmt.Errorf("apply the offer: %w", err)
	}
	return c.pc.LocalDescription().SDP, nil
}

// Answer applies the server's answer.
func (c *connection) Answer(_ context.Context, sdp string) error {
	err := c.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp})
	if err != nil {
		return fmt.Errorf("apply the answer: %w", err)
	}
	return nil
}

// Send starts and stops senders.
func (c *connection) Send(_ context.Context, which api.Devices) error {
	c.senders[Audio].attach(which.Microphone)
	c.senders[Video].attach(which.Camera)
	return nil
}

// SetSlots replaces the table of whose media comes where.
func (c *connection) SetSlots(slots []protocol.Slot) {
	byMid := make(map[string]protocol.Slot)
	for _, slot := range slots {
		byMid[slot.Mid] = slot
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slots = byMid
}

// Close ends the connection and waits until everything in it has stopped.
func (c *connection) Close() {
	for _, s := range c.senders {
		s.stop()
	}
	// The connection only goes away: nobody could do anything about an error.
	_ = c.pc.GracefulClose()
	c.running.Wait()
}

func (c *connection) slot(mid string) protocol.Slot {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slots[mid]
}

func (c *connection) mid(receiver *webrtc.RTPReceiver) string {
	for _, t := range c.pc.GetTransceivers() {
		if t.Receiver() == receiver {
			return t.Mid()
		}
	}
	return ""
}

// receive counts what comes on one m-line until the connection ends.
func (c *connection) receive(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	mid := c.mid(receiver)
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return // closed
		}
		if len(packet.Payload) == 0 {
			continue // padding
		}
		slot := c.slot(mid)
		c.media.update(func() {
			counts := c.media.received[slot.UserID]
			counts.add(kindOf(slot, track), packet.Payload)
			c.media.received[slot.UserID] = counts
		})
	}
}

func kindOf(slot protocol.Slot, track *webrtc.TrackRemote) Kind {
	switch {
	case track.Kind() == webrtc.RTPCodecTypeAudio:
		return Audio
	case slot.Source == protocol.SourceScreen:
		return Screen
	}
	return Video
}

func (c *Counts) add(kind Kind, payload []byte) {
	isKey := kind != Audio && isKeyFrame(payload)
	switch {
	case kind == Audio:
		c.Audio++
	case kind == Video:
		c.Video++
	case isKey || c.Screen > 0:
		c.Screen++
	}
	if kind == Video && isKey {
		c.KeyFrames++
	}
}
