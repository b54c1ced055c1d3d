package main_test

import (
	"encoding/json"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"trtccalling/server/protocol"

	"github.com/pion/webrtc/v4"
	"nhooyr.io/websocket"
)

func TestEnding(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String()+" ends it with 0 within 5 s", func(t *testing.T) {
			p := start(t, "--dev", "--listen", "127.0.0.1:0", "--data", t.TempDir())
			// A connection that never sends its request must not hold the server up.
			c, err := net.Dial("tcp", p.address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			began := time.Now()
			if err := p.end(signal); err != nil {
				t.Errorf("got %v, want exit code 0", err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %v, want 5 s at most", took)
			}
		})
	}
}

// TestEndingDuringACall ends the server while two users talk: each is told that the call is over
// before its connection closes.
func TestEndingDuringACall(t *testing.T) {
	data := t.TempDir()
	succeed(t, "", "apps", "add", "--sdkappid", "5", "--data", data)
	p := start(t, "--listen", "127.0.0.1:0", "--media-ip", "127.0.0.1", "--data", data)
	signIn := func(user string) *client {
		c := p.connect(nil)
		if err := c.login(5, user, strings.TrimSpace(succeed(t, "", "usersig", "--user", user, "--data", data))); err != nil {
			t.Fatal(err)
		}
		return c
	}
	alice, bob := signIn("alice"), signIn("bob")
	placed := alice.request(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"bob"}}, Type: protocol.AudioCall, Offer: audioOffer(t), Audio: true})
	var called protocol.Called
	if err := json.Unmarshal(placed.Body, &called); err != nil || placed.Error != nil {
		t.Fatalf("call: got %v, %v, want nil", placed.Error, err)
	}
	for e, code := bob.read(); e.Type != protocol.TypeInvited; e, code = bob.read() {
		if code != 0 {
			t.Fatalf("got close code %d, want an invitation", code)
		}
	}
	if reply := bob.request(protocol.TypeAccept, protocol.Accept{CallID: called.CallID, Audio: true}); reply.Error != nil {
		t.Fatalf("accept: got %v, want nil", reply.Error)
	}

	told := make(chan string, 2)
	for _, c := range []*client{alice, bob} {
		go func() { told <- c.lastWords() }()
	}
	began := time.Now()
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("got %v, want exit code 0", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v, want 5 s at most", took)
	}
	for range 2 {
		if got := <-told; got != "over, closed as going away" {
			t.Errorf("got %q, want it over and then closed", got)
		}
	}
}

// lastWords reads until the connection closes and says what mattered.
func (c *client) lastWords() string {
	over := false
	for {
		_, text, err := c.ws.Read(c.ctx)
		if err != nil && over && websocket.CloseStatus(err) == websocket.StatusGoingAway {
			return "over, closed as going away"
		}
		if err != nil {
			return err.Error()
		}
		var e protocol.Envelope
		var update protocol.Update
		if json.Unmarshal(text, &e) == nil && e.Type == protocol.TypeUpdate && json.Unmarshal(e.Body, &update) == nil {
			over = over || update.Over
		}
	}
}

// audioOffer is what a browser offers for an audio call. Nothing needs to connect in these tests.
func audioOffer(t *testing.T) string {
	t.Helper()
	peer, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { peer.Close() })
	if _, err := peer.AddTransceiverFromKind(webrtc.RTPCodecTypeAudio); err != nil {
		t.Fatal(err)
	}
	offer, err := peer.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	return offer.SDP
}
