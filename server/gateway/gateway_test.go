package gateway_test

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T) *servertest.Server {
	t.Helper()
	return servertest.Start(t, servertest.Options{})
}

func kinds(u protocol.Update) (list []string) {
	for _, e := range u.Events {
		list = append(list, e.Type)
	}
	return list
}

func (c *client) sees(want ...string) protocol.Update {
	c.t.Helper()
	u := c.update()
	if got := kinds(u); !reflect.DeepEqual(got, want) {
		c.t.Fatalf("got events %v, want %v", got, want)
	}
	return u
}

func TestCallIsAnsweredAndHungUp(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	called := a.call("B")
	invited := b.invited()
	if invited.CallID != called.CallID || invited.InviteID != called.Invites[0].InviteID || invited.RoomID != called.RoomID {
		t.Errorf("invited to %+v, called %+v", invited, called)
	}
	var negotiated protocol.Negotiated
	b.must(protocol.TypeNegotiate, protocol.Negotiate{CallID: invited.CallID, Offer: offer(t)}, &negotiated)
	if !strings.Contains(negotiated.Answer, "m=audio") || negotiated.Server != called.Server {
		t.Errorf("negotiated %+v", negotiated)
	}
	b.must(protocol.TypeAccept, protocol.Accept{CallID: invited.CallID, Audio: true}, nil)
	b.sees(protocol.EventEntered, protocol.EventMedia)
	a.sees(protocol.EventEntered, protocol.EventAccepted, protocol.EventMedia)
	b.must(protocol.TypeHangup, protocol.Hangup{}, nil)
	if u := b.sees(protocol.EventLeft, protocol.EventEnded); !u.Over || u.Events[1].UserID != "A" {
		t.Errorf("the leaver got %+v", u)
	}
	if u := a.sees(protocol.EventLeft, protocol.EventEnded); !u.Over || u.Events[1].UserID != "A" {
		t.Errorf("the other got %+v", u)
	}
	a.call("B") // both are free again
	b.invited()
}

func TestCallAtOnceAfterReject(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	for range 5 {
		a.call("B")
		b.must(protocol.TypeReject, protocol.Reject{CallID: b.invited().CallID}, nil)
		b.update()
		a.sees(protocol.EventRejected)
	}
}

func TestBusyCalleeStaysInItsCall(t *testing.T) {
	s := start(t)
	a, b, c := signIn(t, s, "A"), signIn(t, s, "B"), signIn(t, s, "C")
	a.call("B")
	first := b.invited()
	c.call("B")
	if u := c.sees(protocol.EventBusy); !u.Over {
		t.Errorf("the caller of a busy user got %+v", u)
	}
	var busy protocol.Busy
	b.pushed(protocol.TypeBusy, &busy)
	if busy.From != "C" {
		t.Errorf("the busy user was called by %q, want C", busy.From)
	}
	b.must(protocol.TypeAccept, protocol.Accept{CallID: first.CallID, Audio: true}, nil)
	a.sees(protocol.EventEntered, protocol.EventAccepted, protocol.EventMedia)
}

func TestBothCallEachOther(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	a.call("nobody") // makes sure that A is engaged before B calls
	b.request(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"A"}}, Type: protocol.AudioCall, Offer: offer(t), Audio: true})
	a.pushed(protocol.TypeBusy, nil)
	b.next() // the reply
	b.sees(protocol.EventBusy)
}

func TestCalleeWhoSignsInRingsForTheRest(t *testing.T) {
	s := start(t)
	a := signIn(t, s, "A")
	var called protocol.Called
	a.must(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}, Timeout: 20}, Type: protocol.VideoCall, Offer: offer(t)}, &called)
	b := signIn(t, s, "B")
	in := b.invited()
	if in.CallID != called.CallID || in.Timeout <= 0 || in.Timeout >= 20 {
		t.Errorf("invited %+v, want call %s and less than 20 s left", in, called.CallID)
	}
}

func TestNobodyAnswers(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	a.must(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}, Timeout: 1}, Type: protocol.VideoCall, Offer: offer(t)}, nil)
	b.invited()
	for _, c := range []*client{a, b} {
		if u := c.sees(protocol.EventTimeout, protocol.EventEnded); !u.Over {
			t.Errorf("got %+v, want it to be over", u)
		}
	}
	a.must(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"nobody"}, Timeout: 1}, Type: protocol.VideoCall, Offer: offer(t)}, nil)
	a.sees(protocol.EventNoResponse, protocol.EventEnded)
}

