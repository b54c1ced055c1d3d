package transport

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"testing"
	"time"

	"trtccalling/server/protocol"

	"github.com/pion/rtcp"
	"github.com/pion/sdp/v3"
	"github.com/pion/srtp/v3"
	"github.com/pion/stun/v4"
)

// keyed is a connection whose keys are known without a handshake, and whose client is at addr.
type keyed struct {
	mux    *Mux
	conn   *Conn
	events *events
	addr   netip.AddrPort
}

// patientTiming lets connections live without checks and handshakes.
func patientTiming() timing {
	t := realTiming()
	t.consent, t.handshake = time.Hour, time.Hour
	return t
}

func newKeyed(t testing.TB, m *Mux, addr netip.AddrPort, media ...string) *keyed {
	t.Helper()
	k := &keyed{mux: m, events: newEvents(), addr: addr}
	conn, _, err := m.Answer(newDescription(media...).String(), k.events)
	if err != nil {
		t.Fatal(err)
	}
	k.conn = conn
	m.Do(func() {
		p, _ := conn.pathFrom(addr, m.timing.now())
		conn.pathAnswered(p)
		k.renewKeys(t)
	})
	return k
}

// renewKeys also forgets everything that was received. The lock is held.
func (k *keyed) renewKeys(t testing.TB) {
	t.Helper()
	var err error
	if k.conn.srtpIn, err = srtp.CreateContext(make([]byte, 16), make([]byte, 12), srtp.ProtectionProfileAeadAes128Gcm,
		srtp.SRTPReplayProtection(replayWindow), srtp.SRTCPReplayProtection(replayWindow)); err != nil {
		t.Fatal(err)
	}
	k.conn.srtpOut = newContext(t)
	clear(k.conn.inbound)
	clear(k.conn.rtcpFrom)
}

// newContext encrypts what renewKeys can decrypt.
func newContext(t testing.TB) *srtp.Context {
	t.Helper()
	c, err := srtp.CreateContext(make([]byte, 16), make([]byte, 12), srtp.ProtectionProfileAeadAes128Gcm)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// FuzzOffer: a description is refused with a *protocol.Error, or answered m-line by m-line, even a second time.
func FuzzOffer(f *testing.F) {
	for _, name := range []string{"chromium-first", "chromium-more", "chromium-restart", "firefox-first", "firefox-more"} {
		f.Add(readOffer(f, name))
	}
	f.Add(newDescription(applicationLine, audioLine("0", "sendrecv"), simulcastLine("f;~h,x;q")).String())
	m := newMux(f)
	f.Fuzz(func(t *testing.T, text string) {
		c, answer, err := m.Answer(text, newEvents())
		if err != nil {
			var bad *protocol.Error
			if !errors.As(err, &bad) || bad.Code != protocol.CodeBadDescription {
				t.Fatalf("got %v, want code %d", err, protocol.CodeBadDescription)
			}
			return
		}
		defer c.LockAndClose()
		checkAnswers(t, text, answer)
		again, err := c.Renegotiate(text)
		if err != nil {
			t.Fatalf("accepted once, then refused: %v", err)
		}
		checkAnswers(t, text, again)
	})
}

func checkAnswers(t *testing.T, offer, answer string) {
	t.Helper()
	var asked, answered sdp.SessionDescription
	if err := answered.UnmarshalString(answer); err != nil {
		t.Fatalf("the answer is not SDP: %v\n%s", err, answer)
	}
	if err := asked.UnmarshalString(offer); err != nil {
		t.Fatal(err)
	}
	if got, want := len(answered.MediaDescriptions), len(asked.MediaDescriptions); got != want {
		t.Fatalf("got %d m-lines, want %d\n%s", got, want, answer)
	}
	for i, a := range answered.MediaDescriptions {
		got, _ := a.Attribute("mid")
		if want, _ := asked.MediaDescriptions[i].Attribute("mid"); got != want {
			t.Errorf("m-line %d: got mid %q, want %q", i, got, want)
		}
	}
}

// FuzzSTUN: only an authentic request makes an address, whatever its other attributes look like.
func FuzzSTUN(f *testing.F) {
	f.Add([]byte{0, 0x25, 0, 0}, true)                            // USE-CANDIDATE
	f.Add([]byte{0x80, 0x29, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8}, true) // ICE-CONTROLLED
	f.Add([]byte{0, 1, 0, 4, 0x21, 0x12, 0xa4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1, 'a', 0, 0, 0}, false)
	m := newTimedMux(f, patientTiming())
	conn, _, err := m.Answer(newDescription(audioLine("0", "sendrecv")).String(), newEvents())
	if err != nil {
		f.Fatal(err)
	}
	from := newRawSocket(f, m).addr()
	f.Fuzz(func(t *testing.T, data []byte, isSigned bool) {
		m.mu.Lock()
		defer m.unlock()
		if isSigned {
			if data = signed(conn.ice.current, data); data == nil {
				return
			}
		}
		m.handleDatagram(data, from, m.timing.now())
		if len(m.byAddr) != 0 && !isSigned {
			t.Errorf("%x made an address", data)
		}
		if len(m.byAddr) > 1 || len(m.byAddr) != len(conn.ice.paths) {
			t.Errorf("%d addresses and %d paths of one address", len(m.byAddr), len(conn.ice.paths))
		}
		for _, p := range conn.ice.paths {
			conn.dropPath(p)
		}
	})
}

// signed makes attributes into an authentic request of the client, or returns nil if they are not attributes.
func signed(c *credentials, attributes []byte) []byte {
	request, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(c.localUfrag+":"+c.remoteUfrag))
	if err != nil {
		return nil
	}
	request.Raw = append(request.Raw, attributes...)
	binary.BigEndian.PutUint16(request.Raw[2:], uint16(len(request.Raw)-20))
	if len(attributes) > 1000 || request.Decode() != nil {
		return nil
	}
	if stun.NewShortTermIntegrity(c.localPassword).AddTo(request) != nil || stun.Fingerprint.AddTo(request) != nil {
		return nil
	}
	return request.Raw
}

