package api

import "context"

// Names of devices.
const (
	Microphone = "microphone"
	Camera     = "camera"
)

// Kinds of devices, as browsers have them.
const (
	KindMicrophone = "audioinput"
	KindCamera     = "videoinput"
	KindSpeaker    = "audiooutput"
)

// DeviceMedia is the part of Media that knows which devices exist and which of them are in use. Methods that
// take a context may block. Those that concern an open device are called from a call's worker, as Open is: one
// at a time for each of microphone and camera, so a prompt for one does not hold up the other.
type DeviceMedia interface {
	// Observe sets who is told of what devices do on their own. It is called before every other method, and
	// with nil after all of them.
	Observe(o Observer)
	// ListDevices lists the devices. Browsers hide names and ids from a page that has not been allowed to use a
	// device yet.
	ListDevices(ctx context.Context) ([]Device, error)
	// Choose sets what Open opens from now on. A quality holds for a whole call: the Open that opens the
	// microphone, which is the first of a call, takes it over.
	Choose(c Choice)
	// Switch opens another device in place of an open one and says whether one is open in the end: the old one
	// stays, or comes back, when the new one cannot be opened. When none is open it does nothing.
	Switch(ctx context.Context, device, id string) (open bool, err error)
	// Turn does the same with a camera that faces the other way or, failing that, with the next one. It returns
	// the id of the camera that is open now, or "" when there is no other.
	Turn(ctx context.Context) (id string, open bool, err error)
	// Replace opens any other device in place of a lost one.
	Replace(ctx context.Context, device string) error
	// SetSpeaker plays all sound on a device, that of later calls too.
	SetSpeaker(ctx context.Context, id string) error
}

// Observer is told what devices and sound do on their own. Its methods may be called from any goroutine and do
// not block.
type Observer interface {
	// Lost says that an open device, Microphone or Camera, has ended.
	Lost(device string)
	// ScreenEnded says that the user has ended the screen capture with the browser's own controls.
	ScreenEnded()
	// DevicesChanged says that devices were added or removed.
	DevicesChanged(all []Device)
	// Blocked says that the browser refuses to play the sound of these users until the page is touched. It is
	// reported once, and again only after all of it has played.
	Blocked(users []string)
}

// Device is a device that a user can choose.
type Device struct {
	Label    string `json:"label"`
	DeviceID string `json:"deviceId"`
	Kind     string `json:"kind"`
	GroupID  string `json:"groupId"`
}

// OfKind picks the devices of a kind; the list is never nil.
func OfKind(all []Device, kind string) []Device {
	devices := []Device{}
	for _, d := range all {
		if d.Kind == kind {
			devices = append(devices, d)
		}
	}
	return devices
}

// Choice is what a user has chosen; the browser chooses whatever is left zero.
type Choice struct {
	Microphone string  // a device's id
	Camera     string  // a device's id
	Facing     Facing  // which way the camera faces, when there is no id
	Quality    Quality // zero: 480p
}

// Facing is the way a camera faces, on devices that have two.
type Facing string

// The directions.
const (
	FacingUser        Facing = "user"
	FacingEnvironment Facing = "environment"
)

// Turned is the other direction; away from the user when none was chosen.
func (f Facing) Turned() Facing {
	if f == FacingEnvironment {
		return FacingUser
	}
	return FacingEnvironment
}

// Levels are how loud users are, 0 to 100. A user who is not listed is silent.
type Levels struct {
	Self  int
	Users map[string]int
}
