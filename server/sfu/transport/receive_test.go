package transport

import (
	"testing"
	"time"

	"github.com/pion/rtp"
)

func TestEarlyMedia(t *testing.T) {
	m := newTimedMux(t, patientTiming())
	k := newKeyed(t, m, newRawSocket(t, m).addr(), audioLine("0", "sendrecv"))
	client := newContext(t)
	send := func(number uint16) {
		plain, err := (&rtp.Packet{Header: rtp.Header{
			Version: 2, PayloadType: 111, SSRC: 1, SequenceNumber: number}}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		protected, err := client.EncryptRTP(nil, plain, nil)
		if err != nil {
			t.Fatal(err)
		}
		m.handleDatagram(protected, k.addr, m.timing.now())
	}
	var got []uint16
	k.events.onRTP = func(p *Packet) { got = append(got, p.SequenceNumber) }
	m.Do(func() {
		keys := k.conn.srtpIn
		k.conn.srtpIn = nil
		for number := range uint16(2 * maxEarly) {
			send(number)
		}
		if len(got) != 0 || len(k.conn.early) != maxEarly {
			t.Errorf("got %d packets and %d that wait, want 0 and %d", len(got), len(k.conn.early), maxEarly)
		}
		k.conn.srtpIn = keys
		k.conn.handleEarly(m.timing.now())
		send(100)
	})
	if len(got) != maxEarly+1 || got[0] != 0 || got[maxEarly-1] != maxEarly-1 || got[maxEarly] != 100 {
		t.Errorf("got packets %v, want 0 to %d and 100", got, maxEarly-1)
	}
	if k.conn.early != nil {
		t.Error("what came early is kept")
	}
	t.Run("is handled when the handshake ends", func(t *testing.T) {
		c, certificate := certifiedRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.mux.Do(func() { c.conn.early = [][]byte{{0x80, 111}} })
		c.connect(certificate)
		c.mux.Do(func() {
			if c.conn.early != nil {
				t.Error("it still waits")
			}
		})
	})
}

func TestTicks(t *testing.T) {
	m := newMux(t)
	c := newRawClient(t, m, audioLine("0", "sendrecv"))
	m.Do(func() {
		start := m.timing.now().Add(time.Second)
		m.nextTick = start
		for _, test := range []struct {
			after time.Duration
			want  bool
			why   string
		}{
			{-5 * time.Millisecond, false, "too early"},
			{-time.Millisecond, true, "a little early, as tickers are"},
			{time.Millisecond, false, "done just before"},
			{18 * time.Millisecond, true, "the next, a little early again"},
			{41 * time.Millisecond, true, "a little late"},
			{300 * time.Millisecond, true, "very late"},
			{310 * time.Millisecond, false, "what was missed is not made up for"},
			{320 * time.Millisecond, true, "in step again"},
		} {
			for len(c.events.ticks) > 0 {
				<-c.events.ticks
			}
			m.tickIfDue(start.Add(test.after))
			if got := len(c.events.ticks) == 1; got != test.want {
				t.Errorf("%s, after %v: got tick %t, want %t", test.why, test.after, got, test.want)
			}
		}
	})
}

func TestPadding(t *testing.T) {
	for _, test := range []struct {
		name    string
		payload string // as sent, with padding
		want    string
		arrives bool
	}{
		{"is cut off", "media\x00\x00\x03", "media", true},
		{"alone leaves nothing", "\x00\x00\x03", "", true},
		{"longer than the packet", "media\x09", "", false},
		{"of length 0", "media\x00", "", false},
		{"without any byte", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := withoutPadding([]byte(test.payload), true)
			if string(got) != test.want || ok != test.arrives {
				t.Errorf("got %q (%t), want %q (%t)", got, ok, test.want, test.arrives)
			}
		})
	}
}
