// Package jsbridge is the border between Go and the JavaScript of a page: functions, promises, values and
// errors. It knows nothing about calls. Apart from this comment it exists only under GOOS=js.
//
// # Rules of the border
//
// A callback from JavaScript runs while the page waits, so it must not block: a callback that waits for a
// promise stops the whole program. It takes its arguments apart, hands them over and returns. Nor must it
// panic, which would end the program; every function made here runs under a guard that turns a panic into a
// message on the console or a rejected promise.
//
// A js.Func is never collected. Functions are made in a Scope and end with it. LiveFuncs counts the existing
// ones, so a test can see that none is left behind.
//
// # How the Go program and the facade meet
//
// The facade starts the program with the environment variable named by ReadyVariable. Its value is the name of
// a global function. The program makes an object and passes it to that function with Ready, once, as the last
// thing before it waits; the facade removes the global at once. npm/src/program/native.ts describes the object
// (Native), what the facade passes to it (NativeOptions), and the methods that it gives the facade in return
// (NativeHandle). Both sides change together.
//
// The program reports a change with state before it settles the promises and emits the events that follow from
// the change. The facade adopts a snapshot at once, and passes events to the page in tasks of their own, one by
// one. So the page sees a promise that the program settles before the events that the program emits in the same
// turn, whichever it does first. The facade itself makes the event onCallStatusChanged.
//
// The program calls dialing before it makes a WebSocket, so that the facade can give it one without error
// events: the library would respond to those by blocking within the callback.
//
// # A table of methods
//
// Method and Action make methods from Go functions that do not block. They answer by calling done, once, now or
// later, from any goroutine:
//
//	handle := scope.Object(map[string]jsbridge.Handler{
//		"view":   jsbridge.Method(client.View),   // func(ViewParams, func(result any, err error))
//		"hangup": jsbridge.Action(client.Hangup), // func(func(result any, err error))
//	})
//
// Parameters are structs with json tags (or json.RawMessage for the text itself). A field of type js.Value
// takes what the page passed as it is, an element for example. A property that is undefined, null or missing
// leaves the zero value in the field. Results and the payloads of events are encoded by their json tags; nil
// becomes undefined. Errors become Error objects, see ErrorValue.
package jsbridge
