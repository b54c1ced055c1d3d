// Package machine decides what a client does. [Machine.Step] takes one [Input] (a method was called, the server
// said something, a device was opened), changes the state and returns [Effect]s: what has to be done, in order.
// It does nothing itself: no I/O, no goroutine, no clock, no lock. The rules in .ci/rules check its imports for
// that. Its tests use the same property: testdata has transcripts of inputs and effects, and FuzzStep plays
// arbitrary histories.
//
// # Where to find things
//
// input.go and effect.go list all inputs and effects; step.go says which method takes which input. Every other
// file has one subject, and calls only files below it:
//
//	step.go                                       hands an input to its method
//	reply.go                                      hands a reply to its method
//	session.go  place.go group.go answer.go end.go   sign in and out, call, be called, end
//	prepare.go connect.go update.go               what media and server say of a call
//	camera.go choice.go lost.go screen.go speaker.go view.go volume.go info.go switch.go
//	call.go, and the machines of which a call is made:
//	    negotiation.go   offers and answers       capture.go   microphone and camera
//	    sharing.go       the shared screen        backlog.go   what came too early
//	    roster.go        who else takes part
//	shown.go snapshot.go                          what the page knows, what its getters show
//	out.go error.go message.go                    effects, errors, chat messages
//
// # Rules
//
//   - The server decides. It says who is busy, when ringing ends and who is in a call; the state here mirrors it,
//     except that a call which this side ends is over here at once.
//   - A method settles before the events that follow from it.
//   - Every call has an attempt number. Reports from media carry it, so that nothing left over from a call that
//     has ended affects another one.
package machine
