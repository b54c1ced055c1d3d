package browser

import (
	"syscall/js"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

func TestLocalView(t *testing.T) {
	t.Run("an element that exists shows the mirrored camera, muted", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "local")
		openAll(t, p)
		p.StartView(localView, "local")
		video := find(t, div.Underlying(), `div[id^=player_] > video[id^=video_]`)
		audio := find(t, div.Underlying(), `div[id^=player_] > audio[id^=audio_]`)
		if video.IsNull() || audio.IsNull() {
			t.Fatalf("got %s, want audio and video", div.Underlying().Get("innerHTML"))
		}
		style := video.Get("style")
		if got := style.Get("objectFit").String() + " " + style.Get("transform").String(); got != "cover scaleX(-1)" {
			t.Errorf("got style %q, want cover and mirrored", got)
		}
		if !video.Get("muted").Bool() || !audio.Get("muted").Bool() {
			t.Error("got sound of this user, want silence")
		}
		eventually(t, "the picture has a size", func() bool { return video.Get("videoWidth").Int() == 640 })
	})
	t.Run("the camera opens later and closes again", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "local")
		p.StartView(localView, "local")
		if player := find(t, div.Underlying(), "div"); !player.IsNull() {
			t.Fatal("got a player without anything to show")
		}
		openAll(t, p)
		if video := find(t, div.Underlying(), "video"); video.IsNull() {
			t.Fatal("got no picture after the camera was opened")
		}
		p.Close(api.Devices{Camera: true})
		if video := find(t, div.Underlying(), "video"); !video.IsNull() {
			t.Error("got a picture after the camera was closed")
		}
	})
	t.Run("another element moves the player, the same one leaves it alone", func(t *testing.T) {
		p, first, second := newPage(t), addDiv(t, "first"), addDiv(t, "second")
		openAll(t, p)
		p.StartView(localView, "first")
		player := find(t, first.Underlying(), "div")
		p.StartView(localView, first.Underlying())
		if got := find(t, first.Underlying(), "div"); !got.Equal(player) {
			t.Error("got another player in the same element")
		}
		p.StartView(localView, second.Underlying())
		if got := find(t, second.Underlying(), "div"); !got.Equal(player) {
			t.Error("got another player in the other element, want it moved")
		}
		video := find(t, second.Underlying(), "video")
		eventually(t, "it plays on", func() bool { return !video.Get("paused").Bool() })
	})
	t.Run("an element that comes later is awaited", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		p.StartView(localView, "later")
		div := addDiv(t, "later")
		eventually(t, "the picture appears", func() bool { return !find(t, div.Underlying(), "video").IsNull() })
	})
	t.Run("anything but a div is refused on the console only", func(t *testing.T) {
		p := newPage(t)
		openAll(t, p)
		p.StartView(localView, js.Global().Get("document").Get("body"))
		p.StartView(localView, js.ValueOf(7))
		for _, object := range []string{
			`Object.create(null)`, `{nodeName: "DIV"}`, `{toString() { throw new Error("no") }}`,
			`{get nodeName() { throw new Error("no") }}`, `Object.defineProperty(document.createElement("div"), "nodeName", {get() { throw new Error("no") }})`,
		} {
			p.StartView(localView, js.Global().Call("eval", "("+object+")"))
		}
		p.StartView(localView, nil)
		if video := find(t, document(), "video"); !video.IsNull() {
			t.Error("got a picture in something that is not a div")
		}
	})
	t.Run("stop removes the player and start shows it again", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "local")
		openAll(t, p)
		p.StartView(localView, "local")
		stream := find(t, div.Underlying(), "video").Get("srcObject")
		p.StopView(localView)
		if got := div.Underlying().Get("childElementCount").Int(); got != 0 {
			t.Errorf("got %d children after stop, want 0", got)
		}
		if got := stream.Call("getTracks").Length(); got != 0 {
			t.Errorf("the stream has %d tracks after stop, want 0", got)
		}
		p.StartView(localView, "local")
		if find(t, div.Underlying(), "video").IsNull() {
			t.Error("got no picture after the second start")
		}
	})
}

