package browser

import (
	"context"
	"syscall/js"
	"time"
)

const (
	readyAfter = 300 * time.Millisecond // what an invitation needs comes first: the microphone's check, the connection
	readyEvery = 4 * time.Second        // Chromium ends an idle process for cameras after 5 s
)

// keepCameraReady lists the devices again and again while it rings, until the camera is open, the user's media
// is attached or the connection is closed. That needs no permission and opens nothing, but keeps the browser's
// camera process running: starting it would take 50 ms of accept() if a camera may be opened only then.
func (c *connection) keepCameraReady() {
	next := time.NewTimer(readyAfter)
	defer next.Stop()
	for {
		select {
		case <-next.C:
		case <-c.closed:
			return
		}
		if c.isAttached() || c.page.devices.live().Camera {
			return
		}
		if c.listDevices() != nil {
			return // this page has no devices, or the connection was closed meanwhile
		}
		next.Reset(readyEvery)
	}
}

func (c *connection) isAttached() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.attached
}

func (c *connection) listDevices() error {
	source := js.Global().Get("navigator").Get("mediaDevices")
	if source.IsUndefined() {
		return errNoCapture
	}
	_, err := c.await(context.Background(), source, "enumerateDevices")
	return err
}
