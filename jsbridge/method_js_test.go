package jsbridge_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"
	"testing"

	"trtccalling/jsbridge"
)

type greeting struct {
	Name string `json:"name"`
}

type greeted struct {
	Text string `json:"text"`
}

func TestObject(t *testing.T) {
	noFuncsLeft(t)
	ctx := context.Background()
	var scope jsbridge.Scope
	defer scope.Release()

	posted := []string{}
	object := scope.Object(map[string]jsbridge.Handler{
		"greet": jsbridge.Method(func(p greeting, done func(any, error)) {
			posted = append(posted, p.Name)
			go done(greeted{Text: "hello " + p.Name}, nil)
		}),
		"nothing": jsbridge.Action(func(done func(any, error)) { done((*greeted)(nil), nil) }),
		"fail":    jsbridge.Action(func(done func(any, error)) { done(nil, &coded{6017}) }),
		"panic":   jsbridge.Action(func(func(any, error)) { panic("out of cheese") }),
		"text": jsbridge.Method(func(p json.RawMessage, done func(any, error)) {
			done(string(p), nil)
		}),
	})

	t.Run("a method is called at once and answers with a promise", func(t *testing.T) {
		promise := object.Call("greet", map[string]any{"name": "Ann"})
		if len(posted) != 1 || posted[0] != "Ann" {
			t.Fatalf("posted: got %v, want Ann before the call returns", posted)
		}
		value, err := jsbridge.Await(ctx, promise)
		if err != nil || value.Get("text").String() != "hello Ann" {
			t.Errorf("got %v, %v, want hello Ann", value, err)
		}
	})

	t.Run("calls are posted in the order of the page", func(t *testing.T) {
		posted = nil
		js.Global().Set("greeter", object)
		script(`for (const name of "abcdefgh") greeter.greet({name})`)
		if got := strings.Join(posted, ""); got != "abcdefgh" {
			t.Errorf("order: got %s, want abcdefgh", got)
		}
	})

	t.Run("nil resolves undefined", func(t *testing.T) {
		value, err := jsbridge.Await(ctx, object.Call("nothing", "ignored"))
		if err != nil || !value.IsUndefined() {
			t.Errorf("got %v, %v, want undefined", value, err)
		}
	})

	t.Run("an error rejects with its code", func(t *testing.T) {
		_, err := jsbridge.Await(ctx, object.Call("fail"))
		var exception *jsbridge.Exception
		if !errors.As(err, &exception) || exception.Value.Get("code").Int() != 6017 {
			t.Errorf("error: got %v, want code 6017", err)
		}
	})

	t.Run("the text of the parameters is available", func(t *testing.T) {
		value, err := jsbridge.Await(ctx, object.Call("text", map[string]any{"type": 0}))
		if err != nil || value.String() != `{"type":0}` {
			t.Errorf("got %v, %v", value, err)
		}
	})

	for _, test := range []struct{ name, call, want string }{
		{"missing parameters reject", "greeter.greet()", "TypeError: the parameters are missing"},
		{"null parameters reject", "greeter.greet(null)", "TypeError: the parameters are missing"},
		{"parameters of a wrong type reject", "greeter.greet({name: []})", "TypeError: name has the wrong type: array"},
		{"a panic rejects", "greeter.panic()", "Error: internal error: out of cheese"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := jsbridge.Await(ctx, script(test.call))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error: got %v, want %s", err, test.want)
			}
		})
	}
}

func TestReady(t *testing.T) {
	t.Run("without the facade it says so", func(t *testing.T) {
		err := jsbridge.Ready(js.ValueOf(map[string]any{}))
		if err == nil || !strings.Contains(err.Error(), "not started by the facade") {
			t.Errorf("error: got %v", err)
		}
	})

	t.Run("the facade's function gets the object", func(t *testing.T) {
		t.Setenv(jsbridge.ReadyVariable, "takeOver")
		script(`globalThis.takeOver = (object) => { globalThis.taken = object.answer }`)
		if err := jsbridge.Ready(js.ValueOf(map[string]any{"answer": 42})); err != nil {
			t.Fatal(err)
		}
		if got := js.Global().Get("taken").Int(); got != 42 {
			t.Errorf("taken: got %d, want 42", got)
		}
	})
}
