package jsbridge_test

import (
	"context"
	"errors"
	"syscall/js"
	"testing"

	"trtccalling/jsbridge"
)

func TestAwait(t *testing.T) {
	ctx := context.Background()

	t.Run("a resolved promise yields its value", func(t *testing.T) {
		noFuncsLeft(t)
		value, err := jsbridge.Await(ctx, script(`new Promise(r => setTimeout(r, 1, "later"))`))
		if err != nil || value.String() != "later" {
			t.Errorf("got %v, %v, want later", value, err)
		}
	})

	t.Run("anything but a promise comes back", func(t *testing.T) {
		noFuncsLeft(t)
		value, err := jsbridge.Await(ctx, js.ValueOf(7))
		if err != nil || value.Int() != 7 {
			t.Errorf("got %v, %v, want 7", value, err)
		}
	})

	t.Run("a rejection keeps name and message", func(t *testing.T) {
		noFuncsLeft(t)
		_, err := jsbridge.Await(ctx, script(`Promise.reject(new DOMException("no camera", "NotFoundError"))`))
		var exception *jsbridge.Exception
		if !errors.As(err, &exception) {
			t.Fatalf("error: got %v, want an Exception", err)
		}
		if exception.Name != "NotFoundError" || exception.Message != "no camera" {
			t.Errorf("got %q %q, want NotFoundError, no camera", exception.Name, exception.Message)
		}
	})

	t.Run("the end of the context ends the wait for a promise that never settles", func(t *testing.T) {
		noFuncsLeft(t)
		reason := errors.New("the call is over")
		ending, end := context.WithCancelCause(ctx)
		end(reason)
		_, err := jsbridge.Await(ending, script(`new Promise(() => {})`))
		if !errors.Is(err, reason) {
			t.Errorf("error: got %v, want %v", err, reason)
		}
	})

	t.Run("a promise that is rejected after the context's end disturbs nobody", func(t *testing.T) {
		noFuncsLeft(t)
		written := consoleErrors(t)
		promise, settle := jsbridge.NewPromise()
		ending, end := context.WithCancel(ctx)
		end()
		if _, err := jsbridge.Await(ending, promise); !errors.Is(err, context.Canceled) {
			t.Errorf("error: got %v, want canceled", err)
		}
		settle(nil, errors.New("too late"))
		// One task later every reaction to the rejection has run; an unhandled one ends Node.
		if _, err := jsbridge.Await(ctx, script(`new Promise(r => setTimeout(r, 1))`)); err != nil {
			t.Error(err)
		}
		if got := written(); got != "" {
			t.Errorf("console: got %q, want nothing", got)
		}
	})

	t.Run("many goroutines wait at once", func(t *testing.T) {
		noFuncsLeft(t)
		promise, settle := jsbridge.NewPromise()
		results := make(chan int)
		for range 10 {
			go func() {
				value, err := jsbridge.Await(ctx, promise)
				if err != nil {
					t.Error(err)
				}
				results <- value.Int()
			}()
		}
		settle(3, nil)
		sum := 0
		for range 10 {
			sum += waitFor(t, results)
		}
		if sum != 30 {
			t.Errorf("sum: got %d, want 30", sum)
		}
	})
}

func TestNewPromise(t *testing.T) {
	ctx := context.Background()

	t.Run("only the first settlement counts", func(t *testing.T) {
		noFuncsLeft(t)
		promise, settle := jsbridge.NewPromise()
		settle("first", nil)
		settle("second", nil)
		settle(nil, errors.New("third"))
		value, err := jsbridge.Await(ctx, promise)
		if err != nil || value.String() != "first" {
			t.Errorf("got %v, %v, want first", value, err)
		}
	})

	t.Run("a value that cannot be encoded rejects", func(t *testing.T) {
		noFuncsLeft(t)
		promise, settle := jsbridge.NewPromise()
		settle(func() {}, nil)
		if _, err := jsbridge.Await(ctx, promise); err == nil {
			t.Error("error: got none, want one about the type")
		}
	})
}
