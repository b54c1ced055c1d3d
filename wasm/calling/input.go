package calling

import (
	"encoding/json"

	"trtccalling/server/protocol"
)

// input is something that happened: a method was called, the server sent a message, a media operation
// ended.
type input interface{ input() }

// Methods of the page.
type (
	login struct {
		Ticket ticket
		Params LoginParams
	}
	logout struct{ Ticket ticket }
	place  struct {
		Ticket ticket
		Params CallParams
	}
	groupCall struct {
		Ticket ticket
		Params GroupCallParams
	}
	inviteUser struct {
		Ticket ticket
		Params GroupCallParams
	}
	join struct {
		Ticket ticket
		Params JoinParams
	}
	accept     struct{ Ticket ticket }
	reject     struct{ Ticket ticket }
	hangup     struct{ Ticket ticket }
	switchCall struct {
		Ticket ticket
		To     protocol.CallType
	}
	// info asks the server for the call, or for one member of it.
	info struct {
		Ticket  ticket
		OneUser bool
		UserID  string
	}
	openCamera     struct{ Ticket ticket }
	closeCamera    struct{ Ticket ticket }
	muteMicrophone struct {
		Ticket ticket
		Mute   bool
	}
	startScreen struct{ Ticket ticket }
	stopScreen  struct{ Ticket ticket }
	startView   struct {
		Ticket ticket
		Params ViewParams
		Kind   ViewKind
	}
	stopView struct {
		Ticket ticket
		Params ViewParams
		Kind   ViewKind
	}
	listDevices struct {
		Ticket ticket
		Method string
		Kind   string
	}
	switchDevice struct {
		Ticket ticket
		Params SwitchParams
	}
	turnCamera struct{ Ticket ticket }
	setQuality struct {
		Ticket ticket
		Params QualityParams
	}
	setSpeaker struct {
		Ticket ticket
		ID     string // "" is the system's default
		Valid  bool   // the page passed an id
		Passed string // JSON text of what it passed
	}
)

// What becomes of the page.
type (
	bye struct{}
	// returned says that the page is shown again that said bye.
	returned struct{}
	stop     struct{}
)

// The connection to the server, and what it says.
type (
	signedInto struct {
		Session int
		protocol.LoggedIn
	}
	loginFailed struct {
		Session int
		Err     error
	}
	// lost says that the connection ended by itself.
	lost struct {
		Session int
		Err     error
	}
	kicked  struct{ Session int }
	invited struct {
		Session int
		protocol.Invited
	}
	update struct {
		Session int
		protocol.Update
	}
	busy struct {
		Session int
		protocol.Busy
	}
	// reply is what became of a request.
	reply struct {
		Session int
		Request request
		Body    json.RawMessage
		Err     error // a *protocol.Error, or that the connection ended
	}
)

// What became of effects on devices and on the call's connection.
type (
	probed struct {
		Attempt int
		Err     error
	}
	devicesOpened struct {
		Attempt int
		Ticket  ticket // of OpenCamera, else 0
		Opened  Opened
		Err     error
	}
	deviceSwitched struct {
		Attempt int
		Ticket  ticket
		Device  string
		ID      string
		Open    bool // a device of this kind is open
		Err     error
	}
	cameraTurned struct {
		Attempt int
		Ticket  ticket
		ID      string // of the other camera; "" when there is none
		Open    bool
		Err     error
	}
	deviceReplaced struct {
		Attempt int
		Device  string
		Err     error
	}
	devicesListed struct {
		Ask     listDevices
		Devices []Device
		Err     error
	}
	speakerSet struct {
		Ticket ticket
		Err    error
	}
	// screenOpened is what became of openScreen.
	screenOpened struct {
		Attempt int
		Ticket  ticket
		Err     error
	}
	offered struct {
		Attempt int
		SDP     string
		Err     error
	}
	// mediaFailed says that a call's connection is lost or cannot be made.
	mediaFailed struct {
		Attempt int
		Err     error
	}
)

// What devices and sound do by themselves.
type (
	deviceLost     struct{ Device string }
	devicesChanged struct{ Devices []Device }
	soundBlocked   struct{ Users []string }
	// screenEnded says that the user has ended the capture outside of the page.
	screenEnded struct{}
	// heard comes about once a second while there is somebody to hear.
	heard struct {
		Attempt int
		Levels  Levels
	}
)

func (login) input()          {}
func (logout) input()         {}
func (place) input()          {}
func (groupCall) input()      {}
func (inviteUser) input()     {}
func (join) input()           {}
func (accept) input()         {}
func (reject) input()         {}
func (hangup) input()         {}
func (switchCall) input()     {}
func (info) input()           {}
func (openCamera) input()     {}
func (closeCamera) input()    {}
func (muteMicrophone) input() {}
func (startScreen) input()    {}
func (stopScreen) input()     {}
func (startView) input()      {}
func (stopView) input()       {}
func (listDevices) input()    {}
func (switchDevice) input()   {}
func (turnCamera) input()     {}
func (setQuality) input()     {}
func (setSpeaker) input()     {}
func (bye) input()            {}
func (returned) input()       {}
func (stop) input()           {}
func (signedInto) input()     {}
func (loginFailed) input()    {}
func (lost) input()           {}
func (kicked) input()         {}
func (invited) input()        {}
func (update) input()         {}
func (busy) input()           {}
func (reply) input()          {}
func (probed) input()         {}
func (devicesOpened) input()  {}
func (deviceSwitched) input() {}
func (cameraTurned) input()   {}
func (deviceReplaced) input() {}
func (devicesListed) input()  {}
func (speakerSet) input()     {}
func (screenOpened) input()   {}
func (offered) input()        {}
func (mediaFailed) input()    {}
func (deviceLost) input()     {}
func (devicesChanged) input() {}
func (soundBlocked) input()   {}
func (screenEnded) input()    {}
func (heard) input()          {}
