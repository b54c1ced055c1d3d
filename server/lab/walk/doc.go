// Package walk makes 3 to 9 users of two applications do anything in any order, with the real server parts
// (bus, calls, gateway) and the real client, and checks what has to hold:
//
//   - every method settles once, and every request has one reply, in order;
//   - nobody is in two calls, and users of one application never meet those of the other, who have the same
//     names;
//   - no media flows before it was agreed to: no device is open without a method that asked for it, none is
//     attached, and nobody is admitted to a call's room without having called, accepted or joined;
//   - a call ends at most once for everybody, says why, and is never heard of again;
//   - nothing keeps ringing 5 s beyond its time;
//   - when all is quiet, clients and server agree on who is in which call, idle users hold no device and no
//     connection, can call and can be called, and there are as many calls as clients show;
//   - at the end no goroutine is left.
//
// What may happen is in step.go and method.go: methods with right or wrong parameters, lines that are cut,
// silent or slow, devices that are refused or whose prompt stays open, lost media, pages that are closed,
// second logins, a server that restarts, and raw clients, which send anything at all, also twice and out of
// order (raw.go). Lines never do that themselves: they are TCP.
//
// # Time
//
// A world lives in a bubble of testing/synctest, so its time is virtual: it passes when nothing is left to do,
// and ringing for a second costs nothing. Hence nothing in it may touch a real network: connections are in
// memory (stream.go), and rooms forward no media (truth.go). The embedded NATS runs in the bubble unchanged.
//
// # Replays
//
// Everything random comes from the seed: each line, device and raw client has its own stream, and crypto/rand
// is seeded, so ids are the same in a replay. Delays are drawn in nanoseconds, so nearly everything happens at
// a moment of its own and its order does not depend on how goroutines are scheduled. What one moment sets off
// is still run by several goroutines, on one processor to keep their order: of eight seeds all eight took the
// same 900 steps again, seven of them down to the last message. A failure that does not recur at once does so
// within a few repetitions.
package walk
