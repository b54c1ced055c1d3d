package calling

import (
	"context"
	"sync"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/machine"
)

// Options say which server a client talks to and who listens to it. The functions are called from the client's
// loop, one at a time and in order; they may call the client's methods and must not block.
type Options struct {
	Server   string // http, https, ws or wss URL of the server; without a path it is protocol.Path
	SDKAppID uint32
	OnlyNew  bool // invitations from before a login do not ring
	Media    api.Media

	Emit  func(event string, payload any) // payload is one of the …Event structs
	State func(api.Snapshot)              // called before the results and events of a change
	Warn  func(text string)               // for the console: wrong use that is not an error. May be nil
	JSON  api.Codec                       // for messages and texts

	// Dialing is called right before each WebSocket is made, on the goroutine that makes it, with nothing in
	// between. May be nil.
	Dialing func()

	// Dial makes each WebSocket; nil means websocket.Dial. It is for programs with a network of their own.
	Dial func(ctx context.Context, url string) (*websocket.Conn, error)
}

// Done receives the result of a method: one of the …Result structs, a bool, nil for undefined, or an *Error. It
// is called exactly once, from the client's loop, and must not block.
type Done func(result any, err error)

// Client is one user's client. Its methods never block, may be called from any goroutine and in any state, and
// always settle in the end.
type Client struct {
	inputs  *mailbox[machine.Input]
	stopped chan struct{}

	mu      sync.Mutex // protects:
	tickets map[machine.Ticket]Done
	last    machine.Ticket
}

// New makes a client and starts its loop; it does not connect. Close ends it.
func New(options Options) *Client {
	c := &Client{
		inputs:  newMailbox[machine.Input](),
		stopped: make(chan struct{}),
		tickets: make(map[machine.Ticket]Done),
	}
	go c.run(options)
	return c
}

// Login connects to the server and signs a user in. Result: LoginResult; sdkReady follows.
func (c *Client) Login(p api.LoginParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Login{Ticket: t, Params: p} })
}

// Logout signs out and leaves the call, if there is one. Result: LogoutResult.
func (c *Client) Logout(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Logout{Ticket: t} })
}

// Call opens the devices and rings a user. Result: CallResult, as soon as it rings.
func (c *Client) Call(p api.CallParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Place{Ticket: t, Params: p} })
}

// GroupCall rings several users, in a new call or in the one that this user is in. Result: GroupCallResult with
// a groupID, else MultiCallResult.
func (c *Client) GroupCall(p api.GroupCallParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.GroupCall{Ticket: t, Params: p} })
}

// InviteUser rings more users in the call that this user is in. Result: MultiCallResult.
func (c *Client) InviteUser(p api.GroupCallParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.InviteUser{Ticket: t, Params: p} })
}

// JoinInGroupCall joins a call in which this user was, or to which it was invited. Result: JoinedResult.
func (c *Client) JoinInGroupCall(p api.JoinParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Join{Ticket: t, Params: p} })
}

// SwitchCall turns a call of two into an audio or a video call. Result: nil, even when it cannot be done: the
// console is told why.
func (c *Client) SwitchCall(to protocol.CallType, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.SwitchCall{Ticket: t, To: to} })
}

// GetCallInfo asks the server what it knows of the call. Result: CallInfo, or nil when idle.
func (c *Client) GetCallInfo(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Info{Ticket: t} })
}

// GetUserInfo asks the server for a member of the call. Result: UserInfo.
func (c *Client) GetUserInfo(p api.UserParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Info{Ticket: t, OneUser: true, UserID: p.UserID} })
}

// Accept answers the invitation that rings. Result: AcceptResult, or nil when nothing rings.
func (c *Client) Accept(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Accept{Ticket: t} })
}

// Reject declines the invitation that rings. Result: SignalResult, or nil when nothing rings.
func (c *Client) Reject(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Reject{Ticket: t} })
}

// Hangup ends the call in whatever state it is: it cancels outgoing invitations and declines incoming ones.
// Result: []SignalResult of the cancelled invitations, or OKResult when there were none.
func (c *Client) Hangup(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.Hangup{Ticket: t} })
}

// StartLocalView shows this user's camera inside an element. Result: nil, at once.
func (c *Client) StartLocalView(p api.ViewParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.StartView{Ticket: t, Params: p, Kind: api.LocalView}
	})
}

