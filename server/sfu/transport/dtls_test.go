package transport

import (
	"strings"
	"testing"

	"github.com/pion/dtls/v3"
	"github.com/pion/rtp"
)

func TestForgedDTLS(t *testing.T) {
	t.Run("with another certificate than described", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		certificate, _, err := newCertificate()
		if err != nil {
			t.Fatal(err)
		}
		c.open(c.socket)
		if err := c.handshake(dtls.WithCertificates(certificate)); err == nil {
			t.Error("the handshake succeeded")
		}
		if err := receive(t, c.events.closed, "end"); err == nil || !strings.Contains(err.Error(), "handshake") {
			t.Errorf("got %v, want a failed handshake", err)
		}
		if len(c.events.connected) != 0 {
			t.Error("the connection counts as connected")
		}
	})
	t.Run("without a certificate", func(t *testing.T) {
		c := newRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		c.open(c.socket)
		if err := c.handshake(); err == nil {
			t.Error("the handshake succeeded")
		}
		if err := receive(t, c.events.closed, "end"); err == nil {
			t.Error("got a clean end, want a failed handshake")
		}
	})
	t.Run("records that would end a connection", func(t *testing.T) {
		c := connectedRawClient(t, newMux(t), audioLine("0", "sendrecv"))
		for _, b := range harmfulRecords() {
			c.socket.send(t, b)
		}
		c.await(rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 1})
		if err := c.dtls.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := receive(t, c.events.closed, "end"); err != nil {
			t.Errorf("got %v, want the clean end that the client made", err)
		}
	})
}

func TestLostFlights(t *testing.T) {
	for name, first := range map[string]byte{"the server's hello": handshake, "the server's last flight": changeCipherSpec} {
		t.Run(name+" is sent again", func(t *testing.T) {
			c, certificate := certifiedRawClient(t, newMux(t), audioLine("0", "sendrecv"))
			lost := make(chan struct{}, 1)
			c.socket.lose = func(b []byte) bool {
				if b[0] != first || len(lost) == 1 {
					return false
				}
				lost <- struct{}{}
				return true
			}
			c.connect(certificate)
			if len(lost) == 0 {
				t.Fatal("nothing was lost")
			}
			c.await(rtp.Header{PayloadType: 111, SSRC: 1, SequenceNumber: 1})
		})
	}
}

// record is one DTLS 1.2 record.
func record(kind, epoch byte, body ...byte) []byte {
	return append([]byte{kind, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 99, 0, byte(len(body))}, body...)
}

// harmfulRecords are ones that anybody can send by merely forging the source address of a connected client.
func harmfulRecords() map[string][]byte {
	return map[string][]byte{
		"fatal alert":            record(alert, 0, 2, 40),
		"close_notify":           record(alert, 0, 1, 0),
		"empty alert":            record(alert, 0),
		"application data":       record(applicationData, 0, 1, 2, 3),
		"empty change of cipher": record(changeCipherSpec, 0),
		"wrong change of cipher": record(changeCipherSpec, 0, 9, 9),
		"empty handshake":        record(handshake, 0),
		"connection id":          record(25, 1, 1, 2),
		"unknown type":           record(63, 1, 1),
		"one byte":               {22},
		"half a header":          {22, 0xfe, 0xfd, 0, 0},
		"cut off":                record(handshake, 0, 1, 2, 3)[:15],
		"another protocol":       append([]byte{22, 3, 3}, record(handshake, 0, 1)[3:]...),
		"harm behind a good one": append(record(handshake, 0, 1), record(alert, 0, 2, 40)...),
	}
}

func TestRecords(t *testing.T) {
	for name, b := range harmfulRecords() {
		t.Run(name+" is refused", func(t *testing.T) {
			if acceptableRecords(b, true) {
				t.Errorf("accepted %x", b)
			}
		})
	}
	for _, test := range []struct {
		name      string
		record    []byte
		connected bool
	}{
		{"an alert during the handshake", record(alert, 0, 2, 42), false},
		{"a repeated flight", append(record(handshake, 0, 1, 2), record(changeCipherSpec, 0, 1)...), true},
		{"an encrypted alert", record(alert, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9), true},
		{"encrypted data", record(applicationData, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9), true},
	} {
		t.Run(test.name+" passes", func(t *testing.T) {
			if !acceptableRecords(test.record, test.connected) {
				t.Errorf("refused %x", test.record)
			}
		})
	}
}
