package browser

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"syscall/js"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// answerer is a peer connection of the browser that plays the server's part: it answers, and it waits for its
// candidates as the server does.
type answerer struct{ raw js.Value }

func newAnswerer(t *testing.T) answerer {
	a := answerer{js.Global().Get("RTCPeerConnection").New()}
	t.Cleanup(func() { a.raw.Call("close") })
	return a
}

func (a answerer) answer(t *testing.T, offer string, stream js.Value) string {
	t.Helper()
	await(t, a.raw.Call("setRemoteDescription", map[string]any{"type": "offer", "sdp": offer}))
	transceivers := a.raw.Call("getTransceivers")
	for i := range transceivers.Length() {
		transceivers.Index(i).Set("direction", "sendrecv")
		await(t, transceivers.Index(i).Get("sender").Call("replaceTrack", tracksOf(stream)[i]))
	}
	await(t, a.raw.Call("setLocalDescription"))
	eventually(t, "candidates are gathered", func() bool { return a.raw.Get("iceGatheringState").String() == "complete" })
	return a.raw.Get("localDescription").Get("sdp").String()
}

// packets counts the RTP packets of a direction in a connection's statistics.
func packets(t *testing.T, peer js.Value, kind, counter string) int {
	t.Helper()
	count := js.Global().Get("Function").New("report", "type", "counter",
		"let n = 0; report.forEach(s => { if (s.type === type) n += s[counter] }); return n")
	return count.Invoke(await(t, peer.Call("getStats")), kind, counter).Int()
}

// dial connects a page to an answerer, whose camera it receives.
func dial(t *testing.T, p *Page, call protocol.CallType) (*connection, answerer, js.Value) {
	t.Helper()
	ctx := testContext(t)
	connected := make(chan struct{}, 1)
	made, err := p.Connect(ctx, call, func(s api.ConnectionState) {
		if s == api.ConnectionConnected {
			connected <- struct{}{}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	c := made.(*connection)
	t.Cleanup(c.Close)
	offer, err := c.Offer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	a, stream := newAnswerer(t), serverStream(t)
	if err := c.Answer(ctx, a.answer(t, offer, stream)); err != nil {
		t.Fatal(err)
	}
	select {
	case <-connected:
	case <-ctx.Done():
		t.Fatal("the connection was not made")
	}
	return c, a, stream
}

// serverStream is what the answerer sends: audio first, as the offer has it.
func serverStream(t *testing.T) js.Value {
	stream, err := capture(testContext(t), constraints(both, api.Choice{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopAll(stream) })
	sorted := js.Global().Get("MediaStream").New()
	sorted.Call("addTrack", stream.Call("getAudioTracks").Index(0))
	sorted.Call("addTrack", stream.Call("getVideoTracks").Index(0))
	return sorted
}

var bobsSlots = []protocol.Slot{
	{Mid: "0", UserID: "bob", Kind: "audio", Source: "microphone"},
	{Mid: "1", UserID: "bob", Kind: "video", Source: "camera"},
}

func TestOffer(t *testing.T) {
	p := newPage(t)
	c, err := p.Connect(testContext(t), protocol.VideoCall, func(api.ConnectionState) {})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	sdp, err := c.Offer(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"m=audio", "m=video", "a=sendrecv", "opus/48000", "VP8/90000", "rtx/90000", "a=simulcast:send f;",
	} {
		if !strings.Contains(sdp, want) {
			t.Errorf("the offer lacks %q:\n%s", want, sdp)
		}
	}
	for _, surplus := range []string{"H264", "VP9", "AV1", "PCMU", "m=application"} {
		if strings.Contains(sdp, surplus) {
			t.Errorf("the offer should not have %q", surplus)
		}
	}
	t.Logf("%d bytes", len(sdp))
}

func TestSend(t *testing.T) {
	p := newPage(t)
	openAll(t, p)
	c, a, _ := dial(t, p, protocol.VideoCall)
	ctx := testContext(t)

	eventually(t, "the answerer's media arrives", func() bool { return packets(t, c.raw, "inbound-rtp", "packetsReceived") > 20 })
	if got := packets(t, c.raw, "outbound-rtp", "packetsSent"); got != 0 {
		t.Fatalf("got %d packets sent before Send, want 0", got)
	}

	if err := c.Send(ctx, both); err != nil {
		t.Fatal(err)
	}
	c.SetSlots(bobsSlots)
	width, height := firstFrame(t, a)
	if width != 640 || height != 480 {
		t.Errorf("got a first picture of %dx%d, want 640x480", width, height)
	}
	eventually(t, "the encoder may lower the size", func() bool {
		return c.video.Call("getParameters").Get("degradationPreference").String() == balanced
	})
	eventually(t, "the camera or the encoder slows down", func() bool {
		encoder := c.video.Call("getParameters").Get("encodings").Index(0).Get("maxFramerate")
		camera := p.devices.tracks().video.Call("getSettings").Get("frameRate")
		return camera.Int() == api.DefaultQuality.FrameRate || encoder.Equal(js.ValueOf(api.DefaultQuality.FrameRate))
	})

	if err := c.Send(ctx, api.Devices{Microphone: true}); err != nil {
		t.Fatal(err)
	}
	if !c.video.Get("track").IsNull() || c.audio.Get("track").IsNull() {
		t.Error("got the camera attached or the microphone detached, want the opposite")
	}
}

// firstFrame returns the size of the first picture that arrives at the answerer.
func firstFrame(t *testing.T, a answerer) (width, height int) {
	t.Helper()
	track := a.raw.Call("getReceivers").Index(1).Get("track")
	shown := await(t, js.Global().Get("Function").New("track", `return new Promise(resolve => {
		const video = document.createElement('video')
		video.muted = true
		video.srcObject = new MediaStream([track])
		video.requestVideoFrameCallback((now, frame) => { video.remove(); resolve(frame) })
		document.body.append(video)
		video.play()
	})`).Invoke(track))
	return shown.Get("width").Int(), shown.Get("height").Int()
}

func TestCloseWhileAMethodWaits(t *testing.T) {
	p := newPage(t)
	c, err := p.Connect(testContext(t), protocol.VideoCall, func(api.ConnectionState) {})
	if err != nil {
		t.Fatal(err)
	}
	offered := make(chan error, 1)
	go func() {
		_, err := c.Offer(context.Background())
		offered <- err
	}()
	runtime.Gosched() // the other goroutine runs until it waits for the browser, which does not get to run before Close
	c.Close()
	c.Close() // closing again does no harm
	select {
	case err := <-offered:
		if !errors.Is(err, errConnectionClosed) {
			t.Errorf("got %v, want %v", err, errConnectionClosed)
		}
	case <-testContext(t).Done():
		t.Fatal("Offer did not return")
	}
}
