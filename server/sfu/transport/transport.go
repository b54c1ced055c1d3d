// Package transport is the border between media and network: it answers an offer, hands over decrypted RTP and
// RTCP, sends RTP and RTCP, and closes. It combines ICE-lite, DTLS and SRTP over one shared UDP socket, and
// hides them from the packages above it.
//
// Where to find what: mux.go owns the socket and sorts datagrams, conn.go is the life of one
// connection, offer.go, line.go and answer.go are its session descriptions
// ([RFC 9429]), ice.go decides which addresses are the client's ([RFC 8445], [RFC 7675]), dtls.go and pipe.go
// agree on keys ([RFC 5764]), receive.go, demux.go and send.go carry RTP and RTCP under them
// ([RFC 3711], [RFC 7714]).
//
// One mutex, the Mux's, guards everything: a packet is read, decrypted, forwarded to many
// connections and encrypted again without a second lock or goroutine.
//
// Transport-wide congestion control ([draft-holmer-rmcat-transport-wide-cc-extensions-01]) is negotiated only
// where the client sends: packets from the server carry no transport-wide numbers, so it does not ask for
// feedback on them.
//
// [RFC 3711]: https://www.rfc-editor.org/rfc/rfc3711
// [RFC 5764]: https://www.rfc-editor.org/rfc/rfc5764
// [RFC 7675]: https://www.rfc-editor.org/rfc/rfc7675
// [RFC 7714]: https://www.rfc-editor.org/rfc/rfc7714
// [RFC 8445]: https://www.rfc-editor.org/rfc/rfc8445
// [RFC 9429]: https://www.rfc-editor.org/rfc/rfc9429
// [draft-holmer-rmcat-transport-wide-cc-extensions-01]: https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01
package transport

import (
	"errors"
	"net/netip"
	"time"

	"github.com/pion/rtcp"
)

// Errors that say why a connection ended or a packet was not sent.
var (
	// ErrConsentLost says that the client sent no authenticated STUN request for 30 s (RFC 7675).
	ErrConsentLost = errors.New("the client stopped answering")
	// ErrNotConnected says that there are no keys yet, or that the connection is closed.
	ErrNotConnected = errors.New("not connected")
	// ErrNotNegotiated says that the answer does not allow the server to send this on the line.
	ErrNotNegotiated = errors.New("not negotiated on this line")
	// ErrNumberUsed says that the sequence number was sent before, or is too old to tell. Sending it again
	// would repeat a nonce, which gives the key away.
	ErrNumberUsed = errors.New("sequence number used before")
	// ErrTooLarge says that the packet does not fit a datagram.
	ErrTooLarge = errors.New("packet too large")
)

// Kind is the kind of media of an m-line.
type Kind string

// The kinds of media.
const (
	Audio Kind = "audio"
	Video Kind = "video"
)

// Line is one negotiated m-line of a connection. Payload types and extension ids are those of this
// connection's offer: browsers differ, so they are never shared between connections. A renegotiation
// updates a Line in place: the pointer stays the same as long as the m-line has the same mid.
type Line struct {
	Index   int    // position in the description
	Mid     string // a=mid
	Kind    Kind
	Receive bool // the client may send on it (its offer says sendrecv or sendonly)
	Send    bool // the server may send on it (sendrecv or recvonly)

	PayloadType    uint8 // of the one codec that the answer chose: Opus or VP8
	RTXPayloadType uint8 // 0: none
	ClockRate      uint32

	SSRC    uint32 // the server's, declared in the answer; 0 when Send is false
	RTXSSRC uint32 // the server's; 0 without RTX
	CNAME   string // the server's, the same for both lines of a slot; "" when Send is false

	AudioLevelID  uint8 // extension ids, 0: not negotiated
	TransportCCID uint8
	NACK, PLI     bool // feedback that was negotiated
	TransportCC   bool
	RIDs          []string // simulcast layers the client may send, as offered

	midID, ridID, repairedRIDID uint8 // extension ids, 0: not negotiated
	feedback                    []string
	rtcpRsize                   bool
	paused                      []bool   // of RIDs: the client does not send them for now
	declared                    []uint32 // the client's SSRCs according to its offer
	repairs                     []repairPair
	media, rtx                  outbound // what was sent under SSRC and RTXSSRC
	reservedSSRC, reservedRTX   uint32   // kept while Send is false, so that SSRCs survive a pause
}

// Packet is one decrypted RTP packet. It and its slices are valid only during the call.
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
	// WithMid names the m-line in the packet (RFC 8843, 9.2), for a client that may not have applied the answer
	// yet, from which it would learn the SSRC. Firefox, for one, otherwise loses the source for good.
	WithMid bool
}

// Handler is told what arrives on one connection. All its methods run with the Mux's lock held and
// must not block; they may call every method of Conn, and none of Mux.
type Handler interface {
	// HandleConnected is called once, when DTLS has finished and media can flow.
	HandleConnected(now time.Time)
	HandleRTP(p *Packet)
	HandleRTCP(packets []rtcp.Packet, now time.Time)
	// HandleTick is called every 20 ms, even when nothing arrives.
	HandleTick(now time.Time)
	// HandleClosed is called once, when the other side closed DTLS (nil error) or was lost
	// (ErrConsentLost, or what ended the handshake). It is not called after Conn.Close.
	HandleClosed(err error)
}

// Candidate is an address that the answers announce.
type Candidate = netip.AddrPort
