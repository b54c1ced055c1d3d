package jsbridge_test

import (
	"errors"
	"fmt"
	"testing"

	"trtccalling/jsbridge"
)

type coded struct{ code int }

func (e *coded) Error() string { return "refused" }
func (e *coded) Fields() map[string]any {
	return map[string]any{"code": e.code, "data": map[string]string{"why": "expired"}, "name": "LoginError"}
}

func TestErrorValue(t *testing.T) {
	t.Run("message and own fields are kept through wrapping", func(t *testing.T) {
		value := jsbridge.ErrorValue(fmt.Errorf("login: %w", &coded{70001}))
		if !value.InstanceOf(script("Error")) {
			t.Error("the value is not an Error")
		}
		got := fmt.Sprintf("%s|%s|%d|%s", value.Get("name").String(), value.Get("message").String(),
			value.Get("code").Int(), value.Get("data").Get("why").String())
		if want := "LoginError|login: refused|70001|expired"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})

	t.Run("a plain error has no code", func(t *testing.T) {
		value := jsbridge.ErrorValue(errors.New("plain"))
		if got := value.Get("code"); !got.IsUndefined() {
			t.Errorf("code: got %v, want undefined", got)
		}
	})

	t.Run("a thrown value comes back itself", func(t *testing.T) {
		thrown := script(`globalThis.thrown = new RangeError("far"); ({ f() { throw globalThis.thrown } })`)
		_, err := jsbridge.Call(thrown, "f")
		if got := jsbridge.ErrorValue(err); !got.Equal(script("globalThis.thrown")) {
			t.Errorf("got %v, want the thrown error", got)
		}
	})

	t.Run("a wrapped exception keeps its name and becomes the cause", func(t *testing.T) {
		_, err := jsbridge.Call(script(`({ f() { throw globalThis.thrown } })`), "f")
		value := jsbridge.ErrorValue(fmt.Errorf("open: %w", err))
		got := value.Get("name").String() + "|" + value.Get("message").String()
		if want := "RangeError|open: RangeError: far"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if !value.Get("cause").Equal(script("globalThis.thrown")) {
			t.Error("cause: not the thrown error")
		}
	})
}

func TestCall(t *testing.T) {
	tests := []struct{ name, code, want string }{
		{"an Error is thrown", `({ f() { throw new SyntaxError("bad sdp") } })`, "SyntaxError: bad sdp"},
		{"text is thrown", `({ f() { throw "just text" } })`, "just text"},
		{"nothing is thrown", `({ f() { throw undefined } })`, "<undefined>"},
		{"the method is missing", `({})`, "TypeError: syscall/js: Value.Call: property f is not a function, got undefined"},
		{"the object is missing", `undefined`, "TypeError: syscall/js: call of Value.Call on undefined"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := jsbridge.Call(script(test.code), "f")
			var exception *jsbridge.Exception
			if !errors.As(err, &exception) || err.Error() != test.want {
				t.Errorf("error: got %v, want %s", err, test.want)
			}
		})
	}

	t.Run("a bug in Go is not an exception", func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		var missing map[string]int
		err := jsbridge.Try(func() { missing["x"] = 1 })
		t.Errorf("Try returned %v, want a panic", err)
	})
}
