package api

import (
	"context"

	"trtccalling/server/protocol"
)

// Media is what the client needs of the place it runs in: devices, a connection to the server and
// views. A page has one implementation (wasm/browser), native programs another. Methods that take a
// context may block and are called from a call's worker, in order where they are about the same device or
// about the connection; the others return at once and are called from the client's loop.
type Media interface {
	// Support tells what this place can do; it is asked at login and before each call.
	Support() Support

	// ProbeMicrophone opens the microphone and stops it as soon as it is granted: the contract's
	// permission check at an invitation. Nothing is left open.
	ProbeMicrophone(ctx context.Context) error
	// Open opens the devices that are wanted and not open yet. It fails with a *DeviceError when a
	// wanted microphone cannot be had (then nothing stays open). A wanted camera that cannot be had
	// is no failure (F17): Opened says so. When ctx ends while it waits, nothing stays open: the
	// client ends the context and then calls Close, so looking at ctx and keeping what was opened
	// have to be one step with respect to Close.
	Open(ctx context.Context, want Devices) (Opened, error)
	// Close ends the capture of the given devices: lights off, no live track.
	Close(which Devices)
	// Mute stops speech without giving the microphone back.
	Mute(mute bool)

	DeviceMedia // device.go
	ScreenMedia // screen.go

	// Connect makes the one connection of a call. report is called from any goroutine and must not
	// block.
	Connect(ctx context.Context, call protocol.CallType, report func(ConnectionState)) (Connection, error)

	// StartView shows what a view names (and plays the sound of a RemoteView) inside an element: an id or
	// what the page passed. It is remembered until StopView or EndViews, so it may come before the user's
	// media and before the element exists.
	StartView(v View, element any)
	StopView(v View)
	// EndViews removes what a call showed and played, and forgets what was remembered.
	EndViews()
}

// View names what can be shown of a user.
type View struct {
	Kind   ViewKind
	UserID string
}

// ViewKind is what the page's methods for a view are called, after start or stop.
type ViewKind string

// The kinds of views.
const (
	LocalView  ViewKind = "LocalView"  // this user's camera, whatever the UserID
	RemoteView ViewKind = "RemoteView" // another user: camera and sound
	ScreenView ViewKind = "ScreenView" // the screen that another user shares
)

// Connection is the media connection of one call. The client offers, the server answers.
type Connection interface {
	// Grow adds m-lines to receive on until there are so many of each kind; the next Offer has them.
	Grow(ctx context.Context, lines protocol.Lines) error
	// SetType tells that the call has another type than at Connect.
	SetType(call protocol.CallType)
	// Offer makes an offer and applies it here. No track is attached to it.
	Offer(ctx context.Context) (sdp string, err error)
	// Answer applies the server's answer.
	Answer(ctx context.Context, sdp string) error
	// Send attaches the open devices that are named and detaches the others: what is not named
	// sends no packet at all.
	Send(ctx context.Context, which Devices) error
	// ShareScreen sends the screen that is open on an m-line of its own, or nothing there any more; the next
	// Offer says so.
	ShareScreen(ctx context.Context, on bool) error
	// SetSlots tells whose media arrives on which m-line; it replaces what was said before.
	SetSlots(slots []protocol.Slot)
	// ShowPicture says whether a user sends a picture. Until it is said, everybody does. What came last is not
	// shown any more when the user's camera is closed.
	ShowPicture(userID string, on bool)
	// Levels measures how loud everybody was since the last time.
	Levels(ctx context.Context) Levels
	// Close ends it; no method may be called afterwards. It may be called while another one blocks.
	Close()
}

// Devices names devices.
type Devices struct{ Microphone, Camera bool }

// DevicesOf is one device by its name.
func DevicesOf(device string) Devices {
	return Devices{Microphone: device == Microphone, Camera: device == Camera}
}

// Has says whether a device is among them.
func (d Devices) Has(device string) bool {
	if device == Camera {
		return d.Camera
	}
	return d.Microphone
}

// Set puts a device among them or takes it out.
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
	CameraError error // a *DeviceError when a wanted camera could not be had
}

// ConnectionState is what a connection reports by itself.
type ConnectionState string

// The states of a connection.
const (
	ConnectionConnected ConnectionState = "connected"
	ConnectionFailed    ConnectionState = "failed" // it will not come back
)

// DeviceError is why a device could not be had.
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
