package browser

import (
	"context"
	"syscall/js"

	"trtccalling/wasm/api"
)

// layerBitrate is what a layer's encoder aims at, in bit/s: the full picture gets what the profile says, and
// each smaller one a third of the one before.
func layerBitrate(q api.Quality, layer int) int {
	bitrate := q.Bitrate * 1000
	for range layer {
		bitrate /= 3
	}
	return bitrate
}

// aimAtQuality tells the encoder the bitrates of the call's profile, unless they are those that the connection
// was made with: a callee may choose between the invitation and accept().
func (c *connection) aimAtQuality(ctx context.Context) error {
	quality := c.page.devices.callQuality()
	if quality.Bitrate == c.quality.Bitrate {
		return nil
	}
	c.quality = quality
	return c.changeParameters(ctx, c.video, func(parameters js.Value) {
		encodings := parameters.Get("encodings")
		for i := range encodings.Length() {
			encodings.Index(i).Set("maxBitrate", layerBitrate(quality, i))
		}
	})
}

// callQuality is the profile of the current call, nextQuality that of the next one.
func (d *devices) callQuality() api.Quality {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.quality.OrDefault()
}

// nextQuality is described at callQuality.
func (d *devices) nextQuality() api.Quality {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.choice.Quality.OrDefault()
}
