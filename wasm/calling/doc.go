// Package calling is the client: it signs a user in, places and answers calls and tells what happens
// in them, with the methods, results and events that pages know from trtc-calling-js. It knows neither
// JavaScript nor WebRTC: a page gives it an [api.Media] and so does a native program, and the same code runs
// in both against the same server.
//
// One goroutine owns everything that changes (loop.go). What the page calls, what the server says and what
// becomes of work on media is posted to it as an input of package machine; the machine answers with effects,
// and the loop performs them in order: it settles a method, emits an event, sends a request, hands an
// operation to the call's media.
//
//	page -> Client.Call -> input -> machine.Step -> effects -> link (the WebSocket), work (api.Media),
//	                                                           Options.Emit, the method's Done
//
// The state that the synchronous getters show (Options.State) is published before anything that follows
// from the same input. Nothing here blocks the loop: the link has goroutines for reading and writing, a call's
// work has lanes for its microphone, its camera and its connection.
package calling
