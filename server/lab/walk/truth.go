package walk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/protocol"
)

// truth is what the server's parts have told one another: what sessions asked of calls, and what calls asked of
// their rooms. It stands between them, passes everything on, and checks it.
type truth struct {
	w *World

	mu     sync.Mutex         // protects:
	apps   map[string]bus.App // by call
	latest []string
	rooms  map[string]*room
	asked  map[right]int // how often a user has asked to be in a call
	used   map[right]int // how often it was let in
}

// right is a user's right to send media in a call.
type right struct{ address, user string }

func newTruth(w *World) *truth {
	return &truth{
		w: w, apps: map[string]bus.App{}, rooms: map[string]*room{},
		asked: map[right]int{}, used: map[right]int{},
	}
}

// calls is what sessions get as their gateway.Calls.
type calls struct {
	*call.Service
	truth *truth
}

func (c calls) Open(app bus.App) (call.Ref, error) {
	ref, err := c.Service.Open(app)
	c.truth.mu.Lock()
	defer c.truth.mu.Unlock()
	c.truth.apps[ref.ID] = app
	c.truth.latest = append(c.truth.latest, ref.ID)
	if len(c.truth.latest) > 16 {
		c.truth.latest = slices.Clone(c.truth.latest[1:])
	}
	return ref, err
}

func (c calls) Send(to call.Ref, ask call.Ask, unreachable string) error {
	if slices.Contains([]string{protocol.TypeCall, protocol.TypeJoin, protocol.TypeAccept}, ask.Type) {
		c.truth.mu.Lock()
		c.truth.asked[right{to.Address, ask.By.User}]++
		c.truth.mu.Unlock()
	}
	return c.Service.Send(to, ask, unreachable)
}

func (c calls) Rang(to call.Ref, in call.Rang, unreachable string) error {
	c.truth.w.log("    %s tells %s that it rings", in.By.User, to.ID)
	c.truth.rang(to.ID, in.By.User)
	return c.Service.Rang(to, in, unreachable)
}

// rang notes that a user may join a call later.
func (t *truth) rang(callID, user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.rooms[callID]; r != nil {
		r.rang[user] = true
	}
}

func (c calls) Occupied(to call.Ref, in call.Occupied) error {
	c.truth.w.log("    %s tells %s that it is busy", in.By.User, to.ID)
	return c.Service.Occupied(to, in)
}

func (c calls) Gone(to call.Ref, by call.Who) error {
	c.truth.w.log("    %s tells %s that it is gone", by.User, to.ID)
	return c.Service.Gone(to, by)
}

// room is a call's room without media. It is call.Room.
type room struct {
	truth  *truth
	id     string
	events call.RoomEvents

	// truth.mu protects:
	connected map[string]bool
	admitted  map[string]bool
	rang      map[string]bool
	closed    bool
}

// Open is call.MediaServer's.
func (t *truth) Open(callID string, events call.RoomEvents) call.Room {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rooms[callID] != nil {
		t.w.broken("call %s opens a second room", callID)
	}
	r := &room{truth: t, id: callID, events: events, connected: map[string]bool{}, admitted: map[string]bool{}, rang: map[string]bool{}}
	t.rooms[callID] = r
	return r
}

func (r *room) Answer(user, offer string) (string, error) {
	r.truth.mu.Lock()
	defer r.truth.mu.Unlock()
	app := r.truth.apps[r.id]
	switch {
	case r.closed:
		r.truth.w.broken("call %s: %s is connected in a closed room", r.id, user)
	case strings.HasPrefix(offer, badOffer):
		return "", protocol.Errorf(protocol.CodeBadDescription, "a bad offer")
	case strings.HasPrefix(offer, goodOffer) && !strings.HasPrefix(offer, offerOf(app, user)):
		r.truth.w.broken("call %s: the offer of %s of app %d is %q", r.id, user, app, offer)
	}
	r.connected[user] = true
	return "an answer to " + offer, nil
}

func (r *room) PassCameras(bool) {}

func (r *room) Admit(user string) {
	r.truth.mu.Lock()
	defer r.truth.mu.Unlock()
	its := right{bus.CallSubject(r.truth.apps[r.id], r.id, 1), user}
	r.truth.used[its]++
	switch {
	case r.closed:
		r.truth.w.broken("call %s: %s is admitted to a closed room", r.id, user)
	case r.truth.used[its] > r.truth.asked[its]:
		r.truth.w.broken("call %s: %s is admitted without having called, joined or accepted", r.id, user)
	case r.admitted[user]:
		r.truth.w.broken("call %s: %s is admitted twice", r.id, user)
	}
	r.admitted[user] = true
	slots := []protocol.Slot{{Mid: "0", UserID: user, Kind: "audio", Source: "microphone"}}
	for other := range r.connected {
		r.events.SlotsChanged(other, slots)
	}
}

func (r *room) Remove(user string) {
	r.truth.mu.Lock()
	defer r.truth.mu.Unlock()
	if r.closed {
		r.truth.w.broken("call %s: %s is removed from a closed room", r.id, user)
	}
	delete(r.connected, user)
	delete(r.admitted, user)
}

func (r *room) Close() {
	r.truth.mu.Lock()
	defer r.truth.mu.Unlock()
	if r.closed || len(r.admitted) > 0 {
		r.truth.w.broken("call %s: its room is closed (before: %t) with %v in it", r.id, r.closed, r.admitted)
	}
	r.truth.w.log("    call %s is over", r.id)
	r.closed = true
	delete(r.truth.rooms, r.id)
}

func offerOf(app bus.App, user string) string { return fmt.Sprintf("%s%d %q ", goodOffer, app, user) }

const (
	goodOffer = "offer of "
	badOffer  = "bad offer"
)

func (t *truth) appOf(callID string) bus.App {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.apps[callID]
}

// members lists the admitted users, by call.
func (t *truth) members() map[string][]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := map[string][]string{}
	for id, r := range t.rooms {
		all[id] = slices.Sorted(maps.Keys(r.admitted))
	}
	return all
}

// recent lists the latest calls of all apps, whether they are over or not.
func (t *truth) recent() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.latest)
}

// live lists calls that are not over and to which a user has been invited, or which it was in.
func (t *truth) live(app bus.App, user string) []string {
	return slices.DeleteFunc(t.recent(), func(id string) bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.rooms[id] == nil || t.apps[id] != app || !t.rooms[id].rang[user]
	})
}

// oneCallEach checks that no user is in two calls. It holds whenever the server is at rest.
func (t *truth) oneCallEach() {
	t.mu.Lock()
	defer t.mu.Unlock()
	type user struct {
		app  bus.App
		name string
	}
	in := map[user]string{}
	for id, r := range t.rooms {
		for name := range r.admitted {
			u := user{t.apps[id], name}
			if in[u] != "" {
				t.w.broken("%s of app %d is in the calls %s and %s", name, u.app, in[u], id)
			}
			in[u] = id
		}
	}
}

// lose makes a random member's media fail.
func (t *truth) lose(random func(n int) int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	ids := slices.Sorted(maps.Keys(t.rooms))
	if len(ids) == 0 {
		return "nobody"
	}
	r := t.rooms[ids[random(len(ids))]]
	users := slices.Sorted(maps.Keys(r.connected))
	if len(users) == 0 {
		return "nobody"
	}
	user := users[random(len(users))]
	r.events.Lost(user, errLost)
	return user
}