func TestSecondLoginKicksTheFirst(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	talk(a, b)
	again := signIn(t, s, "B")
	b.pushed(protocol.TypeKicked, nil)
	if got := b.closed(); got != protocol.CloseKicked {
		t.Errorf("closed with %d, want %d", got, protocol.CloseKicked)
	}
	a.sees(protocol.EventLeft, protocol.EventEnded)
	a.call("B")
	again.invited()
}

func TestTwoLoginsAtOnceLeaveOne(t *testing.T) {
	s := start(t)
	clients := make([]*client, 8)
	for i := range clients {
		clients[i] = dial(t, s)
	}
	for _, c := range clients {
		c.request(protocol.TypeLogin, loginOf(t, "A"))
	}
	for _, c := range clients { // by their replies all of them have told the others to go
		if got := c.next().Type; got != protocol.TypeReply {
			t.Fatalf("got %s, want the reply to login", got)
		}
	}
	caller := signIn(t, s, "B")
	caller.call("A")
	var rang, kicked int
	for _, c := range clients {
		for kind := c.next().Type; ; kind = c.next().Type {
			if kind == protocol.TypeKicked {
				kicked++
				break
			}
			if kind == protocol.TypeInvited {
				rang++
				break
			}
		}
	}
	if rang != 1 || kicked != len(clients)-1 {
		t.Errorf("%d rang and %d were kicked, want 1 and %d", rang, kicked, len(clients)-1)
	}
}

// talk brings both into a call.
func talk(a, b *client) (callID string) {
	a.t.Helper()
	a.call(b.user)
	callID = b.invited().CallID
	b.must(protocol.TypeAccept, protocol.Accept{CallID: callID, Audio: true, Video: true}, nil)
	b.sees(protocol.EventEntered, protocol.EventMedia)
	a.sees(protocol.EventEntered, protocol.EventAccepted, protocol.EventMedia)
	return callID
}

func TestEndOfAConnectionEndsTheCall(t *testing.T) {
	for _, test := range []struct {
		name string
		end  func(*client)
	}{
		{"bye", func(c *client) { c.write(`{"type":"bye"}`) }},
		{"logout", func(c *client) { c.must(protocol.TypeLogout, protocol.Empty{}, nil) }},
		{"the connection is cut", func(c *client) { c.ws.CloseNow() }},
		{"the connection is closed", func(c *client) { go c.ws.Close(websocket.StatusGoingAway, "") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t)
			a, b := signIn(t, s, "A"), signIn(t, s, "B")
			talk(a, b)
			test.end(b)
			if u := a.sees(protocol.EventLeft, protocol.EventEnded); !u.Over {
				t.Errorf("got %+v, want it to be over", u)
			}
		})
	}
}

func TestStoppingServerEndsCallsFirst(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	talk(a, b)
	s.Stop(t)
	for _, c := range []*client{a, b} {
		c.sees(protocol.EventLeft, protocol.EventEnded)
		if got := c.closed(); got != websocket.StatusGoingAway {
			t.Errorf("closed with %d, want %d", got, websocket.StatusGoingAway)
		}
	}
}

func TestAppsNeverMeet(t *testing.T) {
	s := start(t)
	login := loginOf(t, "A")
	login.SDKAppID++
	dial(t, s).refused(protocol.TypeLogin, login, protocol.CodeUnknownApp)
}

func TestRefusedOriginIsToldWhy(t *testing.T) {
	s := start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, s.URL, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"https://elsewhere.example"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	c := &client{t: t, ws: ws, patience: 5 * time.Second}
	e := c.next()
	if e.Error == nil || e.Error.Code != protocol.CodeOriginRefused {
		t.Fatalf("got %+v, want code %d", e, protocol.CodeOriginRefused)
	}
	for _, word := range []string{"https://elsewhere.example", "--origin"} {
		if !strings.Contains(e.Error.Message, word) {
			t.Errorf("%q does not name %s", e.Error.Message, word)
		}
	}
	if got := c.closed(); got != protocol.CloseOriginRefused {
		t.Errorf("closed with %d, want %d", got, protocol.CloseOriginRefused)
	}
}

// A client that reads nothing answers no pings. The server has to notice within 10 seconds.
func TestSilentConnectionIsNoticed(t *testing.T) {
	t.Parallel()
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	talk(a, b)
	silentSince := time.Now()
	a.patience = 15 * time.Second
	a.sees(protocol.EventLeft, protocol.EventEnded)
	if silent := time.Since(silentSince); silent > 10*time.Second {
		t.Errorf("noticed after %s, want 10 s at most", silent)
	}
}