// StopLocalView removes what StartLocalView made. Result: nil.
func (c *Client) StopLocalView(p api.ViewParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.StopView{Ticket: t, Params: p, Kind: api.LocalView}
	})
}

// StartRemoteView shows another user inside an element, now or as soon as there is something to show.
// Result: nil, at once.
func (c *Client) StartRemoteView(p api.ViewParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.StartView{Ticket: t, Params: p, Kind: api.RemoteView}
	})
}

// StopRemoteView removes what StartRemoteView made. Result: nil.
func (c *Client) StopRemoteView(p api.ViewParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.StopView{Ticket: t, Params: p, Kind: api.RemoteView}
	})
}

// StartScreenView shows the screen that another user shares inside an element, as StartRemoteView does.
func (c *Client) StartScreenView(p api.ViewParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.StartView{Ticket: t, Params: p, Kind: api.ScreenView}
	})
}

// StopScreenView removes what StartScreenView made. Result: nil.
func (c *Client) StopScreenView(p api.ViewParams, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input {
		return machine.StopView{Ticket: t, Params: p, Kind: api.ScreenView}
	})
}

// StartScreenShare lets the user choose a screen, a window or a tab, and sends it next to the camera. Result:
// bool, whether it is sent.
func (c *Client) StartScreenShare(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.StartScreen{Ticket: t} })
}

// StopScreenShare ends that. Result: bool, whether there was something to end.
func (c *Client) StopScreenShare(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.StopScreen{Ticket: t} })
}

// OpenCamera captures and sends the camera in a video call. Result: bool, whether it is sent; nil when ERROR
// 60004 has said why not.
func (c *Client) OpenCamera(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.OpenCamera{Ticket: t} })
}

// CloseCamera ends the camera's capture. Result: bool, whether there was one.
func (c *Client) CloseCamera(done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.CloseCamera{Ticket: t} })
}

// SetMicMute stops or resumes speech; the microphone stays open. Result: bool.
func (c *Client) SetMicMute(mute bool, done Done) {
	c.command(done, func(t machine.Ticket) machine.Input { return machine.MuteMicrophone{Ticket: t, Mute: mute} })
}

// Bye tells the server that the page is going away and releases everything. When it returns in a page (to the
// handler of pagehide, say) the message reaches the browser as soon as the Go program pauses, which is before
// the handler returns.
func (c *Client) Bye() { c.inputs.put(machine.Bye{}) }

// Return says that the page is shown again after Bye, as browsers do with pages that they kept: an onError
// event says that the user is signed out.
func (c *Client) Return() { c.inputs.put(machine.Returned{}) }

// Close does what Bye does and ends the client: what is pending settles with an error, and so does every method
// from then on. It does not wait; Stopped does.
func (c *Client) Close() { c.inputs.put(machine.Stop{}) }

// Stopped is closed when all of a closed client's goroutines have ended.
func (c *Client) Stopped() <-chan struct{} { return c.stopped }

// Await calls one of a client's methods and waits until it settles, for programs that may block.
//
//	result, err := calling.Await[calling.CallResult](ctx, func(done calling.Done) { client.Call(params, done) })
//
// A nil result is R's zero value.
func Await[R any](ctx context.Context, method func(Done)) (R, error) {
	type outcome struct {
		result any
		err    error
	}
	settled := make(chan outcome, 1)
	method(func(result any, err error) { settled <- outcome{result, err} })
	select {
	case o := <-settled:
		result, _ := o.result.(R)
		return result, o.err
	case <-ctx.Done():
		var none R
		return none, ctx.Err()
	}
}

// command posts a method's input. After Close nobody would answer it, so it settles right here.
func (c *Client) command(done Done, make func(machine.Ticket) machine.Input) {
	c.mu.Lock()
	c.last++
	t := c.last
	c.tickets[t] = done
	c.mu.Unlock()
	if !c.inputs.put(make(t)) {
		c.settle(t, nil, errorClosed())
	}
}

func (c *Client) settle(t machine.Ticket, result any, err error) {
	c.mu.Lock()
	done := c.tickets[t]
	delete(c.tickets, t)
	c.mu.Unlock()
	if done != nil {
		done(result, err)
	}
}

func errorClosed() *api.Error {
	return api.Errorf(api.CodeCancelled, "TRTCCalling - the client is closed")
}
