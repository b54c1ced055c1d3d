package calling

import "trtccalling/server/protocol"

// effect is something that a step wants done. The owner performs effects in order.
type effect interface{ effect() }

// Effects on the page and on the connection to the server.
type (
	// settle answers a method.
	settle struct {
		Ticket ticket
		Result any
		Err    *Error
	}
	// emit tells the page.
	emit struct {
		Event   string
		Payload any
	}
	// warn tells the console.
	warn struct{ Text string }

	// dial connects to the server and signs in: signedInto or loginFailed follows, later lost.
	dial struct {
		Session         int
		UserID, UserSig string
		Profile         protocol.Profile
	}
	// hangUpLink ends the connection: the server closes it, having been told. Nothing more comes from
	// it but the failed replies to what it has not answered.
	hangUpLink struct{ Session int }
	// notify sends a message that has no reply.
	notify struct{ Type string }
	// request sends a message; exactly one reply follows.
	request struct {
		Type    string
		Body    any
		Attempt int           // of the call it is about, else 0
		Ticket  ticket        // of the method that waits for it, else 0
		About   signalContext // what the method's result is made of

		Waiting []signalContext // of hangup: the invitations that it may cancel
		Info    info            // of info
	}
)

// Effects on the call's media.
type (
	// probe asks for the microphone: probed follows.
	probe struct{ Attempt int }
	// open opens devices: devicesOpened follows, also when the call ends before.
	open struct {
		Attempt int
		Want    Devices
		Ticket  ticket // of OpenCamera, else 0
	}
	// connect makes the call's connection and an offer: offered follows; mediaFailed may, at any time.
	connect struct {
		Attempt int
		Type    protocol.CallType
		Lines   protocol.Lines // more than one of each kind, else zero
	}
	// renegotiate makes the connection have so many m-lines, and one for the screen, and offers again: offered
	// follows.
	renegotiate struct {
		Attempt int
		Lines   protocol.Lines
		Screen  bool
	}
	// retype tells the connection that the call has another type.
	retype struct {
		Attempt int
		Type    protocol.CallType
	}
	// answer applies the server's answer.
	answer struct {
		Attempt int
		SDP     string
	}
	// attach sends what is named and nothing else.
	attach struct {
		Attempt int
		Send    Devices
	}
	// assign passes on whose media comes where.
	assign struct {
		Attempt int
		Slots   []protocol.Slot
	}
	// picture shows what a user's camera sends, or no longer does.
	picture struct {
		Attempt int
		UserID  string
		On      bool
	}
	// closeDevices ends captures.
	closeDevices struct{ Which Devices }
	// mute stops speech or lets it through again.
	mute struct{ On bool }
	// release ends an attempt's media operations, captures and views; nothing is sent any more.
	release struct{ Attempt int }
	// disconnect closes the connection of an attempt that was released.
	disconnect struct{ Attempt int }

	// view shows a user, or with Element nil no longer does.
	view struct {
		View
		Element any
	}
)

// Effects on devices that are chosen or shared.
type (
	// list lists devices: devicesListed follows.
	list struct{ Ask listDevices }
	// choose passes on what is chosen.
	choose struct{ Choice Choice }
	// speaker plays sound on another device: speakerSet follows.
	speaker struct {
		Ticket ticket
		ID     string
	}
	// swap opens another device in place of one of the call: deviceSwitched follows.
	swap struct {
		Attempt int
		Ticket  ticket
		Device  string
		ID      string
	}
	// turn does the same with the camera that looks the other way: cameraTurned follows.
	turn struct {
		Attempt int
		Ticket  ticket
	}
	// replace opens a device in place of one that was lost: deviceReplaced follows.
	replace struct {
		Attempt int
		Device  string
	}
	// listen measures how loud everybody is until the call is released: heard follows again and again.
	listen struct{ Attempt int }
	// openScreen asks the user what to share: screenOpened follows.
	openScreen struct {
		Attempt int
		Ticket  ticket
	}
	// closeScreen ends that capture.
	closeScreen struct{}
)

func (settle) effect()       {}
func (emit) effect()         {}
func (warn) effect()         {}
func (dial) effect()         {}
func (hangUpLink) effect()   {}
func (notify) effect()       {}
func (request) effect()      {}
func (probe) effect()        {}
func (open) effect()         {}
func (connect) effect()      {}
func (renegotiate) effect()  {}
func (retype) effect()       {}
func (answer) effect()       {}
func (attach) effect()       {}
func (assign) effect()       {}
func (picture) effect()      {}
func (closeDevices) effect() {}
func (mute) effect()         {}
func (release) effect()      {}
func (disconnect) effect()   {}
func (view) effect()         {}
func (list) effect()         {}
func (choose) effect()       {}
func (speaker) effect()      {}
func (swap) effect()         {}
func (turn) effect()         {}
func (replace) effect()      {}
func (listen) effect()       {}
func (openScreen) effect()   {}
func (closeScreen) effect()  {}
