package browser

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// The layer that holds the players of audio calls, in which a page starts no views.
const (
	hiddenLayerID    = "_trtc_calling_layer"
	hiddenPlayerID   = "_trtc_calling_audio_call-" // and the user's id
	hiddenLayerStyle = "display:none"
)

// hiddenPlayer plays a user's sound without showing anything.
type hiddenPlayer struct {
	root   *dom.HTMLDivElement
	player *player
}

// updateHidden plays a user's sound in an audio call, unless a view of that user already does. When the call
// becomes a video call, the sound stays until there is a view.
func (v *views) updateHidden(userID string, shown tracks, visible bool) {
	h := v.hidden[userID]
	if visible || shown.audio.IsUndefined() || h == nil && !v.audioCall {
		if h != nil {
			h.player.remove()
			h.root.Call("remove")
			delete(v.hidden, userID)
		}
		return
	}
	if h == nil {
		h = v.newHidden(userID)
		v.hidden[userID] = h
	}
	h.player.show(tracks{audio: shown.audio})
}

func (v *views) newHidden(userID string) *hiddenPlayer {
	h := &hiddenPlayer{root: newDiv(v.document, hiddenPlayerID+userID), player: newPlayer(v, remoteView(userID))}
	v.hiddenLayer().Call("appendChild", h.root.Value)
	h.player.moveTo(h.root.BasicHTMLElement)
	return h
}

// hiddenLayer finds or makes the layer. Several users of one page share it, so it is never removed.
func (v *views) hiddenLayer() js.Value {
	if layer := v.document.Call("getElementById", hiddenLayerID); !layer.IsNull() {
		return layer
	}
	layer := newDiv(v.document, hiddenLayerID)
	setStyle(layer.BasicHTMLElement, hiddenLayerStyle)
	v.document.Get("body").Call("appendChild", layer.Value)
	return layer.Value
}
