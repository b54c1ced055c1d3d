package browser

import (
	"strings"
	"syscall/js"
	"time"

	"honnef.co/go/js/dom/v2"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// Styles of a player.
const (
	playerStyle = "width:100%;height:100%;position:relative;background-color:black;overflow:hidden"
	videoStyle  = "width:100%;height:100%;object-fit:cover;"
	screenStyle = "width:100%;height:100%;object-fit:contain;" // nothing is cut off
	mirrorStyle = "transform:scaleX(-1);"
)

// player shows one user: a div with an element for the sound and one for the picture. Sound has its own
// element, so that a browser that refuses to play it does not stop the picture as well.
type player struct {
	views    *views
	key      view
	document js.Value
	playback *playback
	local    bool
	id       string // of the stream
	root     *dom.HTMLDivElement
	audio    *output
	video    *output
	at       *target     // whose element the player is in
	replayed time.Time   // when something paused was last played again
	replay   *time.Timer // until that may happen again

	onPlaying func() // called once, when a picture plays; may be nil
}

// output is a media element and the track that it plays.
type output struct {
	element *dom.HTMLMediaElement
	track   js.Value
	events  jsbridge.Scope
}

func newPlayer(v *views, key view) *player {
	p := &player{views: v, key: key, document: v.document, playback: v.playback, local: key == localView}
	// Every stream has an id that is unique in the page.
	// Firefox writes it in braces, which no page should have to escape in a selector.
	p.id = strings.Trim(js.Global().Get("MediaStream").New().Get("id").String(), "{}")
	p.root = newDiv(p.document, "player_"+p.id)
	setStyle(p.root.BasicHTMLElement, playerStyle)
	return p
}

// moveTo makes the player the last child of a place; it does nothing when the player is already there.
func (p *player) moveTo(place *dom.BasicHTMLElement) {
	if p.root.Get("parentNode").Equal(place.Value) {
		return
	}
	place.Call("appendChild", p.root.Value)
	// Leaving a document pauses what is playing.
	for _, o := range [...]*output{p.audio, p.video} {
		if o != nil {
			p.play(o)
		}
	}
}

// show plays these tracks and nothing else.
func (p *player) show(t tracks) {
	p.audio = p.showTrack(p.audio, t.audio, audioKind)
	p.video = p.showTrack(p.video, t.video, videoKind)
}

func (p *player) showTrack(now *output, track js.Value, kind string) *output {
	if now != nil && now.track.Equal(track) {
		return now
	}
	if track.IsUndefined() {
		p.drop(now)
		return nil
	}
	if now == nil {
		now = p.newOutput(kind)
	}
	now.setTrack(track)
	p.play(now)
	return now
}

// setTrack makes the element play another track, or nothing. The stream that it played loses its track: a track
// of Chromium's keeps all streams that contain it alive as long as it lives.
func (o *output) setTrack(track js.Value) {
	old := o.element.Get("srcObject")
	stream := js.Null()
	if !track.IsUndefined() {
		stream = js.Global().Get("MediaStream").New([]any{track})
	}
	o.element.Set("srcObject", stream)
	if old.Truthy() {
		old.Call("removeTrack", o.track)
	}
	o.track = track
}

func (p *player) play(o *output) { p.playback.play(media{o.element.Value, p.key.UserID}) }

// newOutput makes an audio or video element inside the player. Pictures are always muted, so no browser refuses
// them; this user's own sound is muted, too.
func (p *player) newOutput(kind string) *output {
	e := newMediaElement(p.document, kind, kind+"_"+p.id)
	e.SetAttribute("autoplay", "")
	e.SetAttribute("playsinline", "")
	e.Set("muted", kind == videoKind || p.local)
	if kind == videoKind {
		setStyle(e.BasicHTMLElement, p.videoStyle())
	}
	if kind == audioKind && !p.local {
		p.playback.useSpeaker(e.Value)
	}
	o := &output{element: e}
	p.onPause(o)
	if kind == videoKind && p.onPlaying != nil {
		p.listenToPlaying(o)
	}
	p.root.Call("appendChild", e.Value)
	return o
}

func (p *player) videoStyle() string {
	switch p.key.Kind {
	case api.LocalView:
		return videoStyle + mirrorStyle
	case api.ScreenView:
		return screenStyle
	}
	return videoStyle
}

// remove takes the player out of the page and lets go of its tracks.
func (p *player) remove() {
	if p.replay != nil {
		p.replay.Stop()
	}
	p.drop(p.audio)
	p.drop(p.video)
	p.audio, p.video = nil, nil
	p.root.Call("remove")
}

func (p *player) drop(o *output) {
	if o == nil {
		return
	}
	o.events.Release()
	element := o.element.Value
	p.playback.stop(element)
	o.setTrack(js.Undefined())
	element.Call("remove")
}
