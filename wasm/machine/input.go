package machine

import (
	"encoding/json"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Input is something that happened: a method was called, the server sent a message, a media operation
// ended.
type Input interface{ input() }

// Ticket stands for the answer that a method waits for; 0 means that nobody waits.
type Ticket uint64

// Methods of the page.
type (
	Login struct {
		Ticket Ticket
		Params api.LoginParams
	}
	Logout struct{ Ticket Ticket }
	Place  struct {
		Ticket Ticket
		Params api.CallParams
	}
	GroupCall struct {
		Ticket Ticket
		Params api.GroupCallParams
	}
	InviteUser struct {
		Ticket Ticket
		Params api.GroupCallParams
	}
	Join struct {
		Ticket Ticket
		Params api.JoinParams
	}
	Accept     struct{ Ticket Ticket }
	Reject     struct{ Ticket Ticket }
	Hangup     struct{ Ticket Ticket }
	SwitchCall struct {
		Ticket Ticket
		To     protocol.CallType
	}
	// Info asks the server for the call, or for one member of it.
	Info struct {
		Ticket  Ticket
		OneUser bool
		UserID  string
	}
	OpenCamera     struct{ Ticket Ticket }
	CloseCamera    struct{ Ticket Ticket }
	MuteMicrophone struct {
		Ticket Ticket
		Mute   bool
	}
	StartScreen struct{ Ticket Ticket }
	StopScreen  struct{ Ticket Ticket }
	StartView   struct {
		Ticket Ticket
		Params api.ViewParams
		Kind   api.ViewKind
	}
	StopView struct {
		Ticket Ticket
		Params api.ViewParams
		Kind   api.ViewKind
	}
	ListDevices struct {
		Ticket Ticket
		Method string
		Kind   string
	}
	SwitchDevice struct {
		Ticket Ticket
		Params api.SwitchParams
	}
	TurnCamera struct{ Ticket Ticket }
	SetQuality struct {
		Ticket Ticket
		Params api.QualityParams
	}
	SetSpeaker struct {
		Ticket Ticket
		ID     string // "" means the system's default
		Valid  bool   // the page passed an id
		Passed string // JSON text of what it passed
	}
)

// What happens to the page.
type (
	Bye struct{}
	// Returned says that the page is shown again after Bye.
	Returned struct{}
	Stop     struct{}
)

// The connection to the server, and what it says.
type (
	SignedInto struct {
		Session int
		protocol.LoggedIn
	}
	LoginFailed struct {
		Session int
		Err     error
	}
	// Lost says that the connection ended by itself.
	Lost struct {
		Session int
		Err     error
	}
	Kicked  struct{ Session int }
	Invited struct {
		Session int
		protocol.Invited
	}
	Update struct {
		Session int
		protocol.Update
	}
	Busy struct {
		Session int
		protocol.Busy
	}
	// Reply is what became of a request.
	Reply struct {
		Session int
		Request Request
		Body    json.RawMessage
		Err     error // a *protocol.Error, or why the connection ended
	}
)

// The outcome of effects on devices and on the call's connection.
type (
	Probed struct {
		Attempt int
		Err     error
	}
	DevicesOpened struct {
		Attempt int
		Ticket  Ticket // of OpenCamera, else 0
		Opened  api.Opened
		Err     error
	}
	DeviceSwitched struct {
		Attempt int
		Ticket  Ticket
		Device  string
		ID      string
		Open    bool // a device of this kind is open
		Err     error
	}
	CameraTurned struct {
		Attempt int
		Ticket  Ticket
		ID      string // of the other camera; "" when there is none
		Open    bool
		Err     error
	}
	DeviceReplaced struct {
		Attempt int
		Device  string
		Err     error
	}
	DevicesListed struct {
		Ask     ListDevices
		Devices []api.Device
		Err     error
	}
	SpeakerSet struct {
		Ticket Ticket
		Err    error
	}
	// ScreenOpened is what became of OpenScreen.
	ScreenOpened struct {
		Attempt int
		Ticket  Ticket
		Err     error
	}
	Offered struct {
		Attempt int
		SDP     string
		Err     error
	}
	// Answered is the outcome of Answer.
	Answered struct {
		Attempt int
		Err     error
	}
	// MediaFailed says that a call's connection is lost or cannot be made.
	MediaFailed struct {
		Attempt int
		Err     error
	}
)

// What devices and sound do on their own.
type (
	DeviceLost     struct{ Device string }
	DevicesChanged struct{ Devices []api.Device }
	SoundBlocked   struct{ Users []string }
	// ScreenEnded says that the user has ended the capture outside of the page.
	ScreenEnded struct{}
	// Heard comes about once a second while there is somebody to hear.
	Heard struct {
		Attempt int
		Levels  api.Levels
	}
)

func (Login) input()          {}
func (Logout) input()         {}
func (Place) input()          {}
func (GroupCall) input()      {}
func (InviteUser) input()     {}
func (Join) input()           {}
func (Accept) input()         {}
func (Reject) input()         {}
func (Hangup) input()         {}
func (SwitchCall) input()     {}
func (Info) input()           {}
func (OpenCamera) input()     {}
func (CloseCamera) input()    {}
func (MuteMicrophone) input() {}
func (StartScreen) input()    {}
func (StopScreen) input()     {}
func (StartView) input()      {}
func (StopView) input()       {}
func (ListDevices) input()    {}
func (SwitchDevice) input()   {}
func (TurnCamera) input()     {}
func (SetQuality) input()     {}
func (SetSpeaker) input()     {}
func (Bye) input()            {}
func (Returned) input()       {}
func (Stop) input()           {}
func (SignedInto) input()     {}
func (LoginFailed) input()    {}
func (Lost) input()           {}
func (Kicked) input()         {}
func (Invited) input()        {}
func (Update) input()         {}
func (Busy) input()           {}
func (Reply) input()          {}
func (Probed) input()         {}
func (DevicesOpened) input()  {}
func (DeviceSwitched) input() {}
func (CameraTurned) input()   {}
func (DeviceReplaced) input() {}
func (DevicesListed) input()  {}
func (SpeakerSet) input()     {}
func (ScreenOpened) input()   {}
func (Offered) input()        {}
func (Answered) input()       {}
func (MediaFailed) input()    {}
func (DeviceLost) input()     {}
func (DevicesChanged) input() {}
func (SoundBlocked) input()   {}
func (ScreenEnded) input()    {}
func (Heard) input()          {}
