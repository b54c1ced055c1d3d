package api

import (
	"context"

	"trtccalling/server/protocol"
)

// Media is what the client needs from the place it runs in: devices, a connection to the server and views.
// Pages have one implementation (wasm/browser), native programs another. Methods that take a context may block
// and are called from a call's worker, in order when they concern the same device or the connection; the others
// return at once and are called from the client's loop.
type Media interface {
	// Support says what this place can do; the client asks at login and before each call.
	Support() Support

	// ProbeMicrophone opens the microphone and stops it as soon as access is granted: the contract's permission
	// check at an invitation. Nothing stays open.
	ProbeMicrophone(ctx context.Context) error
	// Open opens the devices that are wanted and not open yet. It fails with a *DeviceError when a wanted
	// microphone cannot be opened (then nothing stays open). A wanted camera that cannot be opened is not a
	// failure (F17): Opened reports it. When ctx ends while Open waits, nothing stays open: the client ends the
	// context and then calls Close, so checking ctx and keeping what was opened must be one step with respect
	// to Close.
	Open(ctx context.Context, want Devices) (Opened, error)
	// Close ends the capture of the given devices: lights off, no live track.
	Close(which Devices)
	// Mute stops speech without giving the microphone back.
	Mute(mute bool)

	DeviceMedia // device.go
	ScreenMedia // screen.go

	// Connect makes the one connection of a call. report is called from any goroutine and must not block.
	Connect(ctx context.Context, call protocol.CallType, report func(ConnectionState)) (Connection, error)

	// StartView shows what a view names (and plays the sound of a RemoteView) inside an element: an id, or
	// whatever the page passed. It is remembered until StopView or EndViews, so it may come before the user's
	// media and before the element exists.
	StartView(v View, element any)
	StopView(v View)
	// EndViews removes what a call showed and played, and forgets what was remembered.
	EndViews()
}

// View names something of a user that can be shown.
type View struct {
	Kind   ViewKind
	UserID string
}

// ViewKind is the name of the page's methods for a view, without start or stop.
type ViewKind string

// The kinds of views.
const (
	LocalView  ViewKind = "LocalView"  // this user's camera, whatever the UserID
	RemoteView ViewKind = "RemoteView" // another user: camera and sound
	ScreenView ViewKind = "ScreenView" // the screen that another user shares
)

// Connection is the media connection of one call. The client offers, the server answers.
type Connection interface {
	// Grow adds m-lines to receive on until there are this many of each kind; the next Offer has them.
	Grow(ctx context.Context, lines protocol.Lines) error
	// SetType says that the call's type has changed since Connect.
	SetType(call protocol.CallType)
	// Offer makes an offer and applies it locally. It attaches no tracks.
	Offer(ctx context.Context) (sdp string, err error)
	// Answer applies the server's answer.
	Answer(ctx context.Context, sdp string) error
	// Send attaches the open devices that are named and detaches the others: a device that is not named sends
	// no packets at all.
	Send(ctx context.Context, which Devices) error
	// ShareScreen sends the open screen on an m-line of its own, or stops sending it; the next Offer says so.
	ShareScreen(ctx context.Context, on bool) error
	// SetSlots says whose media arrives on which m-line; it replaces what was set before.
	SetSlots(slots []protocol.Slot)
	// ShowPicture says whether a user sends a picture. Until it is called, everybody does. Once the user's
	// camera is closed, the last picture that arrived is no longer shown.
	ShowPicture(userID string, on bool)
	// Levels measures how loud everybody has been since the previous call.
	Levels(ctx context.Context) Levels
	// Close ends the connection; no method may be called afterwards. It may be called while another one blocks.
	Close()
}

// Devices is a set of devices.
type Devices struct{ Microphone, Camera bool }

// DevicesOf returns the set of one device, given by name.
func DevicesOf(device string) Devices {
	return Devices{Microphone: device == Microphone, Camera: device == Camera}
}

// Has says whether a device is in the set.
func (d Devices) Has(device string) bool {
	if device == Camera {
		return d.Camera
	}
	return d.Microphone
}

// Set adds a device to the set or removes it.
func (d *Devices) Set(device string, open bool) {
	if device == Camera {
		d.Camera = open
		return
	}
	d.Microphone = open
}

// Opened is what Open got.
type Opened struct {
	Devices
	CameraError error // a *DeviceError when a wanted camera could not be opened
}

// ConnectionState is what a connection reports on its own.
type ConnectionState string

// The states of a connection.
const (
	ConnectionConnected ConnectionState = "connected"
	ConnectionFailed    ConnectionState = "failed" // it will not come back
)

// DeviceError is why a device could not be opened.
type DeviceError struct {
	Device string // "microphone" or "camera"
	Reason DeviceReason
	Text   string // the browser's words
}

// DeviceReason is the cause of a DeviceError.
type DeviceReason string

// The causes.
const (
	DeviceMissing  DeviceReason = "missing"  // there is none
	DeviceRefused  DeviceReason = "refused"  // the user or a policy said no
	DeviceInUse    DeviceReason = "in use"   // another program has it
	DeviceInsecure DeviceReason = "insecure" // not a secure context
)

func (e *DeviceError) Error() string { return e.Device + " " + string(e.Reason) + ": " + e.Text }
