package browser

import (
	"slices"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

var hd = api.Quality{Width: 1280, Height: 720, FrameRate: 15, Bitrate: 1500}

// bitrates are what the encoders of the layers aim at. Firefox forgets the layers that an answer leaves out.
func bitrates(c *connection) (all []int) {
	encodings := c.video.Call("getParameters").Get("encodings")
	for i := range encodings.Length() {
		all = append(all, encodings.Index(i).Get("maxBitrate").Int())
	}
	return all
}

func TestQuality(t *testing.T) {
	t.Run("a caller chooses before the call", func(t *testing.T) {
		p := newPage(t)
		p.Choose(api.Choice{Quality: hd})
		openAll(t, p)
		checkSize(t, p, 1280, 720)
		if got, want := bitrates(ring(t, p)), []int{1_500_000, 500_000, 166_666}; !slices.Equal(got, want) {
			t.Errorf("got bitrates %v, want %v", got, want)
		}
	})
	t.Run("a callee chooses between the invitation and accept", func(t *testing.T) {
		p := newPage(t)
		c, a, stream := dial(t, p, protocol.VideoCall)
		stopAll(stream) // the answerer's, which uses the same camera and would fix its size
		if got := bitrates(c)[0]; got != 900_000 {
			t.Errorf("got a bitrate of %d at first, want 900,000", got)
		}
		p.Choose(api.Choice{Quality: hd})
		openAll(t, p)
		checkSize(t, p, 1280, 720)
		if err := c.Send(testContext(t), both); err != nil {
			t.Fatal(err)
		}
		if got := bitrates(c)[0]; got != 1_500_000 {
			t.Errorf("got a bitrate of %d, want 1,500,000", got)
		}
		if width, height := firstFrame(t, a); width != 1280 || height != 720 {
			t.Errorf("got a first picture of %dx%d, want 1280x720", width, height)
		}
	})
	t.Run("a running call keeps its quality, even when its camera opens again", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		p.Choose(api.Choice{Quality: hd})
		p.Close(api.Devices{Camera: true})
		if _, err := p.Open(testContext(t), api.Devices{Camera: true}); err != nil {
			t.Fatal(err)
		}
		checkSize(t, p, 640, 480)
	})
}

func checkSize(t *testing.T, p *Page, width, height int) {
	t.Helper()
	settings := p.devices.tracks().video.Call("getSettings")
	if w, h := settings.Get("width").Int(), settings.Get("height").Int(); w != width || h != height {
		t.Errorf("got a camera of %dx%d, want %dx%d", w, h, width, height)
	}
}
