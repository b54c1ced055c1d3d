// Package packet is the arithmetic of forwarding: what is worked out from the numbers, times and header fields
// of RTP packets, apart from rooms, peers and the network. Nothing in it has a clock, a lock or an address, and
// nothing on a packet's way allocates. Package sfu puts the parts together.
//
// # What comes from a publisher
//
// [Numbering] gives a stream's packets numbers without a wrap-around and finds duplicates. [Missing] holds the
// gaps in these, and says when to ask for what lies in them (NACK); [Keyframes] does the same for key frames
// (PLI). [Reception] and [Arrivals] make the reports that the sender adapts to: receiver reports (RFC 3550) and
// transport-wide feedback. [Ring] keeps packets that may have to be sent again, and [Loudness] tells who is
// speaking.
//
// # What goes to a subscriber
//
// [Rewriter] and [Pictures] make one continuous stream out of everything that a subscriber gets in one place:
// sequence numbers and timestamps, and VP8 picture ids (which [ParseVP8] finds). [Sent] knows what went out
// under which number, so that a lost packet is found in the ring, and how often it may be repeated.
package packet
