package browser

import (
	"syscall/js"
	"testing"

	"trtccalling/jsbridge"
)

// newSound makes an element with a sound that needs no device. It is a video element, because those are always
// allowed once they are muted.
func newSound(t *testing.T) js.Value {
	audio := js.Global().Get("AudioContext").New()
	t.Cleanup(func() { audio.Call("close") })
	element := document().Call("createElement", "video")
	element.Set("srcObject", audio.Call("createMediaStreamDestination").Get("stream"))
	document().Get("body").Call("appendChild", element)
	t.Cleanup(func() { element.Call("remove") })
	return element
}

// pressKey is not a user's gesture, so a browser goes on refusing sound; but listeners hear it.
func pressKey() {
	event := js.Global().Get("KeyboardEvent").New("keydown", map[string]any{"bubbles": true})
	document().Get("body").Call("dispatchEvent", event)
}

func (p *playback) waitsForGesture() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.refused) == 1 && p.gesture != nil && len(p.playing) == 0
}

func TestPlayback(t *testing.T) {
	t.Run("a refused sound is played at the next gesture", func(t *testing.T) {
		before := jsbridge.LiveFuncs()
		p, element := newPlayback(document(), func(text string) { t.Log(text) }), newSound(t)
		p.play(media{element: element})
		eventually(t, "the browser refuses", p.waitsForGesture)
		pressKey()
		eventually(t, "the browser refuses again", p.waitsForGesture)
		element.Set("muted", true) // which browsers always allow
		pressKey()
		eventually(t, "it plays", func() bool { return !element.Get("paused").Bool() })
		eventually(t, "nobody is listening any more", func() bool { return jsbridge.LiveFuncs() == before })
	})
	t.Run("a page that keeps key events to itself does not prevent this", func(t *testing.T) {
		p, element := newPlayback(document(), func(text string) { t.Log(text) }), newSound(t)
		var scope jsbridge.Scope
		defer scope.Release()
		scope.Listen(document().Get("body"), "keydown", func(event js.Value) { event.Call("stopPropagation") })
		p.play(media{element: element})
		eventually(t, "the browser refuses", p.waitsForGesture)
		element.Set("muted", true)
		pressKey()
		eventually(t, "it plays", func() bool { return !element.Get("paused").Bool() })
	})
	t.Run("an element that is removed is forgotten", func(t *testing.T) {
		before := jsbridge.LiveFuncs()
		p, refused, waiting := newPlayback(document(), func(text string) { t.Log(text) }), newSound(t), document().Call("createElement", "video")
		waiting.Set("muted", true)
		p.play(media{element: refused})
		p.play(media{element: waiting}) // has no media, so the browser never answers
		eventually(t, "the browser refuses the sound", func() bool {
			p.mu.Lock()
			defer p.mu.Unlock()
			return len(p.refused) == 1 && len(p.playing) == 1
		})
		p.stop(refused)
		p.stop(waiting)
		p.forget()
		eventually(t, "nobody waits or listens", func() bool { return jsbridge.LiveFuncs() == before })
	})
}

func TestEpisodesOfRefusals(t *testing.T) {
	var told [][]string
	p := newPlayback(document(), func(text string) { t.Log(text) })
	p.blocked = func(users []string) { told = append(told, users) }
	resume := func() bool {
		plays := make(chan bool)
		p.resume(func(all bool) { plays <- all })
		return <-plays
	}
	if !resume() {
		t.Error("got a refusal where nothing plays")
	}
	first, second := newSound(t), newSound(t)
	p.play(media{first, "bob"})
	eventually(t, "the browser refuses", p.waitsForGesture)
	p.play(media{second, "carol"})
	eventually(t, "the browser refuses more", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.refused) == 2
	})
	if resume() {
		t.Error("everything plays outside of a gesture, want it refused")
	}
	first.Set("muted", true)
	if resume() {
		t.Error("everything plays, want one still refused")
	}
	second.Set("muted", true)
	if !resume() {
		t.Error("got a refusal, want everything to play")
	}
	if len(told) != 1 || len(told[0]) != 1 || told[0][0] != "bob" {
		t.Errorf("was told %v, want it once, of bob", told)
	}
	p.play(media{newSound(t), "bob"})
	eventually(t, "the browser refuses anew", p.waitsForGesture)
	if len(told) != 2 {
		t.Errorf("was told %v, want it again in another episode", told)
	}
	p.forget()
}
