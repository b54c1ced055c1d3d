package browser

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// Styles of a player. They are set through style.cssText, which a strict Content Security Policy
// allows, unlike style attributes.
const (
	playerStyle = "width:100%;height:100%;position:relative;background-color:black;overflow:hidden"
	videoStyle  = "width:100%;height:100%;object-fit:cover;"
	mirrorStyle = "transform:scaleX(-1);"
)

// player shows one user: a div with an element for the sound and one for the picture. Sound has an
// element of its own, so that a browser that refuses to play it does not stop the picture, too.
type player struct {
	document dom.Document
	playback *playback
	local    bool
	id       string // of the stream
	root     dom.Element
	audio    *output
	video    *output
}

// output is a media element and the track that it plays.
type output struct {
	element dom.Element
	track   js.Value
}

func newPlayer(document dom.Document, playback *playback, local bool) *player {
	p := &player{document: document, playback: playback, local: local}
	// Every stream has an id that is unique in the page.
	p.id = js.Global().Get("MediaStream").New().Get("id").String()
	p.root = document.CreateElement("div")
	p.root.SetID("player_" + p.id)
	setStyle(p.root, playerStyle)
	return p
}

// moveTo puts the player into a place, as the last child; it does nothing when it is there already.
func (p *player) moveTo(place dom.Element) {
	if parent := p.root.ParentElement(); parent != nil && parent.Underlying().Equal(place.Underlying()) {
		return
	}
	place.AppendChild(p.root)
	// Leaving a document pauses what plays.
	for _, o := range [...]*output{p.audio, p.video} {
		if o != nil {
			p.playback.play(o.element.Underlying())
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
		now = &output{element: p.newElement(kind)}
	}
	now.track = track
	element := now.element.Underlying()
	element.Set("srcObject", js.Global().Get("MediaStream").New([]any{track}))
	p.playback.play(element)
	return now
}

// newElement makes an audio or video element inside the player. Pictures are always muted, so no
// browser refuses them; this user's own sound is muted, too.
func (p *player) newElement(kind string) dom.Element {
	e := p.document.CreateElement(kind)
	e.SetID(kind + "_" + p.id)
	e.SetAttribute("autoplay", "")
	e.SetAttribute("playsinline", "")
	e.Underlying().Set("muted", kind == videoKind || p.local)
	if kind == videoKind {
		style := videoStyle
		if p.local {
			style += mirrorStyle
		}
		setStyle(e, style)
	}
	p.root.AppendChild(e)
	return e
}

// remove takes the player out of the page and lets go of its tracks.
func (p *player) remove() {
	p.drop(p.audio)
	p.drop(p.video)
	p.audio, p.video = nil, nil
	p.root.Underlying().Call("remove")
}

func (p *player) drop(o *output) {
	if o == nil {
		return
	}
	element := o.element.Underlying()
	p.playback.stop(element)
	element.Set("srcObject", js.Null())
	element.Call("remove")
}

func setStyle(e dom.Element, css string) { e.Underlying().Get("style").Set("cssText", css) }
