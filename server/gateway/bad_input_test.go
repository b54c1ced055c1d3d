package gateway_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
	"trtccalling/server/usersig"
)

// Every case is sent by a member of a running call; the call has to survive it.
func TestBadMessagesGetAnErrorAndTheCallGoesOn(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	callID := talk(a, b)
	long := strings.Repeat("x", protocol.MaxMessage)
	for _, test := range []struct {
		name string
		text string
		want protocol.Code
	}{
		{"garbage", `}{`, protocol.CodeBadMessage},
		{"empty", ``, protocol.CodeBadMessage},
		{"not an object", `[1,2]`, protocol.CodeBadMessage},
		{"null", `null`, protocol.CodeUnknownType},
		{"id of a wrong type", `{"id":"x","type":"hangup"}`, protocol.CodeBadMessage},
		{"a negative id", `{"id":-1,"type":"hangup"}`, protocol.CodeBadMessage},
		{"no id", `{"type":"hangup"}`, protocol.CodeBadMessage},
		{"an id that was used", `{"id":1,"type":"hangup"}`, protocol.CodeDuplicateID},
		{"no type", `{"id":1000}`, protocol.CodeUnknownType},
		{"an unknown type", `{"id":1001,"type":"explode"}`, protocol.CodeUnknownType},
		{"a body of a wrong type", `{"id":1002,"type":"media","body":7}`, protocol.CodeBadMessage},
		{"a field of a wrong type", `{"id":1003,"type":"media","body":{"audio":"yes"}}`, protocol.CodeBadMessage},
		{"a second login", `{"id":1004,"type":"login","body":{}}`, protocol.CodeAlreadyLoggedIn},
		{"more than 64 KiB", `{"id":1005,"type":"media","body":{"callID":"` + long + `"}}`, protocol.CodeTooLarge},
		{"a second call", `{"id":1006,"type":"call","body":{"userIDs":["C"],"type":1,"offer":"x"}}`, protocol.CodeEngaged},
		{"a call it is not in", `{"id":1007,"type":"accept","body":{"callID":"other"}}`, protocol.CodeInviteGone},
		{"no call", `{"id":1008,"type":"reject","body":{}}`, protocol.CodeInviteGone},
		{"an accept of its own call", `{"id":1009,"type":"accept","body":{"callID":"` + callID + `"}}`, protocol.CodeNotPermitted},
		{"a description without media", negotiation(1010, callID, "v=0\r\n"), protocol.CodeBadDescription},
		{"no description", negotiation(1011, callID, ""), protocol.CodeBadDescription},
		{"a description of 200 KiB", negotiation(1012, callID, strings.Repeat("a=x\r\n", 28_000)), protocol.CodeBadDescription},
	} {
		t.Run(test.name, func(t *testing.T) {
			a.write(test.text)
			if e := a.next(); e.Error == nil || e.Error.Code != test.want {
				t.Fatalf("got %s %v %s, want code %d", e.Type, e.Error, e.Body, test.want)
			}
		})
	}
	a.lastID = 2000
	a.must(protocol.TypeMedia, protocol.Media{CallID: callID, Audio: true}, nil)
	b.sees(protocol.EventMedia)
	b.must(protocol.TypeHangup, protocol.Hangup{CallID: callID}, nil)
	a.sees(protocol.EventLeft, protocol.EventEnded)
}

func negotiation(id int, callID, offer string) string {
	body, err := json.Marshal(protocol.Negotiate{CallID: callID, Offer: offer})
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf(`{"id":%d,"type":"negotiate","body":%s}`, id, body)
}

func TestBadCallsRingNobody(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	good := offer(t)
	for _, test := range []struct {
		name string
		call protocol.Call
		want protocol.Code
	}{
		{"nobody called", protocol.Call{Type: 1, Offer: good}, protocol.CodeInvalid},
		{"an empty name", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{""}}, Type: 1, Offer: good}, protocol.CodeInvalid},
		{"a name twice", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B", "B"}}, Type: 1, Offer: good}, protocol.CodeInvalid},
		{"no type", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Offer: good}, protocol.CodeInvalid},
		{"an unknown type", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 3, Offer: good}, protocol.CodeInvalid},
		{"no offer", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1}, protocol.CodeBadDescription},
		{"a broken offer", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1, Offer: "hello"}, protocol.CodeBadDescription},
		{"an offer of nothing but data", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1, Offer: dataOffer(good)}, protocol.CodeBadDescription},
		{"a broken fingerprint", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1, Offer: strings.ReplaceAll(good, "a=fingerprint:sha-256 ", "a=fingerprint:sha-256 zz:")}, protocol.CodeBadDescription},
		{"an offer of 300 m-lines", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1, Offer: good + strings.Repeat(dataOffer("m="), 300)}, protocol.CodeBadDescription},
		{"an offer that grows in transit", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1, Offer: strings.Repeat("\x01", 40_000)}, protocol.CodeBadDescription},
		{"no ICE password", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}}, Type: 1, Offer: strings.ReplaceAll(good, "a=ice-pwd:", "a=ice-xxx:")}, protocol.CodeBadDescription},
		{"a groupID that is too long", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}, GroupID: strings.Repeat("g", 300)}, Type: 1, Offer: good}, protocol.CodeInvalid},
		{"userData that is too long", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}, UserData: strings.Repeat("u", 9_000)}, Type: 1, Offer: good}, protocol.CodeInvalid},
		{"texts for a notification that are too long", protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"B"}, Push: &protocol.OfflinePush{Title: strings.Repeat("t", 9_000)}}, Type: 1, Offer: good}, protocol.CodeInvalid},
	} {
		t.Run(test.name, func(t *testing.T) { a.refused(protocol.TypeCall, test.call, test.want) })
	}
	a.call("B")
	b.invited() // the first invitation that B gets
}

