// Package calling is the client: it signs a user in, places and answers calls and tells what happens
// in them, with the methods, results and events that pages know from trtc-calling-js. It knows neither
// JavaScript nor WebRTC: a page gives it a [Media] and so does a native program, and the same code runs
// in both against the same server.
//
// # How it works
//
// One goroutine owns everything that changes (loop.go). Methods, messages of the server and results of
// media operations are inputs that are posted to it; nothing else touches the state. An input is
// applied by a pure function of the state and the input (step*.go): it changes the state and returns
// effects. The loop then performs the effects in order: it settles a method, emits an event, sends a
// request, hands an operation to the call's media (work.go).
//
//	page -> Client.Call -> input -> step -> effects -> WebSocket (signal.go), Media (media.go),
//	                                                   Options.Emit, the method's Done
//
// Three rules hold everywhere:
//
//   - The server decides. Who is busy, when ringing ends and who is in a call is what it says; the
//     state here mirrors it, except that a call this side ends is over here at once.
//   - A method settles before the events that follow from it are emitted, and the state that the
//     synchronous getters show (Options.State) is published before both.
//   - Every call has an attempt number. Results of media operations carry it, so that what comes back
//     for a call that is over changes nothing.
package calling
