package sfu

import (
	"errors"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/transport"
)

// start is when the packets of tests begin to arrive.
var start = time.Unix(1_700_000_000, 0)

// memoryConn is a connection whose other end is a list: what a peer sends can be read here.
type memoryConn struct {
	lines []*transport.Line
	keep  bool // keep what is sent
	rtp   []sentRTP
	rtcp  []rtcp.Packet
	sent  int
}

type sentRTP struct {
	line     *transport.Line
	header   transport.Header
	repair   bool // a retransmission of original
	original uint16
	payload  string
}

func (c *memoryConn) Renegotiate(string) (string, error) {
	return "", errors.New("this connection has no descriptions")
}
func (c *memoryConn) Lines() []*transport.Line { return c.lines }
func (c *memoryConn) Close()                   {}

func (c *memoryConn) SendRTP(l *transport.Line, h transport.Header, payload []byte) error {
	c.sent++
	if c.keep {
		c.rtp = append(c.rtp, sentRTP{line: l, header: h, payload: string(payload)})
	}
	return nil
}

func (c *memoryConn) SendRTX(l *transport.Line, h transport.Header, original uint16, payload []byte) error {
	if c.keep {
		c.rtp = append(c.rtp, sentRTP{line: l, header: h, repair: true, original: original, payload: string(payload)})
	}
	return nil
}

func (c *memoryConn) SendRTCP(packets ...rtcp.Packet) error {
	if c.keep {
		c.rtcp = append(c.rtcp, packets...)
	}
	return nil
}

// count is how many RTCP packets of a type were sent since the last call of forget.
func count[T rtcp.Packet](c *memoryConn) (n int) {
	for _, packet := range c.rtcp {
		if _, ok := packet.(T); ok {
			n++
		}
	}
	return n
}

func (c *memoryConn) forget() { c.rtp, c.rtcp = nil, nil }

// Payload types and SSRCs of the clients in these tests.
const (
	opusType = 111
	vp8Type  = 96
	rtxType  = 97

	audioSSRC = 1000
	videoSSRC = 2000
	rtxSSRC   = 3000
)

// newLines are the lines of a client that sends and receives audio and video, and receives from more.
func newLines(pairs int) (lines []*transport.Line) {
	for i := range pairs {
		first := i == 0
		base := uint32(10 * (i + 1))
		lines = append(lines,
			&transport.Line{Index: 2 * i, Mid: mid(2 * i), Kind: transport.Audio, Receive: first, Send: true,
				PayloadType: opusType, ClockRate: 48000, SSRC: base, TransportCC: true},
			&transport.Line{Index: 2*i + 1, Mid: mid(2*i + 1), Kind: transport.Video, Receive: first, Send: true,
				PayloadType: vp8Type, RTXPayloadType: rtxType, ClockRate: 90000, SSRC: base + 1, RTXSSRC: base + 2,
				NACK: true, PLI: true, TransportCC: true})
	}
	return lines
}

func mid(i int) string { return string(rune('0' + i)) }

// told is an Events that remembers what was asked for. It belongs to the room's goroutine, see Room.askedFor.
type told struct{ lines []linesOf }

func (t *told) SlotsChanged(string, []protocol.Slot) {}
func (t *told) Lost(string, error)                   {}

func (t *told) LinesWanted(user string, lines protocol.Lines) {
	t.lines = append(t.lines, linesOf{user, lines})
}

// newTestRoom is a room without a socket: there is one goroutine, so nobody needs the Mux's lock.
func newTestRoom(t testing.TB) *Room {
	r := &Room{sfu: &SFU{rooms: map[*Room]struct{}{}}, callID: "call", notices: newNotices(&told{})}
	t.Cleanup(r.notices.close)
	return r
}

// enter brings a connected user with this many pairs of lines into the room, not admitted yet.
func (r *Room) enter(user string, pairs int) (*peer, *memoryConn) {
	conn := &memoryConn{lines: newLines(pairs), keep: true}
	p := &peer{room: r, user: user, conn: conn}
	r.peers = append(r.peers, p)
	p.adopt(start)
	p.HandleConnected(start)
	return p, conn
}

func (r *Room) admit(peers ...*peer) {
	for _, p := range peers {
		p.admit(start)
	}
}

// frame is one video packet that is a whole frame.
func frame(p *peer, seq uint16, key bool, at time.Duration) *transport.Packet {
	payload := []byte{0x90, 0xf0, 0x80 | byte(seq>>8), byte(seq), byte(seq), 0x20, 0x01, byte(seq >> 8), byte(seq)}
	if key {
		payload[6] = 0
	}
	return &transport.Packet{
		Line: p.tracks[1].line, SSRC: videoSSRC, PayloadType: vp8Type, SequenceNumber: seq,
		Timestamp: uint32(seq) * 3000, Marker: true, Payload: payload, Arrival: start.Add(at),
	}
}

// repair makes a packet a retransmission of itself.
func repair(packet *transport.Packet) *transport.Packet {
	original := packet.SequenceNumber
	packet.Payload = append([]byte{byte(original >> 8), byte(original)}, packet.Payload...)
	packet.SSRC, packet.PayloadType, packet.RTX = rtxSSRC, rtxType, true
	packet.SequenceNumber = original + 7
	return packet
}

func sound(p *peer, seq uint16, at time.Duration) *transport.Packet {
	return &transport.Packet{
		Line: p.tracks[0].line, SSRC: audioSSRC, PayloadType: opusType, SequenceNumber: seq,
		Timestamp: uint32(seq) * 960, Payload: []byte{0x78, byte(seq)}, Arrival: start.Add(at),
	}
}
