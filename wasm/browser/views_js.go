package browser

import (
	"sync"
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"trtccalling/wasm/api"
)

// view is what a page asks to see: its own camera, another user, or the screen of one.
type view = api.View

// localView is a page's only local view, whatever name the page gives it.
var localView = view{Kind: api.LocalView}

func remoteView(userID string) view { return view{Kind: api.RemoteView, UserID: userID} }

func viewOf(asked api.View) view {
	if asked.Kind == api.LocalView {
		return localView
	}
	return asked
}

// views decide who is shown where. What is wanted and what there is to show may come in any order.
type views struct {
	document js.Value
	warn     func(text string)
	playback *playback

	mu        sync.Mutex // protects:
	wanted    map[view]*target
	local     tracks
	remote    map[view]tracks
	dark      map[view]bool // users whose camera is closed
	owner     *connection   // the connection that remote belongs to
	audioCall bool          // sound also plays for users that nobody asked to see
	players   map[view]*player
	hidden    map[string]*hiddenPlayer // by user
	prepared  map[view]*preparation
}

func newViews(document js.Value, warn func(string)) *views {
	return &views{
		document: document, warn: warn, playback: newPlayback(document, warn),
		dark: make(map[view]bool), wanted: make(map[view]*target), players: make(map[view]*player),
		hidden: make(map[string]*hiddenPlayer), prepared: make(map[view]*preparation),
	}
}

// start remembers that a view is wanted in an element, and shows it as soon as both exist.
func (v *views) start(key view, element any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if old := v.wanted[key]; old != nil {
		old.stopWaiting()
	}
	v.wanted[key] = newTarget(v, element)
	v.update(key)
}

// stop forgets a view and removes its player.
func (v *views) stop(key view) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if old := v.wanted[key]; old != nil {
		old.stopWaiting()
	}
	delete(v.wanted, key)
	v.update(key)
}

// end stops everything.
func (v *views) end() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for key, t := range v.wanted {
		t.stopWaiting()
		delete(v.wanted, key)
	}
	v.remote, v.audioCall, v.owner = nil, false, nil
	clear(v.dark)
	v.updateAll()
	v.playback.forget()
}

// begin makes c the connection that remote users arrive on.
func (v *views) begin(c *connection, audioCall bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.owner, v.audioCall, v.remote = c, audioCall, nil
	clear(v.dark)
	v.updateAll()
}

// setAudioCall changes what c was begun with.
func (v *views) setAudioCall(c *connection, audioCall bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.owner == c && v.audioCall != audioCall {
		v.audioCall = audioCall
		v.updateAll()
	}
}

// setPicture says whether a user's camera sends. Without it the last picture would stay.
func (v *views) setPicture(c *connection, userID string, on bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.owner == c {
		v.dark[remoteView(userID)] = !on
		v.update(remoteView(userID))
	}
}

// setRemote sets everything there is to show of other users. Connections of earlier calls are ignored.
func (v *views) setRemote(c *connection, remote map[view]tracks) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.owner != c {
		return
	}
	v.remote = remote
	v.updateAll()
}

// setLocal sets what there is to show of this user.
func (v *views) setLocal(local tracks) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.local = local
	v.update(localView)
}

func (v *views) updateAll() {
	changed := map[view]bool{localView: true}
	for key := range v.wanted {
		changed[key] = true
	}
	for key := range v.players {
		changed[key] = true
	}
	for key := range v.remote {
		changed[key] = true
	}
	for user := range v.hidden {
		changed[remoteView(user)] = true
	}
	for key := range v.prepared {
		changed[key] = true
	}
	for key := range changed {
		v.update(key)
	}
}

// update brings the player of one view in line with what is wanted and what there is.
func (v *views) update(key view) {
	shown := v.remote[key]
	if v.dark[key] {
		shown.video = js.Undefined()
	}
	if key == localView {
		shown = v.local
	}
	place := v.place(key, shown)
	switch {
	case place != nil:
		v.showPlayer(key, place, shown)
	case v.stays(key) && !shown.empty():
		v.players[key].show(shown)
	default:
		v.removePlayer(key)
	}
	if key.Kind == api.RemoteView {
		v.updateHidden(key.UserID, shown, v.players[key] != nil)
	}
	if key != localView {
		v.prepare(key, shown)
	}
}

// place finds the element of a view that has something to show. When there is none yet, it keeps looking until
// the element is there or the target's patience ends.
func (v *views) place(key view, shown tracks) *dom.BasicHTMLElement {
	t := v.wanted[key]
	if t == nil || shown.empty() {
		return nil
	}
	place, err := t.find()
	if err != nil {
		v.warn(err.Error())
		return nil
	}
	if place == nil {
		t.wait(func() { v.retry(key, t) })
		return nil
	}
	if p := v.players[key]; p != nil && p.root.Call("contains", place.Value).Bool() {
		v.warn("a view cannot be shown within itself")
		return nil
	}
	return place
}

// retry shows a view whose element has appeared.
func (v *views) retry(key view, t *target) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.wanted[key] == t {
		v.update(key)
	}
}

func (v *views) showPlayer(key view, place *dom.BasicHTMLElement, shown tracks) {
	p := v.players[key]
	if p == nil {
		p = v.takePrepared(key)
		v.players[key] = p
	}
	p.at = v.wanted[key]
	p.at.seen = true
	p.moveTo(place)
	p.show(shown)
}

func (v *views) removePlayer(key view) {
	if p := v.players[key]; p != nil {
		p.remove()
		delete(v.players, key)
	}
}
