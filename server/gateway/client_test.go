package gateway_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
)

// client is what a stranger would write from the protocol's description.
type client struct {
	t        *testing.T
	ws       *websocket.Conn
	user     string
	lastID   uint64
	patience time.Duration
}

func dial(t *testing.T, s *servertest.Server) *client {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	ws.SetReadLimit(1 << 20)
	t.Cleanup(func() { ws.CloseNow() })
	return &client{t: t, ws: ws, patience: 5 * time.Second}
}

func signIn(t *testing.T, s *servertest.Server, user string) *client {
	t.Helper()
	c := dial(t, s)
	c.user = user
	c.must(protocol.TypeLogin, loginOf(t, user), nil)
	return c
}

func loginOf(t *testing.T, user string) protocol.Login {
	return protocol.Login{
		Version: protocol.Version, SDKAppID: servertest.App().ID, UserID: user, UserSig: servertest.Sign(t, user),
	}
}

// write sends any text.
func (c *client) write(text string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), c.patience)
	defer cancel()
	if err := c.ws.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

// request sends a request and returns its id.
func (c *client) request(kind string, body any) uint64 {
	c.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.lastID++
	text, err := json.Marshal(protocol.Envelope{ID: c.lastID, Type: kind, Body: raw})
	if err != nil {
		c.t.Fatal(err)
	}
	c.write(string(text))
	return c.lastID
}

// next returns the server's next message, skipping those that concern only slots or m-lines.
func (c *client) next() protocol.Envelope {
	c.t.Helper()
	for {
		e := c.receive()
		var u protocol.Update
		if e.Type == protocol.TypeUpdate {
			c.read(e, &u)
		}
		if u.Slots == nil && u.Lines == nil || len(u.Events) > 0 || u.Over {
			return e
		}
	}
}

func (c *client) receive() (e protocol.Envelope) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), c.patience)
	defer cancel()
	_, data, err := c.ws.Read(ctx)
	if err != nil {
		c.t.Fatalf("read: %v", err)
	}
	if err := json.Unmarshal(data, &e); err != nil {
		c.t.Fatalf("%s: %v", data, err)
	}
	return e
}

// ask sends a request and returns its reply, which must be the next message.
func (c *client) ask(kind string, body any) protocol.Envelope {
	c.t.Helper()
	id := c.request(kind, body)
	e := c.next()
	if e.Type != protocol.TypeReply || e.ID != id {
		c.t.Fatalf("%s: got %s %d %s, want reply %d", kind, e.Type, e.ID, e.Body, id)
	}
	return e
}

// must sends a request that has to succeed and reads the reply's body into reply, unless nil.
func (c *client) must(kind string, body, reply any) {
	c.t.Helper()
	e := c.ask(kind, body)
	if e.Error != nil {
		c.t.Fatalf("%s: %v", kind, e.Error)
	}
	c.read(e, reply)
}

func (c *client) read(e protocol.Envelope, into any) {
	c.t.Helper()
	if into == nil {
		return
	}
	if err := json.Unmarshal(e.Body, into); err != nil {
		c.t.Fatalf("%s: %v", e.Body, err)
	}
}

// refused sends a request that has to fail with a code.
func (c *client) refused(kind string, body any, want protocol.Code) {
	c.t.Helper()
	e := c.ask(kind, body)
	if e.Error == nil || e.Error.Code != want {
		c.t.Fatalf("%s: got error %v, want code %d", kind, e.Error, want)
	}
}

// pushed reads the next message, which has to be a push of a type.
func (c *client) pushed(kind string, into any) {
	c.t.Helper()
	e := c.next()
	if e.Type != kind {
		c.t.Fatalf("got %s %s %v, want %s", e.Type, e.Body, e.Error, kind)
	}
	c.read(e, into)
}

// closed waits for the end of the connection and returns its code.
func (c *client) closed() websocket.StatusCode {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), c.patience)
	defer cancel()
	for {
		if _, _, err := c.ws.Read(ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

// offer makes a real offer.
func offer(t *testing.T) string {
	t.Helper()
	pc, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		if _, err := pc.AddTransceiverFromKind(kind); err != nil {
			t.Fatal(err)
		}
	}
	description, err := pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := pc.SetLocalDescription(description); err != nil {
		t.Fatal(err)
	}
	return pc.LocalDescription().SDP
}

// call starts a call to the users.
func (c *client) call(users ...string) (called protocol.Called) {
	c.t.Helper()
	c.must(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: users}, Type: protocol.VideoCall, Offer: offer(c.t), Audio: true, Video: true}, &called)
	return called
}

// invited waits for an invitation.
func (c *client) invited() (in protocol.Invited) {
	c.t.Helper()
	c.pushed(protocol.TypeInvited, &in)
	return in
}

// update waits for an update.
func (c *client) update() (u protocol.Update) {
	c.t.Helper()
	c.pushed(protocol.TypeUpdate, &u)
	return u
}
