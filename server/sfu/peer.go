package sfu

import (
	"slices"
	"sync"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/packet"
	"trtccalling/server/sfu/transport"
)

// connection is what a peer needs from a *transport.Conn. All methods but Renegotiate are called with the Mux's
// lock held.
type connection interface {
	Renegotiate(offer string) (answer string, err error)
	Lines() []*transport.Line
	SendRTP(l *transport.Line, h transport.Header, payload []byte) error
	SendRTX(l *transport.Line, h transport.Header, original uint16, payload []byte) error
	SendRTCP(packets ...rtcp.Packet) error
	Close()
}

// peer is one user in a room. It is the transport's handler of the user's connection.
type peer struct {
	room *Room
	user string

	negotiation sync.Mutex // held by the one Room.Answer at work for the peer

	// Protected by the Mux's lock:
	admitted  bool
	removed   bool
	conn      connection // nil: none, or not ready
	connected bool       // media can flow
	closed    bool       // the connection ended; a new answer makes another one
	tracks    []*track   // by the index of their lines; nil where the client does not send
	slots     []*slot
	told      int            // how many slots were in use when the user was last told
	asked     protocol.Lines // how many m-lines it was asked for, at least those that it has
	crowded   bool           // it could receive more than it has slots for: the loudest get them
	rtcpSSRC  uint32
	ticks     int
	arrivals  packet.Arrivals
	feedback  []rtcp.Packet // reused
	count     Counters
}

// adopt takes over the lines of a description that was answered. Tracks and slots that exist stay; tracks that
// are no longer sent leave their slots in Room.reconcile, which follows.
func (p *peer) adopt(now time.Time) {
	lines := p.conn.Lines()
	tracks, slots := p.tracks, p.slots
	p.tracks, p.slots = nil, nil
	for _, line := range lines {
		p.adoptTrack(line, tracks)
		p.adoptSlot(line, slots)
	}
	for _, s := range slots {
		if !slices.Contains(p.slots, s) {
			s.carry(nil, now)
		}
	}
	p.asked = p.lines()
}

func (p *peer) adoptTrack(line *transport.Line, old []*track) {
	if !line.Receive {
		return
	}
	for len(p.tracks) <= line.Index {
		p.tracks = append(p.tracks, nil)
	}
	i := slices.IndexFunc(old, func(t *track) bool { return t != nil && t.line.Mid == line.Mid })
	if i < 0 {
		p.tracks[line.Index] = &track{peer: p, line: line, isScreen: p.sendsPicture() && line.Kind == transport.Video}
		return
	}
	old[i].line = line
	p.tracks[line.Index] = old[i]
}

// sendsPicture says whether there is a video track. The first one is the camera, further ones are screens.
func (p *peer) sendsPicture() bool {
	return slices.ContainsFunc(p.tracks, func(t *track) bool { return t != nil && t.line.Kind == transport.Video })
}

func (p *peer) adoptSlot(line *transport.Line, old []*slot) {
	if !line.Send {
		return
	}
	if p.rtcpSSRC == 0 {
		p.rtcpSSRC = line.SSRC
	}
	i := slices.IndexFunc(old, func(s *slot) bool { return s.line.Mid == line.Mid })
	if i < 0 {
		p.slots = append(p.slots, &slot{peer: p, line: line})
		return
	}
	old[i].line = line
	p.slots = append(p.slots, old[i])
}

// release frees everything that depends on the peer's connection.
func (p *peer) release(now time.Time) {
	for _, t := range p.tracks {
		if t != nil {
			t.end(now)
		}
	}
	for _, s := range p.slots {
		s.carry(nil, now)
	}
	p.tracks, p.slots = nil, nil
	p.conn, p.connected = nil, false
	p.arrivals = packet.Arrivals{}
	p.rtcpSSRC, p.told, p.asked, p.crowded = 0, 0, protocol.Lines{}, false
}

// end takes the track out of every slot.
func (t *track) end(now time.Time) {
	for len(t.slots) > 0 {
		t.slots[0].carry(nil, now)
	}
}

// receives says whether what the slots carry is sent.
func (p *peer) receives() bool { return p.connected && p.admitted }

// HandleConnected implements transport.Handler.
func (p *peer) HandleConnected(now time.Time) {
	p.connected = true
	p.wantKeyframes(now)
}

// admit lets the peer's media through, both ways. The Mux's lock is held.
func (p *peer) admit(now time.Time) {
	p.admitted = true
	p.wantKeyframes(now)
	p.room.reconcile(now)
}

// wantKeyframes asks for pictures that can be shown: those that the slots carry are already running.
func (p *peer) wantKeyframes(now time.Time) {
	if !p.receives() {
		return
	}
	for _, s := range p.slots {
		if s.track != nil {
			s.track.wantKeyframe(now)
		}
	}
}

// HandleRTP implements transport.Handler.
func (p *peer) HandleRTP(in *transport.Packet) {
	if in.HasTransportSeq && in.Line.TransportCC {
		p.arrivals.Record(in.TransportSeq, in.Arrival)
	}
	if i := in.Line.Index; i < len(p.tracks) && p.tracks[i] != nil {
		p.tracks[i].receive(in)
	}
}

// HandleClosed implements transport.Handler.
func (p *peer) HandleClosed(err error) {
	p.closed = true
	p.release(time.Now())
	p.room.reconcile(time.Now())
	p.room.notices.post(func(e Events) { e.Lost(p.user, err) })
}

// send sends RTCP, which is never repeated: the next report or request makes up for what is lost.
func (p *peer) send(packets ...rtcp.Packet) {
	if err := p.conn.SendRTCP(packets...); err != nil {
		p.count.SendErrors++
	}
}

// remove takes an element out of a list whose order does not matter.
func remove[T comparable](list []T, element T) []T {
	if i := slices.Index(list, element); i >= 0 {
		list[i] = list[len(list)-1]
		clear(list[len(list)-1:])
		return list[:len(list)-1]
	}
	return list
}
