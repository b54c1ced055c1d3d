// Package packet is the arithmetic of forwarding: what is worked out from the numbers, times and header fields of
// RTP packets, apart from rooms, peers and the network. Nothing in it has a clock, a lock or an address, and
// nothing on the way of a packet allocates. Package sfu puts the parts together.
//
// # What comes from a publisher
//
// [Numbering] gives the packets of a stream numbers without a wrap-around and finds duplicates. [Missing] are the
// gaps in these, and says when to ask for what lies in them (NACK); [Keyframes] does the same for key frames
// (PLI). [Reception] and [Arrivals] make the reports that the sender adapts by: receiver reports (RFC 3550) and
// transport-wide feedback. [Ring] keeps packets that may have to be sent again, and [Loudness] tells who speaks.
//
// # What goes to a subscriber
//
// [Rewriter] and [Pictures] make one continuous stream of all that a subscriber gets in one place: sequence
// numbers and timestamps, VP8 picture ids (which [ParseVP8] finds). [Sent] knows what went out under which
// number, so that a lost packet is found in the ring, and how often it may be repeated.
package packet
