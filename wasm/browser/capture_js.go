package browser

import (
	"context"
	"errors"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/calling"
)

// The default profile, 480p.
const (
	captureWidth     = 640
	captureHeight    = 480
	captureFrameRate = 15
	// The first picture comes one frame interval after the camera opens, so it starts faster than
	// it goes on: connection.settle lowers the rate to captureFrameRate.
	startFrameRate = 30
)

// Names of devices in a calling.DeviceError.
const (
	microphone = "microphone"
	camera     = "camera"
)

// errNoCapture is the error of a browser that hides the devices from a page.
var errNoCapture = errors.New("this page is not a secure context, so it has no camera and no microphone: " +
	"open it by https, or as localhost or 127.0.0.1")

// capture opens devices and returns their stream. When ctx ends first, a stream that is granted later
// is stopped at once: a user may leave a prompt open for long.
func capture(ctx context.Context, need calling.Devices) (js.Value, error) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	if source.IsUndefined() {
		return js.Undefined(), errNoCapture
	}
	promise, err := jsbridge.Call(source, "getUserMedia", constraints(need))
	if err != nil {
		return js.Undefined(), err
	}
	granted := make(chan outcome)
	go func() {
		stream, err := jsbridge.Await(context.Background(), promise)
		select {
		case granted <- outcome{stream, err}:
		case <-ctx.Done():
			stopAll(stream)
		}
	}()
	select {
	case o := <-granted:
		return o.stream, o.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

// outcome is how a request for devices ended.
type outcome struct {
	stream js.Value
	err    error
}

// constraints are the argument of getUserMedia.
func constraints(need calling.Devices) map[string]any {
	c := map[string]any{}
	if need.Microphone {
		c["audio"] = map[string]any{
			"echoCancellation": true, "autoGainControl": true, "noiseSuppression": true, "channelCount": 1,
		}
	}
	if need.Camera {
		c["video"] = map[string]any{
			"width":     map[string]any{"ideal": captureWidth, "max": captureWidth},
			"height":    map[string]any{"ideal": captureHeight, "max": captureHeight},
			"frameRate": map[string]any{"ideal": startFrameRate},
		}
	}
	return c
}

// deviceError names the device that could not be had, and why.
func deviceError(device string, err error) error {
	if errors.Is(err, errNoCapture) {
		return &calling.DeviceError{Device: device, Reason: calling.DeviceInsecure, Text: err.Error()}
	}
	var thrown *jsbridge.Exception
	if !errors.As(err, &thrown) {
		return err
	}
	return &calling.DeviceError{Device: device, Reason: reasonOf(thrown.Name), Text: thrown.Message}
}

// tracksOf lists the tracks of a stream.
func tracksOf(stream js.Value) []js.Value {
	list := stream.Call("getTracks")
	all := make([]js.Value, list.Length())
	for i := range all {
		all[i] = list.Index(i)
	}
	return all
}

// stopAll ends the capture of a stream, if there is one.
func stopAll(stream js.Value) {
	if !stream.Truthy() {
		return
	}
	for _, track := range tracksOf(stream) {
		track.Call("stop")
	}
}

// slowCamera lowers the camera's rate to the profile's, once the first picture is out. Not every camera
// can: slow tells whether it did.
func (d *devices) slowCamera(ctx context.Context) (slow bool, err error) {
	track := d.tracks().video
	if track.IsUndefined() {
		return false, nil
	}
	profile := constraints(calling.Devices{Camera: true})["video"].(map[string]any)
	profile["frameRate"] = map[string]any{"ideal": captureFrameRate, "max": captureFrameRate}
	promise, err := jsbridge.Call(track, "applyConstraints", profile)
	if err != nil {
		return false, err
	}
	if _, err = jsbridge.Await(ctx, promise); err != nil {
		return false, err
	}
	rate := track.Call("getSettings").Get("frameRate")
	return rate.Type() == js.TypeNumber && rate.Float() < captureFrameRate+1, nil
}
