package browser

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall/js"
	"time"

	"github.com/pion/webrtc/v3"

	"trtccalling/jsbridge"
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// settleAfter is how long the encoder keeps the full size, whatever the network is like. A browser's first
// guess of the bandwidth is too low, and a picture that starts small stays small for seconds.
const settleAfter = 2 * time.Second

var errConnectionClosed = errors.New("the media connection is closed")

// connection is the RTCPeerConnection of one call.
type connection struct {
	page   *Page
	peer   *webrtc.PeerConnection
	raw    js.Value // peer's own object
	audio  js.Value // the RTCRtpSender of the first audio m-line
	video  js.Value // the RTCRtpSender of the first video m-line
	screen js.Value // the RTCRtpTransceiver of the screen; undefined until one is shared
	scope  jsbridge.Scope
	closed chan struct{}
	// quality is what the encoder was last told; it belongs to the goroutine that calls Send.
	quality api.Quality
	resting bool  // the encoder is stopped because the camera is gone; belongs to the same goroutine
	meter   meter // volume_js.go

	parameters sync.Mutex // held while a sender's are changed: a browser refuses changes to outdated parameters

	mu       sync.Mutex // protects:
	isClosed bool
	attached bool // the user's media was attached: the call was placed or accepted
	watched  bool // somebody else is in the call
	slots    []protocol.Slot
	settling *time.Timer // runs while the encoder must keep the full size
	balanced bool        // the encoder may lower the size
}

// Connect makes the connection of a call, without tracks.
func (p *Page) Connect(ctx context.Context, call protocol.CallType, report func(api.ConnectionState)) (api.Connection, error) {
	peer, err := webrtc.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	if err != nil {
		return nil, fmt.Errorf("make a peer connection: %w", err)
	}
	c := &connection{
		page: p, peer: peer, raw: peer.JSValue(), closed: make(chan struct{}), quality: p.devices.nextQuality(),
	}
	c.raw.Set("onconnectionstatechange", c.scope.Func(func(js.Value, []js.Value) any {
		c.reportState(report)
		return nil
	}))
	if err := c.addSenders(ctx); err != nil {
		c.Close()
		return nil, err
	}
	p.views.begin(c, call == protocol.AudioCall)
	if call == protocol.VideoCall {
		go c.keepCameraReady()
	}
	return c, nil
}

// reportState is called by the browser. It reads the state again, because it may have changed since the event.
func (c *connection) reportState(report func(api.ConnectionState)) {
	switch c.raw.Get("connectionState").String() {
	case "connected":
		report(api.ConnectionConnected)
	case "failed":
		report(api.ConnectionFailed)
	}
}

// Offer makes an offer and applies it. It does not wait for candidates: the server is ICE-lite and learns the
// client's from the checks that reach it (RFC 8445, 2.5).
func (c *connection) Offer(ctx context.Context) (string, error) {
	if _, err := c.await(ctx, c.raw, "setLocalDescription"); err != nil {
		return "", fmt.Errorf("offer: %w", err)
	}
	return c.raw.Get("localDescription").Get("sdp").String(), nil
}

// Answer applies the server's answer.
func (c *connection) Answer(ctx context.Context, sdp string) error {
	answer := map[string]any{"type": "answer", "sdp": sdp}
	if _, err := c.await(ctx, c.raw, "setRemoteDescription", answer); err != nil {
		return fmt.Errorf("apply the answer: %w", err)
	}
	return nil
}

// Send attaches and detaches tracks. Both senders change at the same time.
func (c *connection) Send(ctx context.Context, which api.Devices) error {
	c.mu.Lock()
	c.attached = true
	c.mu.Unlock()
	open := c.page.devices.tracks()
	microphone, camera := js.Null(), js.Null()
	if which.Microphone && !open.audio.IsUndefined() {
		microphone = open.audio
	}
	if which.Camera && !open.video.IsUndefined() {
		camera = open.video
	}
	audioDone := make(chan error, 1)
	go func() {
		_, err := c.await(ctx, c.audio, "replaceTrack", microphone)
		audioDone <- err
	}()
	err := c.sendCamera(ctx, camera)
	if err := errors.Join(<-audioDone, err); err != nil {
		return fmt.Errorf("attach tracks: %w", err)
	}
	return nil
}

// sendCamera attaches the camera so that its first picture has the full size.
func (c *connection) sendCamera(ctx context.Context, camera js.Value) error {
	if !camera.IsNull() {
		if err := c.keepSize(ctx); err != nil {
			return err
		}
		if err := c.aimAtQuality(ctx); err != nil {
			return err
		}
	}
	hadCamera := !c.video.Get("track").IsNull()
	if _, err := c.await(ctx, c.video, "replaceTrack", camera); err != nil {
		return err
	}
	c.settleAgain()
	return c.rest(ctx, camera.IsNull() && (hadCamera || c.resting))
}

// SetSlots tells the views whose media arrives on which m-line.
func (c *connection) SetSlots(slots []protocol.Slot) {
	c.mu.Lock()
	c.watched, c.slots = len(slots) > 0, slots
	closed := c.isClosed
	c.mu.Unlock()
	if !closed {
		c.page.views.setRemote(c, c.remoteTracks(slots))
		c.settleLater()
	}
}

// Close ends the connection; whatever waits for it gets an error.
func (c *connection) Close() {
	c.mu.Lock()
	wasClosed := c.isClosed
	c.isClosed = true
	c.stopSettling()
	c.mu.Unlock()
	if wasClosed {
		return
	}
	close(c.closed)
	c.meter.close()
	// An event that is already queued would call a released function.
	c.raw.Set("onconnectionstatechange", js.Null())
	if err := c.peer.Close(); err != nil {
		c.page.warn("close the media connection: " + err.Error())
	}
	c.scope.Release()
	c.page.views.setRemote(c, nil)
}

// await calls a method that returns a promise, and waits for it. Promises of a closed connection never settle,
// so the wait ends with the connection, too.
func (c *connection) await(ctx context.Context, object js.Value, method string, args ...any) (js.Value, error) {
	promise, err := jsbridge.Call(object, method, args...)
	if err != nil {
		return js.Undefined(), err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-c.closed:
			cancel(errConnectionClosed)
		case <-ctx.Done():
		}
	}()
	value, err := jsbridge.Await(ctx, promise)
	if err != nil && ctx.Err() != nil {
		return js.Undefined(), context.Cause(ctx)
	}
	return value, err
}
