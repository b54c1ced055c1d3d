package transport

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/stun/v4"
)

// counts is what a Mux and one connection remember.
type counts struct{ addresses, paths, ssrcs, rtcp int }

func (c *rawClient) counts() counts {
	var n counts
	c.mux.Do(func() {
		n = counts{len(c.mux.byAddr), len(c.conn.ice.paths), len(c.conn.inbound), len(c.conn.rtcpFrom)}
	})
	return n
}

// settle returns when everything sent from s before has been handled.
func (c *rawClient) settle(s *rawSocket) {
	c.t.Helper()
	response := c.ask(s, c.check(stun.RawAttribute{Type: stun.AttrICEControlled, Value: make([]byte, 8)}))
	if response.Type != stun.BindingError { // a role conflict is answered and changes nothing
		c.t.Fatalf("got %v, want an error response", response.Type)
	}
}

func TestForgedSTUN(t *testing.T) {
	m := newMux(t)
	c := newRawClient(t, m, audioLine("0", "sendrecv"))
	good := c.check()
	other := *c
	other.remotePassword = strings.Repeat("x", 32)
	unknown := *c
	unknown.remoteUfrag = "nobody"
	foreign := *c
	foreign.ufrag = "other"
	mangled := func(at int) []byte {
		b := append([]byte(nil), good.Raw...)
		b[at] ^= 1
		return b
	}
	withoutIntegrity, err := stun.Build(stun.TransactionID, stun.BindingRequest,
		stun.NewUsername(c.remoteUfrag+":"+c.ufrag), stun.Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"with a wrong password":            other.check().Raw,
		"for an unknown user":              unknown.check().Raw,
		"with another remote user":         foreign.check().Raw,
		"with a changed transaction":       mangled(10),
		"with a changed user name":         mangled(26),
		"with a changed integrity":         mangled(len(good.Raw) - 20),
		"with a changed fingerprint":       mangled(len(good.Raw) - 1),
		"without integrity":                withoutIntegrity.Raw,
		"that is empty":                    {},
		"that is one byte":                 {0},
		"that is only a header":            good.Raw[:20],
		"with a length beyond the end":     append(append([]byte(nil), good.Raw[:2]...), append([]byte{0xff, 0xfc}, good.Raw[4:]...)...),
		"cut off in an attribute":          good.Raw[:30],
		"that is an indication":            append([]byte{0, 0x11}, good.Raw[2:]...),
		"that is a response to nothing":    append([]byte{1, 1}, good.Raw[2:]...),
		"that is longer than any datagram": make([]byte, maxDatagram+1),
	} {
		t.Run(name, func(t *testing.T) {
			c.t = t
			s := newRawSocket(t, m)
			s.send(t, b)
			c.settle(s)
			if got := c.counts(); got != (counts{}) {
				t.Errorf("got state %+v, want none", got)
			}
			select {
			case answer := <-s.stun:
				t.Errorf("got an answer: %x", answer)
			default:
			}
		})
	}
}

func TestUnauthenticatedAttribute(t *testing.T) {
	t.Run("USE-CANDIDATE behind MESSAGE-INTEGRITY does not count", func(t *testing.T) {
		m := newMux(t)
		c := newRawClient(t, m, audioLine("0", "sendrecv"))
		c.open(c.socket)
		second := newRawSocket(t, m)
		request, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(c.remoteUfrag+":"+c.ufrag),
			stun.NewShortTermIntegrity(c.remotePassword), useCandidate, stun.Fingerprint)
		if err != nil {
			t.Fatal(err)
		}
		c.ask(second, request)
		c.answer(second, c.readSTUN(second), c.password)
		if got, want := c.selected(), c.socket.addr(); got != want {
			t.Errorf("got %v selected, want %v", got, want)
		}
	})
}

func (c *rawClient) selected() (addr netip.AddrPort) {
	c.mux.Do(func() { addr = c.conn.ice.selected.addr })
	return addr
}

func TestStranger(t *testing.T) {
	m := newMux(t)
	c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
	header := rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 10}
	c.await(header)
	before := c.counts()
	stranger := newRawSocket(t, m)
	header.SequenceNumber++
	good := c.protect(header, "from elsewhere")
	t.Run("RTP that would decrypt", func(t *testing.T) { stranger.send(t, good) })
	t.Run("RTCP", func(t *testing.T) { stranger.send(t, append([]byte{0x80, 200}, good...)) })
	t.Run("a DTLS hello", func(t *testing.T) {
		other := newRawClient(t, m, audioLine("0", "sendrecv")) // its address is not validated
		other.socket.send(t, append([]byte{22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 1))
	})
	t.Run("every first byte", func(t *testing.T) {
		for first := range 256 {
			stranger.send(t, append([]byte{byte(first)}, good[1:]...))
		}
	})
	c.settle(stranger)
	header.SequenceNumber++
	if got := c.await(header); len(got) != 0 {
		t.Errorf("got %d packets from an address that never passed ICE", len(got))
	}
	if got := c.counts(); got != before {
		t.Errorf("got state %+v, want %+v as before", got, before)
	}
}

