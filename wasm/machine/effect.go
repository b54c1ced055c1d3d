package machine

import (
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// effect is something that a step wants done. The owner performs effects in order.
type Effect interface{ effect() }

// Effects on the page and on the connection to the server.
type (
	// settle answers a method.
	Settle struct {
		Ticket Ticket
		Result any
		Err    *api.Error
	}
	// emit tells the page.
	Emit struct {
		Event   string
		Payload any
	}
	// warn tells the console.
	Warn struct{ Text string }

	// dial connects to the server and signs in: signedInto or loginFailed follows, later lost.
	Dial struct {
		Session         int
		UserID, UserSig string
		OnlyNew         bool // invitations of before do not ring
		Profile         protocol.Profile
	}
	// hangUpLink ends the connection: the server closes it, having been told. Nothing more comes from
	// it but the failed replies to what it has not answered.
	HangUpLink struct{ Session int }
	// notify sends a message that has no reply.
	Notify struct{ Type string }
	// request sends a message; exactly one reply follows.
	Request struct {
		Type    string
		Body    any
		Attempt int           // of the call it is about, else 0
		Ticket  Ticket        // of the method that waits for it, else 0
		About   signalContext // what the method's result is made of

		Waiting []signalContext // of hangup: the invitations that it may cancel
		Info    Info            // of info
	}
)

// Effects on the call's media.
type (
	// probe asks for the microphone: probed follows.
	Probe struct{ Attempt int }
	// open opens devices: devicesOpened follows, also when the call ends before.
	Open struct {
		Attempt int
		Want    api.Devices
		Ticket  Ticket // of OpenCamera, else 0
	}
	// connect makes the call's connection and an offer: offered follows; mediaFailed may, at any time.
	Connect struct {
		Attempt int
		Type    protocol.CallType
		Lines   protocol.Lines // more than one of each kind, else zero
	}
	// renegotiate makes the connection have so many m-lines, and one for the screen, and offers again: offered
	// follows.
	Renegotiate struct {
		Attempt int
		Lines   protocol.Lines
		Screen  bool
	}
	// retype tells the connection that the call has another type.
	Retype struct {
		Attempt int
		Type    protocol.CallType
	}
	// Answer applies the server's answer: Answered follows.
	Answer struct {
		Attempt int
		SDP     string
	}
	// attach sends what is named and nothing else.
	Attach struct {
		Attempt int
		Send    api.Devices
	}
	// assign passes on whose media comes where.
	Assign struct {
		Attempt int
		Slots   []protocol.Slot
	}
	// picture shows what a user's camera sends, or no longer does.
	Picture struct {
		Attempt int
		UserID  string
		On      bool
	}
	// closeDevices ends captures.
	CloseDevices struct{ Which api.Devices }
	// mute stops speech or lets it through again.
	Mute struct{ On bool }
	// release ends an attempt's media operations, captures and views; nothing is sent any more.
	Release struct{ Attempt int }
	// disconnect closes the connection of an attempt that was released.
	Disconnect struct{ Attempt int }

	// view shows a user, or with Element nil no longer does.
	View struct {
		api.View
		Element any
	}
)

// Effects on devices that are chosen or shared.
type (
	// list lists devices: devicesListed follows.
	List struct{ Ask ListDevices }
	// choose passes on what is chosen.
	Choose struct{ Choice api.Choice }
	// speaker plays sound on another device: speakerSet follows.
	Speaker struct {
		Ticket Ticket
		ID     string
	}
	// swap opens another device in place of one of the call: deviceSwitched follows.
	Swap struct {
		Attempt int
		Ticket  Ticket
		Device  string
		ID      string
	}
	// turn does the same with the camera that looks the other way: cameraTurned follows.
	Turn struct {
		Attempt int
		Ticket  Ticket
	}
	// replace opens a device in place of one that was lost: deviceReplaced follows.
	Replace struct {
		Attempt int
		Device  string
	}
	// listen measures how loud everybody is until the call is released: heard follows again and again.
	Listen struct{ Attempt int }
	// openScreen asks the user what to share: screenOpened follows.
	OpenScreen struct {
		Attempt int
		Ticket  Ticket
	}
	// closeScreen ends that capture.
	CloseScreen struct{}
)

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
