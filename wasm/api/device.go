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

// DeviceMedia is the part of Media that knows which devices there are and which of them are used. Methods
// with a context may block; those about an open device are called from a call's worker, as Open is: one at a
// time for each of microphone and camera, so a prompt for one does not hold up the other.
type DeviceMedia interface {
	// Observe says who is told what devices do by themselves. It is called before everything else, and
	// with nil after it.
	Observe(o Observer)
	// ListDevices lists what there is. Browsers hide names and ids from a page that was not yet allowed
	// to use a device.
	ListDevices(ctx context.Context) ([]Device, error)
	// Choose says what Open opens from now on. A quality holds for a whole call: the Open that opens the
	// microphone, which is the first of a call, takes it over.
	Choose(c Choice)
	// Switch opens another device in place of an open one and says whether one is open in the end: the
	// old one stays, or comes back, when the new one cannot be had. When none is open it does nothing.
	Switch(ctx context.Context, device, id string) (open bool, err error)
	// Turn does the same with a camera that looks the other way, or else with the next one. It returns
	// the id of the camera that is open now, or "" when there is no other.
	Turn(ctx context.Context) (id string, open bool, err error)
	// Replace opens any other device in place of one that was lost.
	Replace(ctx context.Context, device string) error
	// SetSpeaker plays all sound, also of later calls, on a device.
	SetSpeaker(ctx context.Context, id string) error
}

// Observer is told what devices and sound do by themselves. Its methods may be called from any goroutine
// and do not block.
type Observer interface {
	// Lost says that an open device, Microphone or Camera, has ended.
	Lost(device string)
	// ScreenEnded says that the user has ended the capture of the screen outside of the page.
	ScreenEnded()
	// DevicesChanged says that devices came or went.
	DevicesChanged(all []Device)
	// Blocked says that the sound of these users is refused until the user touches the page. It is said
	// once, until all of it plays.
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

// Choice is what a user has chosen; what is zero is the browser's to choose.
type Choice struct {
	Microphone string  // a device's id
	Camera     string  // likewise
	Facing     Facing  // where the camera looks, when there is no id
	Quality    Quality // zero: 480p
}

// Facing is where a camera looks, for devices that have two.
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

// Levels are how loud users are, 0 to 100. Who is not named is silent.
type Levels struct {
	Self  int
	Users map[string]int
}