func TestForgedMedia(t *testing.T) {
	m := newMux(t)
	c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
	header := rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 10}
	c.await(header)
	before := c.counts()
	next := func() []byte {
		header.SequenceNumber++
		return c.protect(header, "payload")
	}
	changed := func(at int) []byte {
		b := next()
		b[(at+len(b))%len(b)] ^= 1
		return b
	}
	replayed := next()
	newSource := c.protect(rtp.Header{PayloadType: 111, SSRC: 2, SequenceNumber: 1}, "payload")
	newSource[len(newSource)-1] ^= 1
	for name, datagrams := range map[string][][]byte{
		"a changed payload":            {changed(13)},
		"a changed tag":                {changed(-1)},
		"a changed timestamp":          {changed(5)},
		"another source":               {changed(9)},
		"a new source, forged":         {newSource},
		"not encrypted":                {append([]byte{0x80, 111, 0, 99, 0, 0, 0, 0, 0, 0, 0, 1}, "plain"...)},
		"only a header":                {next()[:12]},
		"half a header":                {next()[:6]},
		"extension beyond the end":     {append([]byte{0x90, 111, 0, 99, 0, 0, 0, 0, 0, 0, 0, 1, 0xbe, 0xde, 0xff, 0xff}, "x"...)},
		"fifteen CSRCs beyond the end": {append([]byte{0x8f}, next()[1:20]...)},
		"RTCP, forged":                 {append([]byte{0x80, 200, 0, 1, 0, 0, 0, 1}, make([]byte, 30)...)},
		"RTCP, truncated":              {{0x80, 200, 0, 1}},
		"of unused first bytes":        {{70, 1, 2, 3}, {5, 1, 2, 3}, {200, 1, 2, 3}, {255}},
	} {
		t.Run(name, func(t *testing.T) {
			c.t = t
			for _, b := range datagrams {
				c.socket.send(t, b)
			}
			header.SequenceNumber++
			if got := c.await(header); len(got) != 0 {
				t.Errorf("got %d packets, want none", len(got))
			}
			if got := c.counts(); got != before {
				t.Errorf("got state %+v, want %+v as before", got, before)
			}
		})
	}
	t.Run("a replayed packet arrives once", func(t *testing.T) {
		c.t = t
		for range 3 {
			c.socket.send(t, replayed)
		}
		header.SequenceNumber++
		if got := c.await(header); len(got) != 1 {
			t.Errorf("got %d packets, want 1", len(got))
		}
	})
}

func TestLimits(t *testing.T) {
	t.Run("sources of RTP", func(t *testing.T) {
		c := connectedRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.await(rtp.Header{PayloadType: 111, SSRC: 1})
		for ssrc := range uint32(3 * maxSSRCs) {
			c.socket.send(t, c.protect(rtp.Header{PayloadType: 111, SSRC: 100 + ssrc}, "bomb"))
		}
		got := len(c.await(rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 1}))
		if want := maxSSRCs - 1; got != want {
			t.Errorf("got packets of %d more sources, want %d", got, want)
		}
		if got := c.counts().ssrcs; got != maxSSRCs {
			t.Errorf("got %d sources remembered, want %d", got, maxSSRCs)
		}
	})
	t.Run("addresses", func(t *testing.T) {
		m := newMux(t)
		c := newRawClient(t, m, audioLine("0", "sendrecv"))
		c.open(c.socket, useCandidate)
		for range 2 * maxPaths {
			c.validate(newRawSocket(t, m))
		}
		if got := c.counts(); got.paths != maxPaths || got.addresses != maxPaths {
			t.Errorf("got %+v, want %d paths", got, maxPaths)
		}
		if got, want := c.selected(), c.socket.addr(); got != want {
			t.Errorf("got %v selected, want the nominated %v", got, want)
		}
	})
}

func TestAddressOfAnother(t *testing.T) {
	m := newMux(t)
	victim := newRawClient(t, m, audioLine("0", "sendrecv"))
	victim.validate(victim.socket)
	thief := newRawClient(t, m, audioLine("0", "sendrecv"))
	// The thief forges the victim's source address.
	victim.socket.send(t, thief.check(useCandidate).Raw)
	victim.settle(victim.socket)
	if got := thief.counts().paths; got != 0 {
		t.Errorf("got %d addresses for the thief, want none", got)
	}
	if got := victim.counts().paths; got != 1 {
		t.Errorf("got %d addresses for the victim, want 1", got)
	}
}
