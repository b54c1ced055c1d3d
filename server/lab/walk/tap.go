package walk

import (
	"encoding/json"
	"slices"
	"sync"

	"trtccalling/server/protocol"
)

// tap reads along on one connection and holds the server to protocol/doc.go.
type tap struct {
	w     *World
	who   string // for the log
	app   *application
	tame  bool              // the client keeps to the protocol, so its requests can be checked as well
	hears func(kind string) // called for each event and push
	rings func(callID string, seconds float64)

	mu       sync.Mutex // protects:
	up, down frames
	asked    []asked // requests without a reply yet
	seq      uint64
	calls    map[string]*membership // that the server has told this connection about
	busy     bool                   // an invitation was declined by the server itself
}

type asked struct {
	id     uint64
	kind   string
	callID string
}

// membership is one period of being in a call, or being rung by it.
type membership struct {
	over    bool
	leaving bool            // this side has ended it
	others  map[string]bool // who has entered
	events  int
}

func (w *World) newTap(who string, app *application, tame bool) *tap {
	return &tap{
		w: w, who: who, app: app, tame: tame, calls: map[string]*membership{},
		hears: func(string) {}, rings: func(string, float64) {},
	}
}

// pass sees bytes of the connection, sent by the client or by the server.
func (t *tap) pass(sent bool, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if sent {
		for _, message := range t.up.add(data) {
			t.sent(message)
		}
		return
	}
	for _, message := range t.down.add(data) {
		t.heard(message)
	}
}

func (t *tap) sent(message []byte) {
	t.w.log("    %s -> %s", t.who, short(message))
	var e protocol.Envelope
	if !t.tame || json.Unmarshal(message, &e) != nil {
		return
	}
	var about struct {
		CallID string `json:"callID"`
	}
	_ = json.Unmarshal(e.Body, &about) // a notification has no body
	if e.ID > 0 {
		t.asked = append(t.asked, asked{e.ID, e.Type, about.CallID})
	}
	switch e.Type {
	case protocol.TypeHangup, protocol.TypeReject, protocol.TypeLogout, protocol.TypeBye:
		for id, m := range t.calls {
			m.leaving = m.leaving || id == about.CallID || about.CallID == ""
		}
	}
}

func (t *tap) heard(message []byte) {
	t.w.log("    %s <- %s", t.who, short(message))
	var e protocol.Envelope
	if err := json.Unmarshal(message, &e); err != nil {
		t.broken("the server sends something that is not a message: %s", message)
		return
	}
	switch {
	case e.Type == protocol.TypeReply:
		t.replied(e)
		return
	case e.Type == protocol.TypeError:
		return
	case e.Seq != t.seq+1:
		t.broken("push %d follows %d", e.Seq, t.seq)
	}
	t.seq = e.Seq
	t.hears(e.Type)
	switch e.Type {
	case protocol.TypeBusy:
		t.busy = true
	case protocol.TypeInvited:
		t.invited(e)
	case protocol.TypeUpdate:
		t.updated(e)
	}
}

// replied checks that each request has one reply, in order.
func (t *tap) replied(e protocol.Envelope) {
	if !t.tame {
		return
	}
	if len(t.asked) == 0 || t.asked[0].id != e.ID {
		t.broken("a reply to %d, waiting are %v", e.ID, t.asked)
		return
	}
	request := t.asked[0]
	t.asked = t.asked[1:]
	if e.Error != nil {
		return
	}
	var body struct {
		CallID string `json:"callID"`
	}
	_ = json.Unmarshal(e.Body, &body)
	switch request.kind {
	case protocol.TypeCall:
		t.enter(body.CallID)
	case protocol.TypeJoin:
		t.enter(request.callID)
	}
}

// enter begins a membership.
func (t *tap) enter(callID string) {
	if m := t.calls[callID]; m != nil && !m.over {
		t.broken("enters %s but is already in it", callID)
	}
	if app := t.w.truth.appOf(callID); app != t.app.bus() {
		t.broken("enters %s of app %d", callID, app)
	}
	// It may have been hung up before it had an id.
	leaving := slices.ContainsFunc(t.asked, func(a asked) bool { return a.kind == protocol.TypeHangup })
	t.calls[callID] = &membership{others: map[string]bool{}, leaving: leaving}
}

func (t *tap) invited(e protocol.Envelope) {
	var in protocol.Invited
	if err := json.Unmarshal(e.Body, &in); err != nil {
		t.broken("an invitation that cannot be read: %v", err)
		return
	}
	t.rings(in.CallID, in.Timeout)
	if m := t.calls[in.CallID]; m != nil && !m.over {
		return // it crossed a call of this user's own that was refused: it rings again
	}
	t.enter(in.CallID)
}

func (t *tap) updated(e protocol.Envelope) {
	var in protocol.Update
	if err := json.Unmarshal(e.Body, &in); err != nil {
		t.broken("an update that cannot be read: %v", err)
		return
	}
	m := t.calls[in.CallID]
	switch {
	case !t.tame && (m == nil || m.over):
		return // it may have joined, which is not tracked
	case m == nil:
		t.broken("an update of %s, of which it knows nothing", in.CallID)
		return
	case m.over:
		t.broken("an update of %s, which is over", in.CallID)
		return
	}
	terminal := 0
	for _, event := range in.Events {
		t.hears(event.Type)
		m.events++
		if ends(event) {
			terminal++
		}
		t.happened(m, event)
	}
	m.over = in.Over
	switch {
	case terminal > 1:
		t.broken("%s ends %d times", in.CallID, terminal)
	case terminal == 1 && !in.Over:
		t.broken("%s ends and is not over", in.CallID)
	case in.Over && t.tame && !m.leaving && len(in.Events) == 0 && !t.busy:
		t.broken("%s is over and nothing says why", in.CallID)
	}
}

// ends says whether an event is the last of a call.
func ends(e protocol.Event) bool {
	return e.Type == protocol.EventEnded || e.Type == protocol.EventCancelled
}

// happened checks that users enter before they leave, and not twice.
func (t *tap) happened(m *membership, e protocol.Event) {
	switch e.Type {
	case protocol.EventEntered:
		if m.others[e.UserID] {
			t.broken("%s enters twice", e.UserID)
		}
		m.others[e.UserID] = true
	case protocol.EventLeft:
		if !m.others[e.UserID] {
			t.broken("%s leaves without having entered", e.UserID)
		}
		delete(m.others, e.UserID)
	case protocol.EventMedia:
		if !m.others[e.UserID] {
			t.broken("%s sends without having entered", e.UserID)
		}
	}
}

// open lists the calls that the server has not reported as over, and the requests without a reply.
func (t *tap) open() (calls []string, requests []asked) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, m := range t.calls {
		if !m.over {
			calls = append(calls, id)
		}
	}
	return calls, slices.Clone(t.asked)
}

func (t *tap) broken(format string, args ...any) {
	t.w.broken(t.who+": "+format, args...)
}

// short is a message for the log.
func short(message []byte) string {
	const most = 400
	if len(message) > most {
		return string(message[:most]) + "…"
	}
	return string(message)
}
