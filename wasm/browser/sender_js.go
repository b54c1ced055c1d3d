package browser

import (
	"context"
	"fmt"
	"strings"
	"syscall/js"
	"time"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// Values of RTCDegradationPreference: what an encoder gives up when bandwidth is short.
const (
	keepResolution = "maintain-resolution"
	balanced       = "balanced"
)

// encodings are offered from the start, because browsers cannot add any later. Only the full picture is active, and
// nothing switches the others on yet. Chromium drops the last of the list when the camera's picture is small,
// so the full one comes first.
func encodings(q api.Quality) []any {
	return []any{
		map[string]any{"rid": "f", "maxBitrate": layerBitrate(q, 0)},
		map[string]any{"rid": "h", "maxBitrate": layerBitrate(q, 1), "scaleResolutionDownBy": 2, "active": false},
		map[string]any{"rid": "q", "maxBitrate": layerBitrate(q, 2), "scaleResolutionDownBy": 4, "active": false},
	}
}

// addSenders adds the m-lines on which this user sends, and on which the first remote user arrives.
func (c *connection) addSenders(ctx context.Context) error {
	var err error
	if c.audio, err = c.addSender(audioKind, map[string]any{"direction": "sendrecv"}); err != nil {
		return err
	}
	if c.video, err = c.addSender(videoKind, map[string]any{"direction": "sendrecv", "sendEncodings": encodings(c.quality)}); err != nil {
		return err
	}
	return c.preferSize(ctx)
}

func (c *connection) addSender(kind string, init map[string]any) (js.Value, error) {
	transceiver, err := c.addTransceiver(kind, init)
	if err != nil {
		return js.Undefined(), err
	}
	return transceiver.Get("sender"), nil
}

// addTransceiver adds an m-line.
func (c *connection) addTransceiver(kind string, init map[string]any) (js.Value, error) {
	transceiver, err := jsbridge.Call(c.raw, "addTransceiver", kind, init)
	if err != nil {
		return js.Undefined(), fmt.Errorf("add %s: %w", kind, err)
	}
	if err := preferCodecs(transceiver, kind); err != nil {
		return js.Undefined(), fmt.Errorf("choose %s codecs: %w", kind, err)
	}
	return transceiver, nil
}

// preferCodecs drops from the offer what the server does not forward, which makes the offer small. Firefox
// supports this from version 128 on.
func preferCodecs(transceiver js.Value, kind string) error {
	if !transceiver.Get("setCodecPreferences").Truthy() {
		return nil
	}
	capabilities, err := jsbridge.Call(js.Global().Get("RTCRtpReceiver"), "getCapabilities", kind)
	if err != nil {
		return err
	}
	var chosen []any
	codecs := capabilities.Get("codecs")
	for i := range codecs.Length() {
		switch codec := codecs.Index(i); strings.ToLower(codec.Get("mimeType").String()) {
		case "audio/opus", "video/vp8", "video/rtx":
			chosen = append(chosen, codec)
		}
	}
	_, err = jsbridge.Call(transceiver, "setCodecPreferences", chosen)
	return err
}

// keepSize makes the encoder start with the full size.
func (c *connection) keepSize(ctx context.Context) error {
	if !c.setBalanced(false) {
		return nil // it already is from the start: accept must not wait for it
	}
	return c.preferSize(ctx)
}

func (c *connection) preferSize(ctx context.Context) error {
	return c.changeParameters(ctx, c.video, func(parameters js.Value) {
		parameters.Set("degradationPreference", keepResolution)
	})
}

// setBalanced notes whether the encoder may lower the size, and returns what was noted before.
func (c *connection) setBalanced(balanced bool) (before bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before, c.balanced = c.balanced, balanced
	return before
}

// rest stops the encoder while there is no camera, and starts it again afterwards: Firefox repeats the last
// picture once a second for a sender whose track was taken away.
func (c *connection) rest(ctx context.Context, resting bool) error {
	if resting == c.resting {
		return nil
	}
	c.resting = resting
	return c.changeParameters(ctx, c.video, func(parameters js.Value) {
		parameters.Get("encodings").Index(0).Set("active", !resting)
	})
}

// changeParameters changes how a sender of video encodes.
func (c *connection) changeParameters(ctx context.Context, sender js.Value, change func(parameters js.Value)) error {
	c.parameters.Lock()
	defer c.parameters.Unlock()
	parameters, err := jsbridge.Call(sender, "getParameters")
	if err != nil {
		return fmt.Errorf("read sender parameters: %w", err)
	}
	change(parameters)
	if _, err := c.await(ctx, sender, "setParameters", parameters); err != nil {
		return fmt.Errorf("set sender parameters: %w", err)
	}
	return nil
}

// settleLater lets the encoder lower the size, and slows the camera, settleAfter from now. While nobody watches
// yet there is no reason to: without it, others see the first picture sooner.
func (c *connection) settleLater() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isClosed || !c.watched || c.settling != nil || c.video.Get("track").IsNull() {
		return
	}
	c.settling = time.AfterFunc(settleAfter, c.settle)
}

// settleAgain is called for another track, or for none.
func (c *connection) settleAgain() {
	c.mu.Lock()
	c.stopSettling()
	c.mu.Unlock()
	c.settleLater()
}

func (c *connection) stopSettling() {
	if c.settling != nil {
		c.settling.Stop()
		c.settling = nil
	}
}

// settle runs in the timer's goroutine; it ends with the connection at the latest.
func (c *connection) settle() {
	ctx := context.Background()
	c.setBalanced(true)
	slow, err := c.page.devices.slowCamera(ctx)
	if err == nil {
		err = c.changeParameters(ctx, c.video, func(parameters js.Value) {
			parameters.Set("degradationPreference", balanced)
			if encodings := parameters.Get("encodings"); !slow && encodings.Length() > 0 {
				encodings.Index(0).Set("maxFramerate", c.page.devices.callQuality().FrameRate)
			}
		})
	}
	if err != nil {
		c.warnUnlessClosed(err)
	}
}

func (c *connection) warnUnlessClosed(err error) {
	select {
	case <-c.closed:
	default:
		c.page.warn("settle the picture: " + err.Error())
	}
}
