package native

import (
	"context"
	"maps"
	"sync"

	"github.com/pion/webrtc/v4"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Settings are the ways in which Media can differ. The zero value suits a server on this machine.
type Settings struct {
	AllInterfaces bool // use every network interface, not only loopback
	Insecure      bool // act like a page on plain http by address: there are no devices
	NoWebRTC      bool // act like a browser without WebRTC
	SmallPicture  bool // 160x90 instead of 640x480
}

// Kind is a kind of media.
type Kind string

// The kinds.
const (
	Audio  Kind = "audio"
	Video  Kind = "video"
	Screen Kind = "screen"
)

// Counts are packets of one user in the current call, or in the last one when there is none. Those of a screen
// count from its first key frame on.
type Counts struct{ Audio, Video, KeyFrames, Screen int }

// Media implements api.Media. Its exported fields do not change; make it with New.
type Media struct {
	settings Settings
	api      *webrtc.API

	mu       sync.Mutex // protects:
	faults   map[Kind]api.DeviceReason
	open     api.Devices
	screen   bool // is open
	devices  []api.Device
	choice   api.Choice
	using    map[Kind]string // the id of the open device, or of the last one
	observer api.Observer
	muted    bool
	level    uint8 // of the microphone, in -dBov
	received map[string]Counts
	sent     Counts
	changed  chan struct{} // closed and replaced when anything above changes
}

var _ api.Media = (*Media)(nil)

// New makes a Media with all devices present and allowed.
func New(settings Settings) (*Media, error) {
	m := &Media{
		settings: settings, level: spoken,
		faults:   make(map[Kind]api.DeviceReason),
		devices:  allDevices(),
		using:    make(map[Kind]string),
		received: make(map[string]Counts),
		changed:  make(chan struct{}),
	}
	api, err := m.newAPI()
	if err != nil {
		return nil, err
	}
	m.api = api
	return m, nil
}

// Break makes a device fail from now on: Audio is the microphone, Video the camera, Screen what is shared. No
// reason repairs it.
func (m *Media) Break(device Kind, reason api.DeviceReason) {
	m.update(func() { m.faults[device] = reason })
}

// Received returns what came from a user.
func (m *Media) Received(userID string) Counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.received[userID]
}

// Sent returns how many frames of the devices have left, over all calls.
func (m *Media) Sent() Counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sent
}

// counts returns what was received in this call and sent.
func (m *Media) counts() (received map[string]Counts, sent Counts) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.received), m.sent
}

// Live returns the devices that are open.
func (m *Media) Live() api.Devices {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open
}

// Await waits until a condition on this Media holds.
func (m *Media) Await(ctx context.Context, holds func() bool) error {
	for {
		m.mu.Lock()
		changed := m.changed
		m.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// update changes what mu protects.
func (m *Media) update(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
	m.wakeWaiters()
}

// wakeWaiters must be called with mu held.
func (m *Media) wakeWaiters() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// Support says what the settings say.
func (m *Media) Support() api.Support {
	return api.Support{
		Secure: !m.settings.Insecure,
		Detail: map[string]bool{"isWebRTCSupported": !m.settings.NoWebRTC},
	}
}

// ProbeMicrophone opens nothing: it says whether opening would work.
func (m *Media) ProbeMicrophone(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fault(Audio)
}

// Open opens devices at once.
func (m *Media) Open(ctx context.Context, want api.Devices) (api.Opened, error) {
	var opened api.Opened
	var failure error
	m.update(func() {
		if failure = ctx.Err(); failure != nil {
			return
		}
		if want.Microphone {
			if failure = m.fault(Audio); failure != nil {
				return
			}
			m.open.Microphone, opened.Microphone = true, true
			m.use(Audio, m.choice.Microphone)
		}
		if want.Camera {
			opened.CameraError = m.fault(Video)
			opened.Camera = opened.CameraError == nil
			m.open.Camera = m.open.Camera || opened.Camera
			if opened.Camera {
				m.use(Video, m.choice.Camera)
			}
		}
	})
	return opened, failure
}

// fault must be called with mu held.
func (m *Media) fault(device Kind) error {
	name := map[Kind]string{Audio: api.Microphone, Video: api.Camera, Screen: api.Screen}[device]
	switch reason := m.faults[device]; {
	case m.settings.Insecure:
		return &api.DeviceError{Device: name, Reason: api.DeviceInsecure, Text: "not a secure context"}
	case reason != "":
		return &api.DeviceError{Device: name, Reason: reason, Text: "it was set up to fail"}
	}
	return nil
}

// Close closes devices: nothing from them is sent from then on, whatever is attached.
func (m *Media) Close(which api.Devices) {
	m.update(func() {
		m.open.Microphone = m.open.Microphone && !which.Microphone
		m.open.Camera = m.open.Camera && !which.Camera
	})
}

// Mute stops the microphone's packets.
func (m *Media) Mute(mute bool) { m.update(func() { m.muted = mute }) }

// StartView does nothing: nobody is watching.
func (m *Media) StartView(api.View, any) {}

// StopView does nothing.
func (m *Media) StopView(api.View) {}

// EndViews does nothing.
func (m *Media) EndViews() {}

// Connect makes the connection of a call; what the last one received is forgotten.
func (m *Media) Connect(_ context.Context, _ protocol.CallType, report func(api.ConnectionState)) (api.Connection, error) {
	m.update(func() { clear(m.received) })
	return newConnection(m, report)
}

// take says whether a frame of a device may leave now, and counts it if so. It counts now and not when the
// frame is written, because a frame on its way while the device closes would then seem to have left afterwards.
func (m *Media) take(device Kind) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case device == Audio && m.open.Microphone && !m.muted:
		m.sent.Audio++
	case device == Video && m.open.Camera:
		m.sent.Video++
	case device == Screen && m.screen:
		m.sent.Screen++
	default:
		return false
	}
	m.wakeWaiters()
	return true
}
