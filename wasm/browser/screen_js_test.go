package browser

import (
	"context"
	"strings"
	"syscall/js"
	"testing"

	"trtccalling/jsbridge"
	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// fakeScreen makes the camera what the user chooses to share, because browsers without a window have no screen.
// Each choice waits until its function is called.
func fakeScreen(t *testing.T) (choices chan func()) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	var scope jsbridge.Scope
	choices = make(chan func(), 10)
	source.Set("getDisplayMedia", scope.Func(func(js.Value, []js.Value) any {
		var resolve js.Value
		executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
			resolve = args[0]
			return nil
		})
		defer executor.Release()
		promise := js.Global().Get("Promise").New(executor)
		choices <- func() { resolve.Invoke(source.Call("getUserMedia", map[string]any{"video": true})) }
		return promise
	}))
	t.Cleanup(func() {
		js.Global().Get("Reflect").Call("deleteProperty", source, "getDisplayMedia")
		scope.Release()
	})
	return choices
}

func TestScreenHasAnMLineOfItsOwn(t *testing.T) {
	choices, p := fakeScreen(t), newPage(t)
	o := observe(t, p)
	c, _, _ := dial(t, p, protocol.AudioCall)
	directions := func() (list []string) {
		sdp, err := c.Offer(testContext(t))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(sdp[strings.Index(sdp, "m="):]) { // Firefox says it once, before all m-lines
			if line = strings.TrimSpace(line); line == "a=sendrecv" || line == "a=recvonly" {
				list = append(list, line[2:])
			}
		}
		return list
	}
	share := func(on bool, want string) {
		t.Helper()
		if err := c.ShareScreen(testContext(t), on); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(directions(), " "); got != want {
			t.Errorf("got m-lines %s, want %s", got, want)
		}
	}
	share(false, "sendrecv sendrecv")
	go func() { (<-choices)() }()
	if err := p.OpenScreen(testContext(t)); err != nil {
		t.Fatal(err)
	}
	track := p.screen.live()
	share(true, "sendrecv sendrecv sendrecv")
	sender := c.screen.Get("sender")
	if got := sender.Call("getParameters").Get("degradationPreference"); got.Type() == js.TypeString && got.String() != keepResolution {
		t.Errorf("got %s, want a picture that keeps its size", got)
	}
	if hint := track.Get("contentHint"); hint.Type() == js.TypeString && hint.String() != "detail" {
		t.Errorf("got hint %s, want detail", hint)
	}
	endTrack(track) // as the browser's own button does
	next(t, o.screen)
	p.CloseScreen()
	share(false, "sendrecv sendrecv recvonly")
	if !sender.Get("track").IsNull() {
		t.Error("got a track of a screen that is not shared")
	}
}

func TestScreenThatIsChosenTooLate(t *testing.T) {
	choices, p := fakeScreen(t), newPage(t)
	streams := spyOnStreams(t)
	ctx, cancel := context.WithCancel(testContext(t))
	opened := make(chan error, 1)
	go func() { opened <- p.OpenScreen(ctx) }()
	choose := <-choices
	cancel()
	p.CloseScreen() // the call is over
	if err := <-opened; err == nil || !p.screen.live().IsUndefined() {
		t.Errorf("got %v and a screen, want none", err)
	}
	choose()
	eventually(t, "a screen chosen later is stopped", func() bool { return streams.ended(1) })
}

func TestScreenInABrowserThatSharesNone(t *testing.T) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	source.Set("getDisplayMedia", js.Undefined()) // shadows the prototype's
	t.Cleanup(func() { js.Global().Get("Reflect").Call("deleteProperty", source, "getDisplayMedia") })
	checkDeviceError(t, newPage(t).OpenScreen(testContext(t)), api.Screen, api.DeviceMissing)
}
