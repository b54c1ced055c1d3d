package jsbridge

import (
	"context"
	"syscall/js"
)

// NewPromise makes a promise and the function that settles it: rejected with err when err is not
// nil, resolved with the encoded value otherwise. settle may be called from any goroutine and does
// not block; only the first call counts.
func NewPromise() (promise js.Value, settle func(value any, err error)) {
	promise, resolve, reject := newPromise()
	return promise, func(value any, err error) {
		var encoded js.Value
		if err == nil {
			encoded, err = Encode(value)
		}
		if err != nil {
			reject.Invoke(ErrorValue(err))
			return
		}
		resolve.Invoke(encoded)
	}
}

// newPromise makes a promise together with its own functions, which need no release.
func newPromise() (promise, resolve, reject js.Value) {
	executor := newFunc(func(_ js.Value, args []js.Value) any {
		resolve, reject = args[0], args[1]
		return nil
	})
	defer executor.Release() // the constructor calls it before it returns
	promise = js.Global().Get("Promise").New(executor.Value)
	return promise, resolve, reject
}

// Await blocks until the promise is settled or ctx ends; it must not be called in a callback. A value that is
// not a promise is returned as it is. The error is an *Exception when the promise is rejected, and the
// context's cause when ctx ends first. What the promise delivers after that is dropped, so a caller that has to
// close the result must not let ctx end the wait.
func Await(ctx context.Context, promise js.Value) (js.Value, error) {
	// The callbacks hang on a race that Go can end itself. So they are called, and released, even when the
	// promise never settles.
	stop, endRace, _ := newPromise()
	race := js.Global().Get("Promise").Call("race", []any{promise, stop})

	var scope Scope
	defer scope.Release()
	settled := make(chan awaited, 1)
	race.Call("then",
		scope.Func(func(_ js.Value, args []js.Value) any {
			settled <- awaited{value: args[0]}
			return nil
		}),
		scope.Func(func(_ js.Value, args []js.Value) any {
			settled <- awaited{err: exceptionOf(args[0])}
			return nil
		}))

	select {
	case result := <-settled:
		return result.value, result.err
	case <-ctx.Done():
		endRace.Invoke()
		<-settled
		return js.Undefined(), context.Cause(ctx)
	}
}

// awaited is how a promise was settled.
type awaited struct {
	value js.Value
	err   error
}
