package walk

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
)

// page is a client with its media and its line to the server.
type page struct {
	w      *World
	name   string // for the log
	app    *application
	home   string // the user who usually signs in here
	client *calling.Client
	media  *media

	mu       sync.Mutex // protects:
	random   func() time.Duration
	lines    []line
	silent   bool
	shown    api.Snapshot
	pending  map[int]string // methods that have not settled
	begun    int            // methods
	allowed  int            // times that the user has agreed to send: placed a call, joined, accepted
	heard    map[string]int // events and pushes from the server
	told     map[string]int // events of the client
	ringing  string         // the call that the page was last told of
	ringsFor map[string]time.Time
	grace    time.Time // until then the line catches up after its silence
}

// line is one connection.
type line struct {
	*conn
	tap *tap
}

func (w *World) newPage(name string, app *application, home string) *page {
	p := &page{
		w: w, name: name, app: app, home: home, random: w.newDelay(),
		shown:   api.Snapshot{CallStatus: api.StatusIdle},
		pending: map[int]string{}, heard: map[string]int{}, told: map[string]int{}, ringsFor: map[string]time.Time{},
	}
	p.media = newMedia(p)
	p.client = calling.New(calling.Options{
		JSON: api.NativeJSON{}, Server: "ws://server", SDKAppID: app.ID, Media: p.media,
		Emit: p.emit, State: p.state, Warn: func(text string) { w.log("    %s warns: %s", name, text) }, Dial: p.dial,
	})
	return p
}

// dial makes the client's WebSocket, on a connection that can be tapped, cut and held.
func (p *page) dial(ctx context.Context, url string) (*websocket.Conn, error) {
	transport := &http.Transport{DialContext: p.connect, DisableKeepAlives: true}
	conn, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: &http.Client{Transport: transport}})
	return conn, err
}

func (p *page) connect(ctx context.Context, _, _ string) (net.Conn, error) {
	conn, err := p.w.dial(ctx, p.random)
	if err != nil {
		return nil, err
	}
	t := p.w.newTap(p.name, p.app, true)
	t.hears, t.rings = p.hears, p.invited
	conn.tapped = t.pass
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(slices.DeleteFunc(p.lines, line.ended), line{conn, t})
	conn.hold(p.silent)
	return conn, nil
}

func (l line) ended() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

// cut resets the connections, as happens when a router restarts.
func (p *page) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines {
		l.reset()
	}
}

// silence holds back everything that is sent, for a while.
func (p *page) silence(silent bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.silent = silent
	p.grace = time.Now().Add(grace)
	for _, l := range p.lines {
		l.hold(silent)
	}
}

func (p *page) hears(kind string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard[kind]++
}

func (p *page) invited(callID string, seconds float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ringsFor[callID] = time.Now().Add(time.Duration(seconds*float64(time.Second)) + grace)
}

// invoke calls a method of the client and checks that it settles once.
func (p *page) invoke(method string, call func(calling.Done)) {
	p.mu.Lock()
	p.begun++
	id := p.begun
	p.pending[id] = method
	if method == "accept" {
		p.allowed++
	}
	p.mu.Unlock()
	call(func(result any, err error) { p.settled(id, method, result, err) })
}

func (p *page) settled(id int, method string, result any, err error) {
	p.w.log("    %s %s: %s", p.name, method, outcome{result, err})
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pending[id] == "" {
		p.broken("%s settles twice", method)
	}
	delete(p.pending, id)
	if err == nil && result != nil {
		p.w.reach(method)
	}
	if err == nil && slices.Contains([]string{"call", "groupCall", "joinInGroupCall"}, method) {
		p.allowed++
	}
}

// outcome describes a method's outcome, for the log.
type outcome struct {
	result any
	err    error
}

func (o outcome) String() string {
	if o.err != nil {
		return "failed: " + o.err.Error()
	}
	text, err := json.Marshal(o.result)
	if err != nil {
		return err.Error()
	}
	return short(text)
}

func (p *page) allowances() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.allowed
}

func (p *page) userID() string { return p.snapshot().UserID }

func (p *page) snapshot() api.Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown
}

// state takes what the getters show from now on.
func (p *page) state(now api.Snapshot) {
	p.w.log("    %s is %s %s with %v", p.name, now.CallStatus, now.CallID, now.RemoteUsers)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = now
	idle := now.CallStatus == api.StatusIdle
	switch {
	case idle && (now.CallID != "" || now.RoomID != 0 || len(now.RemoteUsers)+len(now.UnHandledInviteeList) > 0 || now.Switching):
		p.broken("idle in a call: %+v", now)
	case !idle && now.UserID == "":
		p.broken("in a call without being signed in: %+v", now)
	case slices.Contains(now.RemoteUsers, now.UserID):
		p.broken("in a call with itself: %+v", now)
	}
}

func (p *page) emit(event string, payload any) {
	p.w.log("    %s sees %s %v", p.name, event, payload)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told[event]++
	if event == api.EventInvited {
		p.ringing = p.shown.CallID
	}
	if of := causes[event]; of != "" && p.told[event] > p.heard[of] {
		p.broken("%s for the %d. time, after %d of %s", event, p.told[event], p.heard[of], of)
	}
}

// rings says whether the page has been told of an invitation that it may answer.
func (p *page) rings() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ringing != "" && p.ringing == p.shown.CallID && p.shown.CallStatus == api.StatusCalling
}

// mayCapture checks that there is a reason when devices are opened.
func (p *page) mayCapture() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown.CallStatus == api.StatusConnected {
		return
	}
	for _, method := range p.pending {
		if slices.Contains([]string{"call", "groupCall", "joinInGroupCall", "accept", "openCamera"}, method) {
			return
		}
	}
	p.broken("devices are opened although no method asked for them")
}

// isUnderWay says whether a method has not settled yet.
func (p *page) isUnderWay(method string) bool {
	for _, pending := range p.pending {
		if pending == method {
			return true
		}
	}
	return false
}

func (p *page) broken(format string, args ...any) { p.w.broken(p.name+": "+format, args...) }

func (p *page) unsettled() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Values(p.pending))
}
