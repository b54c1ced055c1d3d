package jsbridge_test

import (
	"syscall/js"
	"testing"
	"time"

	"trtccalling/jsbridge"
)

// script evaluates JavaScript, so that a test can make the values that a page would make.
func script(code string) js.Value { return js.Global().Call("eval", code) }

// waitFor returns what a channel delivers, or fails.
func waitFor[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case value := <-c:
		return value
	case <-time.After(5 * time.Second):
		t.Fatal("nothing came within 5 s")
		panic("unreachable")
	}
}

// noFuncsLeft fails when a test ends with more functions than it began with.
func noFuncsLeft(t *testing.T) {
	t.Helper()
	before := jsbridge.LiveFuncs()
	t.Cleanup(func() {
		if got := jsbridge.LiveFuncs(); got != before {
			t.Errorf("live functions: got %d, want %d", got, before)
		}
	})
}

// consoleErrors replaces console.error until the test ends and returns what was written to it.
func consoleErrors(t *testing.T) func() string {
	t.Helper()
	script(`globalThis.keptError = console.error; globalThis.written = "";
		console.error = (text) => { globalThis.written += text + "\n" }`)
	t.Cleanup(func() { script(`console.error = globalThis.keptError; delete globalThis.keptError`) })
	return func() string { return js.Global().Get("written").String() }
}
