package browser

import (
	"context"
	"syscall/js"
	"testing"
	"time"

	"honnef.co/go/js/dom/v2"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// These tests run in a real browser; see pagetest.

const deadline = 15 * time.Second

func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx := testContext(t)
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for !holds() {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func await(t *testing.T, promise js.Value) js.Value {
	t.Helper()
	value, err := jsbridge.Await(testContext(t), promise)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// newPage makes a Page that is cleaned up, and checks that nothing of it stays behind.
func newPage(t *testing.T) *Page {
	before := jsbridge.LiveFuncs()
	p := New(func(text string) { t.Log("warning: " + text) })
	t.Cleanup(func() {
		p.EndViews()
		p.Close(api.Devices{Microphone: true, Camera: true})
		eventually(t, "every function is released", func() bool { return jsbridge.LiveFuncs() <= before })
	})
	return p
}

func openAll(t *testing.T, p *Page) {
	t.Helper()
	want := api.Devices{Microphone: true, Camera: true}
	opened, err := p.Open(testContext(t), want)
	if err != nil || opened.Devices != want || opened.CameraError != nil {
		t.Fatalf("got %+v, %v, want both devices", opened, err)
	}
}

// addDiv adds a div to the page.
func addDiv(t *testing.T, id string) dom.Element {
	document := dom.GetWindow().Document()
	div := document.CreateElement("div")
	div.SetID(id)
	document.Underlying().Get("body").Call("appendChild", div.Underlying())
	t.Cleanup(func() { div.Underlying().Call("remove") })
	return div
}

// find returns the only element that a selector matches below an element, or null.
func find(t *testing.T, below js.Value, selector string) js.Value {
	t.Helper()
	all := below.Call("querySelectorAll", selector)
	if all.Length() > 1 {
		t.Fatalf("%d elements match %q, want at most one", all.Length(), selector)
	}
	if all.Length() == 0 {
		return js.Null()
	}
	return all.Index(0)
}

func document() js.Value { return js.Global().Get("document") }

// replaceCapture stands in for navigator.mediaDevices.getUserMedia, for failures that a headless browser cannot
// be made to produce. fail returns the name of an exception, or "" to ask the browser.
func replaceCapture(t *testing.T, fail func(constraints js.Value) string) {
	source := js.Global().Get("navigator").Get("mediaDevices")
	original := source.Get("getUserMedia").Call("bind", source)
	var scope jsbridge.Scope
	source.Set("getUserMedia", scope.Func(func(_ js.Value, args []js.Value) any {
		if name := fail(args[0]); name != "" {
			exception := js.Global().Get("DOMException").New("as the test wants", name)
			return js.Global().Get("Promise").Call("reject", exception)
		}
		return original.Invoke(args[0])
	}))
	t.Cleanup(func() {
		js.Global().Get("Reflect").Call("deleteProperty", source, "getUserMedia")
		scope.Release()
	})
}
