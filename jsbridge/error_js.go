package jsbridge

import (
	"errors"
	"syscall/js"
)

// Exception is what JavaScript threw, or what a promise was rejected with.
type Exception struct {
	Name    string   // "NotAllowedError"; "" when no Error was thrown. Branch on it: texts differ between browsers
	Message string   // the browser's words
	Value   js.Value // the thrown value itself; undefined for errors found on the Go side
}

func (e *Exception) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

func exceptionOf(thrown js.Value) *Exception {
	e := &Exception{Value: thrown}
	if thrown.Type() != js.TypeObject {
		e.Message = thrown.String()
		return e
	}
	e.Name = textOf(thrown, "name")
	e.Message = textOf(thrown, "message")
	return e
}

// textOf reads a property that is a string.
func textOf(object js.Value, property string) string {
	text, err := Get(object, property)
	if err != nil || text.Type() != js.TypeString {
		return ""
	}
	return text.String()
}

// Try runs f, which uses JavaScript values directly, and returns what JavaScript threw as an *Exception. A
// value that lacks a property or method that f uses (because a browser lacks something) counts as a TypeError.
// Other panics are bugs and go on.
func Try(f func()) (err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case js.Error:
			err = exceptionOf(cause.Value)
		case *js.ValueError:
			err = &Exception{Name: "TypeError", Message: cause.Error()}
		case string: // syscall/js: the property that was called is not a function
			err = &Exception{Name: "TypeError", Message: cause}
		default:
			panic(cause)
		}
	}()
	f()
	return nil
}

// Call calls a method of a JavaScript object and returns what it threw as an error; see Try.
func Call(object js.Value, method string, args ...any) (result js.Value, err error) {
	err = Try(func() { result = object.Call(method, args...) })
	return result, err
}

// Get reads a property of an object from elsewhere. js.Value.Get must not be used for that: when the page's
// getter throws, the exception goes through the Go program and breaks it.
func Get(object js.Value, property string) (js.Value, error) {
	return Call(js.Global().Get("Reflect"), "get", object, property)
}

// detailed is an error whose JavaScript form has properties of its own, for example "code". A property "name"
// replaces the name of the Error.
type detailed interface {
	error
	Fields() map[string]any
}

// ErrorValue makes a JavaScript Error from a Go error. Its message is the text of the whole chain. Its other
// properties are those of the first error in the chain that has a method Fields() map[string]any. When an
// *Exception is the cause, name and cause are taken from it; an unwrapped one comes back as the value that was
// thrown.
func ErrorValue(err error) js.Value {
	if exception, ok := err.(*Exception); ok && !exception.Value.IsUndefined() {
		return exception.Value
	}
	message := err.Error()
	var exception *Exception
	isException := errors.As(err, &exception)
	if own, ok := err.(*Exception); ok {
		message = own.Message
	}
	value := constructorOf(exception).New(message)
	if isException && exception.Name != "" {
		value.Set("name", exception.Name)
		value.Set("cause", exception.Value)
	}
	var with detailed
	if errors.As(err, &with) {
		setFields(value, with.Fields())
	}
	return value
}

// constructorOf keeps instanceof TypeError true for errors that are one; the others are plain Errors.
func constructorOf(exception *Exception) js.Value {
	if exception != nil && exception.Name == "TypeError" {
		return js.Global().Get("TypeError")
	}
	return js.Global().Get("Error")
}

func setFields(value js.Value, fields map[string]any) {
	for name, field := range fields {
		encoded, err := Encode(field)
		if err != nil {
			encoded = js.ValueOf(err.Error())
		}
		value.Set(name, encoded)
	}
}