// FuzzDatagram: what is not encrypted never arrives; what a client encrypted, however broken, is delivered
// within its bounds or not at all.
func FuzzDatagram(f *testing.F) {
	f.Add([]byte("\x80\x6f\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01payload"), true)
	f.Add([]byte("\x90\x60\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\xbe\xde\x00\x01\x40\x31\x00\x00video"), true)
	f.Add([]byte("\xb0\x61\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x10\x00\x00\x01\x04\x01\x31\x00\x00\x01\x03"), true)
	f.Add([]byte("\x81\xc9\x00\x07\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), true)
	f.Add([]byte("\x8f\xcd\x00\x05\x00\x00\x00\x01\x00\x00\x00\x02\x00\x01\x00\x08\x00\x00\x01\x00\x20\x08\x04\x04\x04\x04\x04\x04"), true)
	f.Add([]byte("\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01"), false)
	m := newTimedMux(f, patientTiming())
	k := newKeyed(f, m, newRawSocket(f, m).addr(), audioLine("0", "sendrecv"), videoLine("1", "sendrecv"))
	f.Fuzz(func(t *testing.T, data []byte, isEncrypted bool) {
		m.mu.Lock()
		defer m.unlock()
		k.renewKeys(t)
		var delivered int
		k.events.onRTP = func(p *Packet) {
			delivered++
			if p.Line == nil || !p.Line.Receive || len(p.Payload) > len(data) {
				t.Errorf("got %+v", p)
			}
		}
		sent := data
		if isEncrypted {
			sent = encrypted(t, data)
		}
		m.handleDatagram(append([]byte(nil), sent...), k.addr, m.timing.now())
		if delivered > 1 || delivered == 1 && !isEncrypted {
			t.Errorf("%x was delivered %d times", data, delivered)
		}
		for len(k.events.rtcp) > 0 {
			checkRTCP(t, <-k.events.rtcp, isEncrypted)
		}
	})
}

// encrypted is empty when data does not even have the form of a header.
func encrypted(t *testing.T, data []byte) []byte {
	t.Helper()
	encrypt := func() ([]byte, error) { return newContext(t).EncryptRTP(nil, data, nil) }
	if isRTCP(data) {
		encrypt = func() ([]byte, error) { return newContext(t).EncryptRTCP(nil, data, nil) }
	}
	b, err := encrypt()
	if err != nil {
		return nil
	}
	return b
}

func checkRTCP(t *testing.T, packets []rtcp.Packet, isEncrypted bool) {
	t.Helper()
	if len(packets) == 0 || !isEncrypted {
		t.Errorf("got %d RTCP packets, encrypted %t", len(packets), isEncrypted)
	}
	for _, p := range packets {
		p.DestinationSSRC() // the layer above calls it
	}
}
