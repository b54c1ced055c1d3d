// Package calling is the client: it signs a user in, places and answers calls and reports what happens in them,
// with the methods, results and events that pages know from trtc-calling-js. It knows neither JavaScript nor
// WebRTC: pages and native programs each give it an [api.Media], and the same code runs in both against the
// same server.
//
// One goroutine owns everything that changes (loop.go). Method calls, messages from the server and the outcome
// of work on media are posted to it as inputs of package machine. The machine answers with effects, and the
// loop performs them in order: it settles a method, emits an event, sends a request, hands an operation to the
// call's media.
//
//	page -> Client.Call -> input -> machine.Step -> effects -> link (the WebSocket), work (api.Media),
//	                                                           Options.Emit, the method's Done
//
// The state that the synchronous getters show (Options.State) is published before anything else that follows
// from the same input. Nothing here blocks the loop: the link has goroutines for reading and writing, and a
// call's work has lanes for its microphone, its camera and its connection.
package calling