// dataOffer keeps the part of an offer before its media and adds a data channel.
func dataOffer(offer string) string {
	session, _, _ := strings.Cut(offer, "m=")
	return session + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sctp-port:5000\r\n"
}

func TestOversizedMessageEndsTheConnection(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	talk(a, b)
	megabyte := []byte(`{"id":99,"type":"call","body":{"offer":"` + strings.Repeat("x", 1<<20) + `"}}`)
	_ = a.ws.Write(t.Context(), websocket.MessageText, megabyte) // the server may close before it has read all
	if got := a.closed(); got != websocket.StatusMessageTooBig {
		t.Errorf("closed with %d, want %d", got, websocket.StatusMessageTooBig)
	}
	b.sees(protocol.EventLeft, protocol.EventEnded) // and nothing is left behind

	c := signIn(t, s, "C")
	_ = c.ws.Write(t.Context(), websocket.MessageText, megabyte[:protocol.MaxMessageSDP+1])
	if got := c.closed(); got != websocket.StatusMessageTooBig {
		t.Errorf("one byte too many: closed with %d, want %d", got, websocket.StatusMessageTooBig)
	}
}

func TestACallWhoseOfferIsBadLeavesTheCallerFree(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	a.write(`{"id":500,"type":"call","body":{"userIDs":["B"],"type":1,"offer":"` + strings.Repeat("<", 200_000) + `"}}`)
	if e := a.next(); e.Error == nil || e.Error.Code != protocol.CodeBadDescription {
		t.Fatalf("got %v, want code %d", e.Error, protocol.CodeBadDescription)
	}
	a.lastID = 500
	a.call("B")
	b.invited()
}

func TestAnInvitationSurvivesACallThatIsRefused(t *testing.T) {
	s := start(t)
	a, b := signIn(t, s, "A"), signIn(t, s, "B")
	callID := a.call("B").CallID
	b.invited()
	b.refused(protocol.TypeCall, protocol.Call{Invitees: protocol.Invitees{UserIDs: []string{"C"}}, Type: protocol.AudioCall, Offer: "hello"}, protocol.CodeBadDescription)
	if in := b.invited(); in.CallID != callID {
		t.Errorf("invited to %s again, want %s", in.CallID, callID)
	}
	b.must(protocol.TypeReject, protocol.Reject{CallID: callID}, nil)
	a.sees(protocol.EventRejected) // and never heard that B is busy
}

func TestLoginIsRefused(t *testing.T) {
	s := start(t)
	expired, err := usersig.Sign(servertest.App(), "A", time.Now().Add(-2*time.Hour), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		change func(*protocol.Login)
		want   protocol.Code
	}{
		{"an expired signature", func(l *protocol.Login) { l.UserSig = expired }, protocol.CodeSigExpired},
		{"another user's signature", func(l *protocol.Login) { l.UserSig = servertest.Sign(t, "B") }, protocol.CodeSigOtherUser},
		{"no signature", func(l *protocol.Login) { l.UserSig = "" }, protocol.CodeSigMalformed},
		{"garbage", func(l *protocol.Login) { l.UserSig = "garbage" }, protocol.CodeSigMalformed},
		{"a name with markup", func(l *protocol.Login) { l.UserID = "<b>" }, protocol.CodeInvalid},
		{"no name", func(l *protocol.Login) { l.UserID = "" }, protocol.CodeInvalid},
		{"a client that names no version", func(l *protocol.Login) { l.Version = 0 }, protocol.CodeVersion},
		{"a client from the future", func(l *protocol.Login) { l.Version = protocol.Version + 2 }, protocol.CodeVersion},
	} {
		t.Run(test.name, func(t *testing.T) {
			login := loginOf(t, "A")
			test.change(&login)
			c := dial(t, s)
			c.refused(protocol.TypeLogin, login, test.want)
			c.must(protocol.TypeLogin, loginOf(t, "A"), nil) // the connection is still good for another try
		})
	}
}

// Recordings of the last version are in server/protocol/wire; all that is known of the next one is its number.
func TestClientOfTheNextVersionSignsIn(t *testing.T) {
	c := dial(t, start(t))
	login := loginOf(t, "A")
	login.Version++
	var welcome protocol.LoggedIn
	c.must(protocol.TypeLogin, login, &welcome)
	if welcome.Version != protocol.Version {
		t.Errorf("got version %d, want %d", welcome.Version, protocol.Version)
	}
}

func TestNothingBeforeLogin(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	for _, kind := range []string{
		protocol.TypeCall, protocol.TypeNegotiate, protocol.TypeAccept, protocol.TypeReject,
		protocol.TypeHangup, protocol.TypeMedia, protocol.TypeLogout,
	} {
		t.Run(kind, func(t *testing.T) { c.refused(kind, protocol.Empty{}, protocol.CodeNotLoggedIn) })
	}
}

func FuzzMessage(f *testing.F) {
	s := servertest.Start(f, servertest.Options{})
	for _, seed := range []string{
		`{"id":1,"type":"login","body":{"version":1}}`, `{"id":2,"type":"call","body":{"userIDs":["B"],"type":2,"offer":"v=0"}}`,
		`{"type":"bye"}`, `{"id":3,"type":"hangup"}`, `}{`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > protocol.MaxMessage || strings.Contains(text, "bye") || strings.Contains(text, "logout") {
			return // these end the connection
		}
		c := signIn(t, s, "fuzzer")
		defer c.ws.CloseNow()
		c.write(text)
		id := c.request("marker", nil) // whatever came before, the session goes on
		for e := c.next(); e.ID != id && (e.Error == nil || e.Error.Code != protocol.CodeDuplicateID && e.Error.Code != protocol.CodeUnknownType); e = c.next() {
		}
	})
}
