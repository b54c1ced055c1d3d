package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
)

// raw is a client that follows no rules. It may be in calls like others; all that is required of it is that it
// does no harm to others.
type raw struct {
	w      *World
	random *rand.Rand
	app    *application
	user   string
	line   *conn
	ws     *websocket.Conn
	done   chan struct{} // its reader has ended

	id   uint64
	sent []string
	late []string // messages kept for later
}

const rawPatience = 5 * time.Second

// newRaw connects; it is nil when the server does not answer.
func (w *World) newRaw(app *application, user string) *raw {
	r := &raw{w: w, random: w.newRandom(), app: app, user: user, done: make(chan struct{})}
	ctx, cancel := context.WithTimeout(context.Background(), rawPatience)
	defer cancel()
	transport := &http.Transport{DialContext: r.connect, DisableKeepAlives: true}
	ws, _, err := websocket.Dial(ctx, "ws://server"+protocol.Path, &websocket.DialOptions{HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		return nil
	}
	ws.SetReadLimit(1 << 20)
	r.ws = ws
	go r.read()
	return r
}

func (r *raw) connect(ctx context.Context, _, _ string) (net.Conn, error) {
	conn, err := r.w.dial(ctx, r.w.newDelay())
	if err != nil {
		return nil, err
	}
	conn.tapped = r.w.newTap("raw "+r.user, r.app, false).pass
	r.line = conn
	return conn, nil
}

func (r *raw) read() {
	defer close(r.done)
	for {
		if _, _, err := r.ws.Read(context.Background()); err != nil {
			return
		}
	}
}

// gone says whether the connection has ended.
func (r *raw) gone() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

func (r *raw) close() {
	r.line.reset()
	r.ws.CloseNow()
	<-r.done
}

// act sends something.
func (r *raw) act() {
	switch r.random.IntN(12) {
	case 0:
		r.write(r.again())
	case 1:
		r.late = append(r.late, r.message())
	case 2:
		for _, text := range r.late {
			r.write(text)
		}
		r.late = nil
	case 3:
		r.write(r.garbage())
	case 4:
		r.login()
	default:
		r.write(r.message())
	}
}

func (r *raw) again() string {
	if len(r.sent) == 0 {
		return ""
	}
	return r.sent[r.random.IntN(len(r.sent))]
}

func (r *raw) garbage() string {
	all := []string{
		"", "{", "[]", "null", `"x"`, `{"id":-1,"type":"login"}`, `{"id":1.5,"type":"call"}`, `{"type":"call","body":{}}`,
		`{"id":99999999999999999999,"type":"call"}`, `{"id":18446744073709551615,"type":"info","body":{}}`,
		`{"type":"reply","id":1,"body":{}}`, `{"type":"invited","seq":1,"body":{"callID":"x"}}`, `{"id":` + fmt.Sprint(r.id+1) + `,"type":"call","body":[]}`,
		`{"id":` + fmt.Sprint(r.id+2) + `,"type":"accept","body":"x"}`, "\x00\xff", strings.Repeat("{", 5000),
		`{"id":` + fmt.Sprint(r.id+3) + `,"type":"media","body":{"callID":"` + strings.Repeat("x", 70_000) + `"}}`,
	}
	if r.random.IntN(30) == 0 {
		return strings.Repeat("x", 300_000)
	}
	return all[r.random.IntN(len(all))]
}

func (r *raw) login() {
	body := protocol.Login{Version: r.random.IntN(4), SDKAppID: r.app.ID, UserID: r.user, UserSig: r.app.sign(r.user)}
	if r.random.IntN(5) == 0 {
		body.SDKAppID++ // the other app's, or nobody's
	}
	r.write(r.request(protocol.TypeLogin, body))
}

// message is a request of any type about any call.
func (r *raw) message() string {
	id := r.callID()
	maybe := r.random.IntN(2) == 0
	offer := offerOf(r.app.bus(), r.user)
	if maybe {
		offer = "an offer of anybody"
	}
	users := r.w.someUsers(r.random)
	invitees := protocol.Invitees{UserIDs: users, Timeout: float64(r.random.IntN(3)) + 0.5, UserData: r.app.tag()}
	r.w.ringing(invitees.Timeout + 1)
	bodies := []struct {
		kind string
		body any
	}{
		{protocol.TypeCall, protocol.Call{Invitees: invitees, Type: protocol.CallType(r.random.IntN(4)), Group: maybe, Offer: offer, Audio: true, Video: maybe}},
		{protocol.TypeAdd, protocol.Add{CallID: id, Invitees: invitees}},
		{protocol.TypeJoin, protocol.Join{CallID: id, Offer: offer, Audio: maybe}},
		{protocol.TypeSwitch, protocol.Switch{CallID: id, Type: protocol.CallType(r.random.IntN(4))}},
		{protocol.TypeInfo, protocol.Info{CallID: id}},
		{protocol.TypeNegotiate, protocol.Negotiate{CallID: id, Offer: offer}},
		{protocol.TypeAccept, protocol.Accept{CallID: id, Audio: true, Video: maybe}},
		{protocol.TypeReject, protocol.Reject{CallID: id}},
		{protocol.TypeHangup, protocol.Hangup{CallID: id}},
		{protocol.TypeHangup, protocol.Hangup{}},
		{protocol.TypeMedia, protocol.Media{CallID: id, Audio: maybe}},
		{protocol.TypeLogout, protocol.Empty{}},
		{protocol.TypeBye, protocol.Empty{}},
		{"rang", protocol.Info{CallID: id}},
		{"gone", protocol.Info{CallID: id}},
	}
	one := bodies[r.random.IntN(len(bodies))]
	if r.random.IntN(3) > 0 && one.kind != protocol.TypeCall && (one.kind == protocol.TypeLogout || one.kind == protocol.TypeBye) {
		one = bodies[0] // so that it does not leave all the time
	}
	return r.request(one.kind, one.body)
}

func (r *raw) callID() string {
	recent := r.w.truth.recent()
	if len(recent) == 0 || r.random.IntN(8) == 0 {
		return []string{"", "x", ">", "*", strings.Repeat("0", 32)}[r.random.IntN(5)]
	}
	return recent[r.random.IntN(len(recent))]
}

func (r *raw) request(kind string, body any) string {
	text, err := json.Marshal(body)
	if err != nil {
		return err.Error()
	}
	r.id++
	id := r.id
	if r.random.IntN(20) == 0 {
		id = uint64(r.random.IntN(int(r.id) + 1))
	}
	return fmt.Sprintf(`{"id":%d,"type":%q,"body":%s}`, id, kind, text)
}

func (r *raw) write(text string) {
	ctx, cancel := context.WithTimeout(context.Background(), rawPatience)
	defer cancel()
	kind := websocket.MessageText
	if r.random.IntN(50) == 0 {
		kind = websocket.MessageBinary
	}
	if r.ws.Write(ctx, kind, []byte(text)) == nil && len(r.sent) < 100 {
		r.sent = append(r.sent, text)
	}
}
