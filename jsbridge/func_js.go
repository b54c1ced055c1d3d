package jsbridge

import (
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall/js"
)

// live mirrors the size of the runtime's own table of functions, which cannot be read.
var live atomic.Int64

// LiveFuncs returns how many functions made here have not been released yet.
func LiveFuncs() int { return int(live.Load()) }

// Scope owns JavaScript functions that end together. The zero value is ready. Its methods may be called from
// any goroutine.
type Scope struct {
	mu       sync.Mutex // protects:
	ends     []func()
	released bool
}

// Func makes a JavaScript function that lives until the scope is released. f must not block. When f panics, the
// page sees undefined and the console shows the reason.
func (s *Scope) Func(f func(this js.Value, args []js.Value) any) js.Value {
	fn := newFunc(f)
	s.onRelease(fn.Release)
	return fn.Value
}

// Listen calls f for each event of that name until the scope is released. f must not block.
func (s *Scope) Listen(target js.Value, event string, f func(event js.Value)) {
	fn := newFunc(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	target.Call("addEventListener", event, fn.Value)
	s.onRelease(func() {
		target.Call("removeEventListener", event, fn.Value)
		fn.Release()
	})
}

// Release ends the functions of the scope, the newest first. One of them may call it, and it may be called more
// than once. A function that is made afterwards is dead from the start.
func (s *Scope) Release() {
	s.mu.Lock()
	ends := s.ends
	s.ends, s.released = nil, true
	s.mu.Unlock()
	for i := len(ends) - 1; i >= 0; i-- {
		ends[i]()
	}
}

func (s *Scope) onRelease(end func()) {
	s.mu.Lock()
	released := s.released
	if !released {
		s.ends = append(s.ends, end)
	}
	s.mu.Unlock()
	if released {
		end()
	}
}

// function is a js.Func that is counted and guarded.
type function struct {
	js.Value
	release func()
}

// Release must be called once.
func (f function) Release() {
	f.release()
	live.Add(-1)
}

func newFunc(f func(this js.Value, args []js.Value) any) function {
	live.Add(1)
	fn := js.FuncOf(func(this js.Value, args []js.Value) any {
		result, err := guard(func() any { return f(this, args) })
		if err != nil {
			js.Global().Get("console").Call("error", err.Error())
			return js.Undefined()
		}
		return result
	})
	return function{Value: fn.Value, release: fn.Release}
}

// guard runs f and turns a panic into an error with the stack. Everything that JavaScript calls runs under it:
// a panic in a callback would end the program.
func guard(f func() any) (result any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("internal error: %v\n%s", cause, debug.Stack())
		}
	}()
	return f(), nil
}