func TestRemoteView(t *testing.T) {
	t.Run("a view that is started early shows picture and sound once the slots say so", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "remote")
		c, _, _ := dial(t, p, protocol.VideoCall)
		p.StartView(remoteView("bob"), "remote")
		c.SetSlots(bobsSlots)
		video, audio := find(t, div.Underlying(), "video"), find(t, div.Underlying(), "audio")
		if video.IsNull() || audio.IsNull() {
			t.Fatal("got no audio and video")
		}
		if !video.Get("muted").Bool() || audio.Get("muted").Bool() {
			t.Error("got sound in the picture or silence in the sound")
		}
		if got := video.Get("style").Get("transform").String(); got != "" {
			t.Errorf("got transform %q of a remote picture, want none", got)
		}
		eventually(t, "the picture plays", func() bool {
			return video.Get("videoWidth").Int() > 0 && !video.Get("paused").Bool()
		})
		c.SetSlots(bobsSlots[:1])
		if !find(t, div.Underlying(), "video").IsNull() {
			t.Error("got a picture without a slot")
		}
		c.SetSlots(nil)
		if !find(t, div.Underlying(), "div").IsNull() {
			t.Error("got a player of a user who left")
		}
	})
	t.Run("a view within itself, or in an element that is not there, leaves what is shown", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "remote")
		c, _, _ := dial(t, p, protocol.VideoCall)
		p.StartView(remoteView("bob"), "remote")
		c.SetSlots(bobsSlots)
		player := find(t, div.Underlying(), "div")
		for _, place := range []any{player, "nowhere", js.Global().Get("document").Get("body")} {
			p.StartView(remoteView("bob"), place)
			if got := find(t, div.Underlying(), "div"); !got.Equal(player) || find(t, player, "video").IsNull() {
				t.Errorf("got no picture after a view in %v", place)
			}
		}
	})
	t.Run("the sound of an audio call stays when it becomes a video call", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "remote")
		c, _, _ := dial(t, p, protocol.AudioCall)
		c.SetSlots(bobsSlots[:1])
		layer := js.Global().Get("document").Call("getElementById", hiddenLayerID)
		c.SetType(protocol.VideoCall)
		if find(t, layer, "audio").IsNull() {
			t.Error("got silence until there is a view")
		}
		p.StartView(remoteView("bob"), "remote")
		if !find(t, layer, "audio").IsNull() || find(t, div.Underlying(), "audio").IsNull() {
			t.Error("got the sound twice or not at all, want it in the view alone")
		}
	})
	t.Run("an audio call is heard without a view", func(t *testing.T) {
		p := newPage(t)
		c, _, _ := dial(t, p, protocol.AudioCall)
		c.SetSlots(bobsSlots[:1])
		layer := document().Call("getElementById", "_trtc_calling_layer")
		if got := layer.Get("style").Get("display").String(); got != "none" {
			t.Errorf("got display %q, want none", got)
		}
		if find(t, layer, "#_trtc_calling_audio_call-bob > div > audio").IsNull() {
			t.Fatal("got no sound of bob")
		}
		div := addDiv(t, "remote")
		p.StartView(remoteView("bob"), "remote")
		if find(t, div.Underlying(), "audio").IsNull() || !find(t, layer, "audio").IsNull() {
			t.Error("got bob's sound twice or not at all, want it in the view alone")
		}
		p.StopView(remoteView("bob"))
		if find(t, layer, "audio").IsNull() {
			t.Error("got no sound after the view was stopped")
		}
		p.EndViews()
		if got := layer.Get("childElementCount").Int(); got != 0 {
			t.Errorf("got %d users in the layer after the call, want 0", got)
		}
	})
	t.Run("an earlier connection does not disturb the next call", func(t *testing.T) {
		p, div := newPage(t), addDiv(t, "remote")
		first, _, _ := dial(t, p, protocol.VideoCall)
		second, _, _ := dial(t, p, protocol.VideoCall)
		p.StartView(remoteView("bob"), "remote")
		second.SetSlots(bobsSlots)
		first.SetSlots(nil)
		first.Close()
		if find(t, div.Underlying(), "video").IsNull() {
			t.Error("the end of the first call removed the second one's picture")
		}
	})
}
