// Package sfu forwards media between the members of a room: it takes each publisher's RTP once and sends it to
// all other admitted members.
//
// # Words
//
// A [Room] has peers, one per user. A peer publishes tracks, one for each m-line on which its client may send;
// a track has layers, one per RTP stream (three with simulcast, otherwise one). A peer also has slots, one for
// each m-line on which the server may send: a slot carries one track of one other peer at a time, and later
// another one, so a page keeps its elements while people come and go. Media goes up (client to server) or down.
//
// # Who gets a slot
//
// A track's packets say how loud it is (RFC 6464), and a peer has at most eight places for sound. When there
// are more tracks, the loudest get the places: each peer chooses for itself every 60 ms ([packet.Loudness]). A
// user who becomes one of the loudest takes the next place, but has to be 6 dB louder than the quietest one
// that is sent. Pictures follow the same rule, and all that are sent count as equally loud. A track without a
// slot costs only its decryption. In an audio call no camera is forwarded ([Room.PassCameras]).
//
// When a peer has fewer m-lines than it could use, its user is asked for more (allot.go), once until the next
// offer, in steps of four, and for pictures only when somebody sends any.
//
// # The way of a packet
//
// [transport.Mux] reads and decrypts a packet and calls the publishing peer, which numbers it (duplicates end
// here), stores it for retransmission and passes it to the slots that carry its track. A slot rewrites sequence
// number, timestamp and the VP8 picture id so that what it sends stays continuous across a change of track or
// layer, and sends. All of that happens in the goroutine that read the packet, under the Mux's lock and without
// allocating. The arithmetic is in package [packet].
//
// # Feedback
//
// To publishers: NACK for gaps, PLI when somebody needs a key frame (at most one per 500 ms and layer),
// receiver reports (RFC 3550) and transport-wide feedback
// (https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01), all from the 20 ms tick
// of [transport.Handler]. To subscribers: retransmissions in the RTX format of RFC 4588, and the publisher's
// sender reports with the slot's SSRC and timestamps.
//
// # Locking
//
// Everything in a room, its peers, tracks and slots is protected by the Mux's lock: methods of [Room]
// take it through [transport.Mux.Do], and the handler methods of a peer run with it held. [Events] are
// delivered without it, in order, by one goroutine per room.
package sfu
