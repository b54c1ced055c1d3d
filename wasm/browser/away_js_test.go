package browser

import (
	"syscall/js"
	"testing"
	"time"

	"trtccalling/server/protocol"
)

// plays is true while an element's time advances.
func plays(element js.Value) func() bool {
	begun := element.Get("currentTime").Float()
	return func() bool { return !element.Get("paused").Bool() && element.Get("currentTime").Float() > begun }
}

// watchBob shows bob in an element of the page.
func watchBob(t *testing.T) (p *Page, c *connection, div js.Value) {
	t.Helper()
	p = newPage(t)
	c, _, _ = dial(t, p, protocol.VideoCall)
	place := addDiv(t, "bob").Underlying()
	p.StartView(remoteView("bob"), "bob")
	c.SetSlots(bobsSlots)
	eventually(t, "the picture plays", plays(find(t, place, "video")))
	return p, c, place
}

// away takes an element out of the document and waits until the browser has noticed.
func away(t *testing.T, div js.Value) {
	t.Helper()
	paused := make(chan struct{}, 1)
	note := js.FuncOf(func(js.Value, []js.Value) any {
		select {
		case paused <- struct{}{}:
		default:
		}
		return nil
	})
	defer note.Release()
	video := find(t, div, "video")
	video.Call("addEventListener", "pause", note)
	div.Call("remove")
	select {
	case <-paused:
	case <-time.After(deadline):
		t.Fatal("the browser did not pause what left the document")
	}
	video.Call("removeEventListener", "pause", note)
}

func TestViewsSurvive(t *testing.T) {
	t.Run("an element that is moved", func(t *testing.T) {
		_, _, div := watchBob(t)
		addDiv(t, "elsewhere").Underlying().Call("appendChild", div)
		eventually(t, "the picture plays on", plays(find(t, div, "video")))
	})
	t.Run("an element that is removed and put back", func(t *testing.T) {
		_, _, div := watchBob(t)
		video := find(t, div, "video")
		away(t, div)
		eventually(t, "it plays while it is away", plays(video))
		document().Get("body").Call("appendChild", div)
		if !find(t, div, "video").Equal(video) {
			t.Error("got another picture, want the same one")
		}
		eventually(t, "the picture plays on", plays(video))
		away(t, div) // again, right away
		document().Get("body").Call("appendChild", div)
		eventually(t, "the picture plays on after the second time", plays(video))
	})
	t.Run("a new element with the id of a removed one", func(t *testing.T) {
		_, _, div := watchBob(t)
		away(t, div)
		other := addDiv(t, "bob").Underlying()
		eventually(t, "the picture appears in the new element", func() bool { return !find(t, other, "video").IsNull() })
		eventually(t, "and plays", plays(find(t, other, "video")))
		eventually(t, "with sound", func() bool { return !find(t, other, "audio").IsNull() })
	})
	t.Run("an element that is hidden and shown", func(t *testing.T) {
		_, _, div := watchBob(t)
		div.Get("style").Set("display", "none")
		eventually(t, "it plays while it is hidden", plays(find(t, div, "video")))
		div.Get("style").Set("display", "")
		eventually(t, "the picture plays on", plays(find(t, div, "video")))
	})
	t.Run("but not a view that was stopped while its element was away", func(t *testing.T) {
		p, _, div := watchBob(t)
		away(t, div)
		p.StopView(remoteView("bob"))
		document().Get("body").Call("appendChild", div)
		if !find(t, div, "video").IsNull() {
			t.Error("got a picture, want none")
		}
	})
	t.Run("nor does a user who has left meanwhile", func(t *testing.T) {
		_, c, div := watchBob(t)
		away(t, div)
		c.SetSlots(nil)
		if !find(t, div, "div").IsNull() {
			t.Error("got a player of a user who left")
		}
	})
}

func TestPreparedPicture(t *testing.T) {
	preparing := func(t *testing.T) (*Page, *connection, js.Value) {
		p := newPage(t)
		c, _, _ := dial(t, p, protocol.VideoCall)
		c.SetSlots(bobsSlots)
		prepared := p.views.prepared[remoteView("bob")]
		if prepared == nil || prepared.player == nil || prepared.player.video == nil {
			t.Fatal("got no picture playing before a view was asked for")
		}
		return p, c, prepared.player.video.element.Value
	}
	t.Run("the view takes over the picture that is already playing", func(t *testing.T) {
		p, _, video := preparing(t)
		eventually(t, "it plays outside of the document", func() bool { return video.Get("readyState").Int() >= 2 })
		div := addDiv(t, "bob").Underlying()
		p.StartView(remoteView("bob"), "bob")
		if !find(t, div, "video").Equal(video) {
			t.Error("got another picture, want the prepared one")
		}
		if video.Get("readyState").Int() < 2 || find(t, div, "audio").IsNull() {
			t.Error("got no picture at once or no sound")
		}
		eventually(t, "it plays on", plays(video))
		p.StopView(remoteView("bob"))
		if !find(t, div, "video").IsNull() {
			t.Error("got a picture after the view was stopped")
		}
	})
	t.Run("a picture that nobody asks for is dropped", func(t *testing.T) {
		_, _, video := preparing(t)
		eventually(t, "it is", func() bool { return video.Get("srcObject").IsNull() })
	})
	t.Run("the prepared picture of a user who leaves is dropped", func(t *testing.T) {
		p, c, video := preparing(t)
		c.SetSlots(nil)
		if !video.Get("srcObject").IsNull() || len(p.views.prepared) != 0 {
			t.Error("got a picture of a user who left")
		}
	})
	t.Run("an audio call prepares nothing", func(t *testing.T) {
		p := newPage(t)
		c, _, _ := dial(t, p, protocol.AudioCall)
		c.SetSlots(bobsSlots)
		if len(p.views.prepared) != 0 {
			t.Error("got a picture in an audio call")
		}
	})
}
