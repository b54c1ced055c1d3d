package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Effect is something that a step wants done. The owner performs effects in order.
type Effect interface{ effect() }

// Effects on the page and on the connection to the server.
type (
	// Publish shows the page another state. It comes before whatever follows from the change.
	Publish struct{ Snapshot api.Snapshot }
	// Settle answers a method.
	Settle struct {
		Ticket Ticket
		Result any
		Err    *api.Error
	}
	// Emit tells the page.
	Emit struct {
		Event   string
		Payload any
	}
	// Warn tells the console.
	Warn struct{ Text string }

	// Dial connects to the server and signs in: SignedInto or LoginFailed follows, later Lost.
	Dial struct {
		Session         int
		UserID, UserSig string
		OnlyNew         bool // invitations that were made before do not ring
		Profile         protocol.Profile
	}
	// HangUpLink ends the connection: the server closes it, having been told. Nothing more comes from
	// it but the failed replies to what it has not answered.
	HangUpLink struct{ Session int }
	// Notify sends a message that has no reply.
	Notify struct{ Type string }
	// Request sends a message; exactly one reply follows.
	Request struct {
		Type    string
		Body    any
		Attempt int           // of the call concerned, else 0
		Ticket  Ticket        // of the method that waits for it, else 0
		About   signalContext // what the method's result is made from

		Waiting []signalContext // of a hangup: the invitations that it may cancel
		Info    Info            // of an Info
	}
)

// Effects on the call's media.
type (
	// Probe asks for the microphone: Probed follows.
	Probe struct{ Attempt int }
	// Open opens devices: DevicesOpened follows, also when the call ends before.
	Open struct {
		Attempt int
		Want    api.Devices
		Ticket  Ticket // of OpenCamera, else 0
	}
	// Connect makes the call's connection and an offer: Offered follows; MediaFailed may, at any time.
	Connect struct {
		Attempt int
		Type    protocol.CallType
		Lines   protocol.Lines // more than one of each kind, else zero
	}
	// Renegotiate makes the connection have so many m-lines, and one for the screen, and offers again: Offered
	// follows, or MediaFailed.
	Renegotiate struct {
		Attempt int
		Lines   protocol.Lines
		Screen  bool
	}
	// Retype tells the connection that the call has another type.
	Retype struct {
		Attempt int
		Type    protocol.CallType
	}
	// Answer applies the server's answer: Answered follows.
	Answer struct {
		Attempt int
		SDP     string
	}
	// Attach sends what is named and nothing else.
	Attach struct {
		Attempt int
		Send    api.Devices
	}
	// Assign passes on whose media comes where.
	Assign struct {
		Attempt int
		Slots   []protocol.Slot
	}
	// Picture shows what a user's camera sends, or no longer does.
	Picture struct {
		Attempt int
		UserID  string
		On      bool
	}
	// CloseDevices ends captures.
	CloseDevices struct{ Which api.Devices }
	// Mute stops speech or lets it through again.
	Mute struct{ On bool }
	// Release ends an attempt's media operations, captures and views; nothing is sent any more.
	Release struct{ Attempt int }
	// Disconnect closes the connection of an attempt that was released.
	Disconnect struct{ Attempt int }

	// View shows a user, or with Element nil no longer does.
	View struct {
		api.View
		Element any
	}
)

// Effects on devices that are chosen or shared.
type (
	// List lists devices: DevicesListed follows.
	List struct{ Ask ListDevices }
	// Choose passes on what is chosen.
	Choose struct{ Choice api.Choice }
	// Speaker plays sound on another device: SpeakerSet follows.
	Speaker struct {
		Ticket Ticket
		ID     string
	}
	// Swap opens another device in place of one of the call: DeviceSwitched follows.
	Swap struct {
		Attempt int
		Ticket  Ticket
		Device  string
		ID      string
	}
	// Turn does the same with the camera that looks the other way: CameraTurned follows.
	Turn struct {
		Attempt int
		Ticket  Ticket
	}
	// Replace opens a device in place of one that was lost: DeviceReplaced follows.
	Replace struct {
		Attempt int
		Device  string
	}
	// Listen measures how loud everybody is until the call is released: Heard follows again and again.
	Listen struct{ Attempt int }
	// OpenScreen asks the user what to share: ScreenOpened follows.
	OpenScreen struct {
		Attempt int
		Ticket  Ticket
	}
	// CloseScreen ends that capture.
	CloseScreen struct{}
)

func (Publish) effect()      {}
func (Settle) effect()       {}
func (Emit) effect()         {}
func (Warn) effect()         {}
func (Dial) effect()         {}
func (HangUpLink) effect()   {}
func (Notify) effect()       {}
func (Request) effect()      {}
func (Probe) effect()        {}
func (Open) effect()         {}
func (Connect) effect()      {}
func (Renegotiate) effect()  {}
func (Retype) effect()       {}
func (Answer) effect()       {}
func (Attach) effect()       {}
func (Assign) effect()       {}
func (Picture) effect()      {}
func (CloseDevices) effect() {}
func (Mute) effect()         {}
func (Release) effect()      {}
func (Disconnect) effect()   {}
func (View) effect()         {}
func (List) effect()         {}
func (Choose) effect()       {}
func (Speaker) effect()      {}
func (Swap) effect()         {}
func (Turn) effect()         {}
func (Replace) effect()      {}
func (Listen) effect()       {}
func (OpenScreen) effect()   {}
func (CloseScreen) effect()  {}
