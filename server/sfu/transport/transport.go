// Package transport is the border between media and network: it answers an offer, hands over
// decrypted RTP and RTCP, sends RTP and RTCP, and closes. It is ICE-lite, DTLS and SRTP over one
// shared UDP socket, assembled by ourselves; what is above it knows none of them.
package transport

import (
	"net/netip"
	"time"

	"github.com/pion/rtcp"
)

// Kind is the kind of media of an m-line.
type Kind string

// The kinds of media.
const (
	Audio Kind = "audio"
	Video Kind = "video"
)

// Line is one negotiated m-line of a connection. Payload types and extension ids are those of this
// connection's offer: browsers differ, so they are never shared between connections.
type Line struct {
	Index   int    // position in the description
	Mid     string // a=mid
	Kind    Kind
	Receive bool // the client may send on it (its offer says sendrecv or sendonly)
	Send    bool // we may send on it (sendrecv or recvonly)

	PayloadType    uint8 // of the one codec that the answer chose: Opus or VP8
	RTXPayloadType uint8 // 0: none
	ClockRate      uint32

	SSRC    uint32 // ours, declared in the answer; 0 when Send is false
	RTXSSRC uint32 // ours; 0 without RTX

	AudioLevelID  uint8 // extension ids, 0: not negotiated
	TransportCCID uint8
	NACK, PLI     bool // feedback that was negotiated
	TransportCC   bool
	RIDs          []string // simulcast layers the client may send, as offered
}

// Packet is one decrypted RTP packet. It and its slices are valid during the call only.
type Packet struct {
	Line            *Line
	RID             string // "" without simulcast
	RTX             bool   // it came on the RTX payload type; Payload still begins with the original sequence number
	SSRC            uint32
	SequenceNumber  uint16
	Timestamp       uint32
	Marker          bool
	PayloadType     uint8
	Payload         []byte // without padding; empty for a packet that is padding only
	TransportSeq    uint16 // transport-wide sequence number, when HasTransportSeq
	HasTransportSeq bool
	AudioLevel      uint8 // -dBov, 127 is silence, when HasAudioLevel
	HasAudioLevel   bool
	Arrival         time.Time
}

// Header is what a sender decides about one RTP packet that goes out on a line.
type Header struct {
	SequenceNumber uint16
	Timestamp      uint32
	Marker         bool
}

// Handler is told what arrives on one connection. All its methods run with the Mux's lock held and
// must not block; they may call every method of Conn, and none of Mux.
type Handler interface {
	// HandleConnected is called once, when DTLS has finished and media can flow.
	HandleConnected(now time.Time)
	HandleRTP(p *Packet)
	HandleRTCP(packets []rtcp.Packet, now time.Time)
	// HandleTick is called every 20 ms, also when nothing arrives.
	HandleTick(now time.Time)
	// HandleClosed is called once, when the other side closed DTLS (nil error) or was lost
	// (ErrConsentLost, or what ended the handshake). It is not called after Conn.Close.
	HandleClosed(err error)
}

// Candidate is an address that the answers announce.
type Candidate = netip.AddrPort
