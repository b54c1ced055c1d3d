package jsbridge_test

import (
	"strings"
	"syscall/js"
	"testing"

	"trtccalling/jsbridge"
)

func TestScope(t *testing.T) {
	t.Run("a function is counted until its scope is released", func(t *testing.T) {
		noFuncsLeft(t)
		before := jsbridge.LiveFuncs()
		var scope jsbridge.Scope
		double := scope.Func(func(_ js.Value, args []js.Value) any { return 2 * args[0].Int() })
		scope.Func(func(js.Value, []js.Value) any { return nil })
		if got := double.Invoke(21).Int(); got != 42 {
			t.Errorf("result: got %d, want 42", got)
		}
		if got := jsbridge.LiveFuncs() - before; got != 2 {
			t.Errorf("live functions: got %d, want 2", got)
		}
		scope.Release()
		scope.Release()
	})

	t.Run("a function that is made after the release is dead", func(t *testing.T) {
		noFuncsLeft(t)
		written := consoleErrors(t)
		var scope jsbridge.Scope
		scope.Release()
		called := false
		scope.Func(func(js.Value, []js.Value) any { called = true; return nil }).Invoke()
		if called {
			t.Error("the function was called")
		}
		if got, want := written(), "call to released function"; !strings.Contains(got, want) {
			t.Errorf("console: got %q, want %q", got, want)
		}
	})

	t.Run("a function releases its own scope", func(t *testing.T) {
		noFuncsLeft(t)
		var scope jsbridge.Scope
		f := scope.Func(func(js.Value, []js.Value) any { scope.Release(); return "done" })
		if got := f.Invoke().String(); got != "done" {
			t.Errorf("result: got %q, want done", got)
		}
	})

	t.Run("a panic stays inside and is reported on the console", func(t *testing.T) {
		noFuncsLeft(t)
		written := consoleErrors(t)
		var scope jsbridge.Scope
		defer scope.Release()
		f := scope.Func(func(js.Value, []js.Value) any { panic("lost my mind") })
		if got := f.Invoke(); !got.IsUndefined() {
			t.Errorf("result: got %v, want undefined", got)
		}
		for _, want := range []string{"internal error: lost my mind", "func_js_test.go"} {
			if got := written(); !strings.Contains(got, want) {
				t.Errorf("console: got %q, want it to contain %q", got, want)
			}
		}
	})

	t.Run("a listener hears events until the release", func(t *testing.T) {
		noFuncsLeft(t)
		target := script(`new EventTarget()`)
		heard := 0
		var scope jsbridge.Scope
		scope.Listen(target, "ring", func(event js.Value) {
			if event.Get("type").String() == "ring" {
				heard++
			}
		})
		ring := script(`new Event("ring")`)
		target.Call("dispatchEvent", ring)
		target.Call("dispatchEvent", ring)
		scope.Release()
		target.Call("dispatchEvent", ring)
		if heard != 2 {
			t.Errorf("events heard: got %d, want 2", heard)
		}
	})
}
