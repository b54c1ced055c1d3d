package browser

import (
	"context"
	"sync"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// devices are the camera and the microphone of a page.
type devices struct {
	changed func() // called when a track was opened or closed; set once, never blocks

	mu         sync.Mutex // protects:
	microphone device
	camera     device
	muted      bool
	choice     api.Choice
	quality    api.Quality     // of the current call; choice.Quality is for the next one
	observer   api.Observer    // nil: nobody is told
	watching   *jsbridge.Scope // of the listener for added and removed devices
	told       []api.Device    // the list that the observer was last told of
}

// device is one of them.
type device struct {
	track  js.Value        // a live track, or undefined
	closes int             // how often it was closed, to recognize a grant that was asked for earlier
	end    *jsbridge.Scope // of the listener for the end of the track
	id     string          // of the open device, or of the last one
	lost   bool            // it ended on its own
}

func (d device) isOpen() bool { return !d.track.IsUndefined() }

// open opens what is wanted and not open yet, as api.Media.Open says.
func (d *devices) open(ctx context.Context, want api.Devices) (api.Opened, error) {
	d.mu.Lock()
	need := api.Devices{
		Microphone: want.Microphone && !d.microphone.isOpen(),
		Camera:     want.Camera && !d.camera.isOpen(),
	}
	closes := d.closes()
	if want.Microphone {
		d.quality = d.choice.Quality
	}
	d.mu.Unlock()

	var stream js.Value
	var cameraError error
	if need.Microphone || need.Camera {
		var err error
		if stream, cameraError, err = d.captureWithoutCamera(ctx, need); err != nil {
			return api.Opened{}, err
		}
	}
	if ctx.Err() != nil {
		stopAll(stream)
		return api.Opened{}, ctx.Err()
	}
	d.keep(stream, closes)
	live := d.live()
	return api.Opened{
		Devices:     api.Devices{Microphone: want.Microphone && live.Microphone, Camera: want.Camera && live.Camera},
		CameraError: cameraError,
	}, nil
}

// captureWithoutCamera captures what is needed. When that fails because of the camera, it captures the rest and
// says why the camera is missing. A single request for both means a single prompt for the user, and is no
// slower than two at once.
func (d *devices) captureWithoutCamera(ctx context.Context, need api.Devices) (stream js.Value, cameraError, err error) {
	stream, err = d.capture(ctx, need)
	if err == nil || ctx.Err() != nil {
		return stream, nil, err
	}
	if !need.Camera {
		return js.Undefined(), nil, deviceError(microphone, err)
	}
	cameraError = deviceError(camera, err)
	if !need.Microphone {
		return js.Undefined(), cameraError, nil
	}
	if stream, err = d.capture(ctx, api.Devices{Microphone: true}); err != nil {
		if ctx.Err() != nil {
			return js.Undefined(), nil, err
		}
		return js.Undefined(), nil, deviceError(microphone, err)
	}
	return stream, cameraError, nil
}

// keep puts the tracks of a stream to use. A track of a device that was closed while the user was still being
// asked is stopped.
func (d *devices) keep(stream js.Value, closes [2]int) {
	if stream.IsUndefined() {
		return
	}
	d.mu.Lock()
	for _, track := range tracksOf(stream) {
		owner, before := &d.microphone, closes[0]
		if track.Get("kind").String() == videoKind {
			owner, before = &d.camera, closes[1]
		}
		if owner.closes != before || owner.isOpen() {
			track.Call("stop")
			continue
		}
		d.take(owner, track)
	}
	d.applyMute()
	d.mu.Unlock()
	d.changed()
}

// close ends the capture of the given devices.
func (d *devices) close(which api.Devices) {
	d.mu.Lock()
	if which.Microphone {
		d.microphone.close()
	}
	if which.Camera {
		d.camera.close()
	}
	d.mu.Unlock()
	d.changed()
}

func (d *device) close() {
	d.closes++
	d.lost = false
	d.stop()
}

// stop ends the track.
func (d *device) stop() {
	if !d.isOpen() {
		return
	}
	d.track.Set("onended", js.Null())
	d.end.Release()
	d.track.Call("stop")
	d.track = js.Undefined()
}

// mute stops speech: a disabled track sends silence and keeps the device.
func (d *devices) mute(mute bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.muted = mute
	d.applyMute()
}

func (d *devices) applyMute() {
	if d.microphone.isOpen() {
		d.microphone.track.Set("enabled", !d.muted)
	}
}

// live returns the devices that are open.
func (d *devices) live() api.Devices {
	d.mu.Lock()
	defer d.mu.Unlock()
	return api.Devices{Microphone: d.microphone.isOpen(), Camera: d.camera.isOpen()}
}

// tracks returns the open tracks, undefined for a closed device.
func (d *devices) tracks() tracks {
	d.mu.Lock()
	defer d.mu.Unlock()
	return tracks{audio: d.microphone.track, video: d.camera.track}
}
