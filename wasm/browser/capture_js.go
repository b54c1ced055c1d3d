package browser

import (
	"cmp"
	"context"
	"errors"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// startFrameRate is what a camera starts with. The first picture comes one frame interval after the camera
// opens, so it starts faster than it goes on; connection.settle lowers the rate to the profile's.
const startFrameRate = 30

// Names of devices in an api.DeviceError.
const (
	microphone = api.Microphone
	camera     = api.Camera
)

// errNoCapture is the error in a browser that hides the devices from a page.
var errNoCapture = errors.New("this page is not a secure context, so it has no camera and no microphone: " +
	"open it over https, or on localhost or 127.0.0.1")

// capture opens devices and returns their stream.
func capture(ctx context.Context, constraints map[string]any) (js.Value, error) {
	return ask(ctx, "getUserMedia", constraints)
}

// ask calls the browser's method that opens devices, or the screen. When ctx ends first, a stream that is
// granted later is stopped at once: a user may leave a prompt open for a long time.
func ask(ctx context.Context, method string, constraints map[string]any) (js.Value, error) {
	if ctx.Err() != nil {
		return js.Undefined(), ctx.Err()
	}
	source := js.Global().Get("navigator").Get("mediaDevices")
	if source.IsUndefined() {
		return js.Undefined(), errNoCapture
	}
	promise, err := jsbridge.Call(source, method, constraints)
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
func constraints(need api.Devices, choice api.Choice) map[string]any {
	c := map[string]any{}
	if need.Microphone {
		audio := map[string]any{
			"echoCancellation": true, "autoGainControl": true, "noiseSuppression": true, "channelCount": 1,
		}
		if choice.Microphone != "" {
			audio["deviceId"] = map[string]any{"exact": choice.Microphone}
		}
		c["audio"] = audio
	}
	if need.Camera {
		c["video"] = cameraConstraints(choice)
	}
	return c
}

// cameraConstraints ask for the profile's size as both the ideal and the maximum.
func cameraConstraints(choice api.Choice) map[string]any {
	quality := choice.Quality.OrDefault()
	video := map[string]any{
		"width":     map[string]any{"ideal": quality.Width, "max": quality.Width},
		"height":    map[string]any{"ideal": quality.Height, "max": quality.Height},
		"frameRate": map[string]any{"ideal": max(quality.FrameRate, startFrameRate)},
	}
	switch {
	case choice.Camera != "":
		video["deviceId"] = map[string]any{"exact": choice.Camera}
	case choice.Facing != "":
		video["facingMode"] = map[string]any{"ideal": string(choice.Facing)}
	}
	return video
}

// deviceError names the device that could not be opened, and why.
func deviceError(device string, err error) error {
	if errors.Is(err, errNoCapture) {
		return &api.DeviceError{Device: device, Reason: api.DeviceInsecure, Text: err.Error()}
	}
	var thrown *jsbridge.Exception
	if !errors.As(err, &thrown) {
		return err
	}
	return &api.DeviceError{Device: device, Reason: reasonOf(thrown.Name), Text: cmp.Or(thrown.Message, thrown.Name)}
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

// slowCamera lowers the camera's rate to the profile's once the first picture is out. Not every camera can do
// this; slow says whether it did.
func (d *devices) slowCamera(ctx context.Context) (slow bool, err error) {
	track := d.tracks().video
	if track.IsUndefined() {
		return false, nil
	}
	quality := d.callQuality()
	profile := cameraConstraints(api.Choice{Quality: quality})
	profile["frameRate"] = map[string]any{"ideal": quality.FrameRate, "max": quality.FrameRate}
	promise, err := jsbridge.Call(track, "applyConstraints", profile)
	if err != nil {
		return false, err
	}
	if _, err = jsbridge.Await(ctx, promise); err != nil {
		return false, err
	}
	rate := track.Call("getSettings").Get("frameRate")
	return rate.Type() == js.TypeNumber && rate.Float() < float64(quality.FrameRate+1), nil
}
