package transport

import (
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/stun/v4"
)

func TestPaths(t *testing.T) {
	t.Run("the first address that answers is used until one is nominated", func(t *testing.T) {
		m := newMux(t)
		c := newRawClient(t, m, audioLine("0", "sendrecv"))
		c.open(c.socket)
		second := newRawSocket(t, m)
		c.open(second)
		if got, want := c.selected(), c.socket.addr(); got != want {
			t.Errorf("got %v, want the first, %v", got, want)
		}
		c.validate(second, useCandidate)
		if got, want := c.selected(), second.addr(); got != want {
			t.Errorf("got %v, want the nominated %v", got, want)
		}
	})
	t.Run("media is accepted from every validated address", func(t *testing.T) {
		m := newMux(t)
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		second := newRawSocket(t, m)
		c.validate(second)
		second.send(t, c.protect(rtp.Header{PayloadType: 111, SSRC: 1}, "second"))
		if p := receive(t, c.events.rtp, "packet"); string(p.Payload) != "second" {
			t.Errorf("got %q", p.Payload)
		}
	})
	t.Run("a silent address is given up for one that is alive", func(t *testing.T) {
		var clock clock
		m := newTimedMux(t, clock.timing())
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		clock.ahead.Store(int64(2 * pathSilence))
		second := newRawSocket(t, m)
		c.open(second)
		c.awaitTick()
		if got, want := c.selected(), second.addr(); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("a client that believes it is controlled is corrected", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		response := c.ask(c.socket, c.check(stun.RawAttribute{Type: stun.AttrICEControlled, Value: make([]byte, 8)}))
		var code stun.ErrorCodeAttribute
		if err := code.GetFrom(response); err != nil || code.Code != stun.CodeRoleConflict {
			t.Errorf("got %v (%v), want %d", code, err, stun.CodeRoleConflict)
		}
		if !authentic(response, c.remotePassword) {
			t.Error("the answer is not authentic")
		}
	})
}

// awaitTick returns after a tick that began after the call.
func (c *rawClient) awaitTick() {
	c.t.Helper()
	receive(c.t, c.events.ticks, "tick")
	receive(c.t, c.events.ticks, "tick")
}

// TestReturnCheck is about addresses that somebody may have forged to have the server flood them.
func TestReturnCheck(t *testing.T) {
	t.Run("the server asks each new address in turn", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.validate(c.socket)
		request := c.readSTUN(c.socket)
		username, err := request.Get(stun.AttrUsername)
		if want := c.ufrag + ":" + c.remoteUfrag; err != nil || string(username) != want {
			t.Errorf("got user %q (%v), want %q", username, err, want)
		}
		if !authentic(request, c.password) || !request.Contains(stun.AttrICEControlled) {
			t.Error("the check is not authentic or not of a controlled agent")
		}
	})
	t.Run("it asks again, but not for ever", func(t *testing.T) {
		var clock clock
		c := newRawClient(t, newTimedMux(t, clock.timing()), audioLine("0", "sendrecv"))
		c.validate(c.socket)
		first := c.readSTUN(c.socket)
		for i := range maxChecks - 1 {
			clock.ahead.Add(int64(checkPeriod << i))
			if again := c.readSTUN(c.socket); again.TransactionID != first.TransactionID {
				t.Error("the repeated check is another")
			}
		}
		clock.ahead.Add(int64(checkPeriod << maxChecks))
		c.awaitTick()
		if n := len(c.socket.stun); n != 0 {
			t.Errorf("got %d checks more than %d", n, maxChecks)
		}
		c.validate(c.socket)
		if another := c.readSTUN(c.socket); another.TransactionID == first.TransactionID {
			t.Error("a client that is still there is not asked anew")
		}
	})
	for name, password := range map[string]string{"no answer": "", "an answer with a wrong password": "wrong"} {
		t.Run("nothing else is sent there after "+name, func(t *testing.T) {
			m := newMux(t)
			c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
			forged := newRawSocket(t, m)
			c.validate(forged, useCandidate)
			if password != "" {
				c.answer(forged, c.readSTUN(forged), password)
			}
			if got, want := c.selected(), c.socket.addr(); got != want {
				t.Errorf("got %v selected, want %v, which answered", got, want)
			}
		})
	}
	t.Run("an answer from elsewhere does not count", func(t *testing.T) {
		m := newMux(t)
		c := connectedRawClient(t, m, audioLine("0", "sendrecv"))
		victim := newRawSocket(t, m)
		c.validate(victim, useCandidate)
		c.answer(c.socket, c.readSTUN(victim), c.password)
		if got, want := c.selected(), c.socket.addr(); got != want {
			t.Errorf("got %v selected, want %v", got, want)
		}
	})
	t.Run("DTLS waits for the answer", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.validate(c.socket, useCandidate)
		c.mux.Do(func() {
			if c.conn.ice.selected != nil || c.conn.ice.started {
				t.Error("an address that did not answer is used")
			}
		})
		c.answer(c.socket, c.readSTUN(c.socket), c.password)
		if got, want := c.selected(), c.socket.addr(); got != want {
			t.Errorf("got %v selected, want %v", got, want)
		}
	})
}
