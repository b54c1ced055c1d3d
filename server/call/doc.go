// Package call is the life of a call: who rings, who is in it, when and how it ends.
//
// A call is a pure state machine (step.go: an input and the time in, effects out) with one owner
// goroutine (owner.go), which the call's address on the bus leads to. Sessions send requests there and
// get replies and updates at their own address; nobody else has a pointer to a call. The ring timer is
// the owner's: no client decides when ringing ends.
//
// A user has at most one call because its session does: the session marks itself as engaged before it asks for
// a call, and answers an invitation with Rang or Occupied. A callee for whom no session answers is invited
// again every second until the time to ring is over, so a callee who signs in meanwhile rings for the rest of
// it.
package call
