package browser

import (
	"syscall/js"
	"testing"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// ring makes the connection of a video call that nobody has answered yet.
func ring(t *testing.T, p *Page) *connection {
	t.Helper()
	made, err := p.Connect(testContext(t), protocol.VideoCall, func(api.ConnectionState) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.Close)
	return made.(*connection)
}

func TestDevicesAreListedButNotOpenedWhileItRings(t *testing.T) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	listed := make(chan struct{}, 1)
	note := js.FuncOf(func(js.Value, []js.Value) any {
		select {
		case listed <- struct{}{}:
		default:
		}
		return js.Global().Get("Promise").Call("resolve", []any{})
	})
	source.Set("enumerateDevices", note) // shadows the prototype's
	t.Cleanup(func() {
		js.Global().Get("Reflect").Call("deleteProperty", source, "enumerateDevices")
		note.Release()
	})
	p := newPage(t)
	ring(t, p)
	for range 2 { // soon, and again before the browser ends its process
		select {
		case <-listed:
		case <-time.After(deadline):
			t.Fatal("the devices were not listed")
		}
	}
	if live := p.devices.live(); live != (api.Devices{}) {
		t.Errorf("open devices: got %+v, want none", live)
	}
}

func TestDevicesAreListedNoMoreAfter(t *testing.T) {
	tests := []struct {
		name   string
		happen func(t *testing.T, p *Page, c *connection)
	}{
		{"the answer, even without a camera", func(t *testing.T, _ *Page, c *connection) {
			if err := c.Send(testContext(t), api.Devices{}); err != nil {
				t.Fatal(err)
			}
		}},
		{"the camera was opened", func(t *testing.T, p *Page, _ *connection) {
			if _, err := p.Open(testContext(t), api.Devices{Camera: true}); err != nil {
				t.Fatal(err)
			}
		}},
		{"the end", func(_ *testing.T, _ *Page, c *connection) { c.Close() }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newPage(t)
			c := ring(t, p)
			test.happen(t, p, c)
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				c.keepCameraReady()
			}()
			select {
			case <-ended:
			case <-time.After(deadline):
				t.Fatal("they are still being listed")
			}
		})
	}
}
