// Package machine decides what a client does. [Machine.Step] takes one [Input] (a method was called, the server
// said something, a device was opened), changes the state and returns [Effect]s: what has to be done, in order.
// It does nothing itself: no I/O, no goroutine, no clock, no lock. The rules in .ci/rules check its imports for
// that. Its tests use the same property: testdata has transcripts of inputs and effects, and FuzzStep plays
// arbitrary histories.
//
// # Where to find things
//
// input.go and effect.go list all there are; step.go says which method takes which input. Each other file has
// one subject, and files call one way, from the top of this list to its end (.ci/rules checks that no two call each
// other, directly or not):
//
//	step.go reply.go                   hand an input, and a reply, to its method
//	group.go place.go                  call
//	prepare.go                         the caller's devices and offer, until the request is sent
//	answer.go                          be called
//	update.go                          what the server tells of a call
//	connect.go end.go                  the connection fails; a call ends from this side
//	session.go                         sign in and out, the end of the WebSocket
//	camera.go choice.go lost.go screen.go speaker.go view.go volume.go info.go switch.go
//	result.go send.go                  what methods settle with; what this side sends, and says of that
//	call.go, and the machines of which a call is made, each with methods that alone change it:
//	    negotiation.go   offers and answers       capture.go   microphone and camera
//	    sharing.go       the shared screen        backlog.go   what came too early
//	    roster.go        who else takes part
//	shown.go snapshot.go               what the page knows, what its getters show
//	machine.go out.go error.go message.go   the state as a whole; effects, errors, chat messages
//
// # Rules
//
//   - The server decides. Who is busy, when ringing ends and who is in a call is what it says; the state here
//     mirrors it, except that a call that this side ends is over here at once.
//   - A method settles before the events that follow from it, and not before the browser has taken the server's
//     answer: between the reply and that lies the phase entering.
//   - Every call has an attempt number. What becomes of an effect on its media carries it, so that nothing that
//     belongs to a call that is over changes another one. What devices do on their own has none: there is one camera.
//   - The state is published (Publish) before the results and events that follow from it.
package machine
