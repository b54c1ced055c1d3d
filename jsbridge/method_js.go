package jsbridge

import "syscall/js"

// Handler is one method of an object for JavaScript: it takes the argument apart, hands it over without
// blocking, and settles the promise of the call, now or later.
type Handler func(argument js.Value, settle func(result any, err error))

// Method makes a Handler from a function with parameters. When the page passes none, or none that fit, the
// promise is rejected with a TypeError and f is not called. f must not block, because calls are handed over in
// the order in which the page makes them; it calls done once, from any goroutine.
func Method[P any, Done ~func(result any, err error)](f func(params P, done Done)) Handler {
	return func(argument js.Value, settle func(any, error)) {
		if argument.IsUndefined() || argument.IsNull() {
			settle(nil, &Exception{Name: "TypeError", Message: "the parameters are missing"})
			return
		}
		var params P
		if err := Decode(argument, &params); err != nil {
			settle(nil, err)
			return
		}
		f(params, Done(settle))
	}
}

// Action makes a Handler from a function without parameters; what the page passes is ignored. f must not block
// and calls done once.
func Action[Done ~func(result any, err error)](f func(done Done)) Handler {
	return func(_ js.Value, settle func(any, error)) { f(Done(settle)) }
}

// Object makes a JavaScript object with these methods; they live until the scope is released. Each returns a
// promise at once. A handler that panics rejects it.
func (s *Scope) Object(methods map[string]Handler) js.Value {
	object := js.Global().Get("Object").New()
	for name, handler := range methods {
		object.Set(name, s.method(handler))
	}
	return object
}

func (s *Scope) method(handler Handler) js.Value {
	return s.Func(func(_ js.Value, args []js.Value) any {
		argument := js.Undefined()
		if len(args) > 0 {
			argument = args[0]
		}
		promise, settle := NewPromise()
		_, err := guard(func() any {
			handler(argument, settle)
			return nil
		})
		if err != nil {
			settle(nil, err)
		}
		return promise
	})
}
