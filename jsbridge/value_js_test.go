package jsbridge_test

import (
	"encoding/json"
	"strings"
	"syscall/js"
	"testing"

	"trtccalling/jsbridge"
)

type params struct {
	Name    string   `json:"name"`
	Count   int      `json:"count"`
	Tags    []string `json:"tags"`
	Any     any      `json:"any"`
	Element js.Value `json:"element"`
	Hidden  string   `json:"-"`
	private string
}

func TestDecode(t *testing.T) {
	decode := func(t *testing.T, code string) (params, error) {
		t.Helper()
		p := params{Count: 5, Hidden: "kept", private: "kept"}
		err := jsbridge.Decode(script("("+code+")"), &p)
		if p.Hidden != "kept" || p.private != "kept" {
			t.Errorf("hidden fields: got %q and %q, want them kept", p.Hidden, p.private)
		}
		return p, err
	}

	t.Run("an object fills the fields", func(t *testing.T) {
		p, err := decode(t, `{name: "Ann", count: 2, tags: ["a", "b"], any: {x: 1}, Hidden: "no", private: "no"}`)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != "Ann" || p.Count != 2 || strings.Join(p.Tags, "") != "ab" {
			t.Errorf("got %+v", p)
		}
		if inner, ok := p.Any.(map[string]any); !ok || inner["x"] != 1.0 {
			t.Errorf("any: got %v, want map[x:1]", p.Any)
		}
	})

	t.Run("undefined, null and missing leave a field", func(t *testing.T) {
		p, err := decode(t, `{name: undefined, count: null}`)
		if err != nil || p.Name != "" || p.Count != 5 {
			t.Errorf("got %+v, %v, want count 5", p, err)
		}
	})

	t.Run("a js.Value field takes an object as it is", func(t *testing.T) {
		script(`globalThis.circular = {}; circular.self = circular`)
		p, err := decode(t, `{name: "x", element: circular}`)
		if err != nil || !p.Element.Equal(js.Global().Get("circular")) {
			t.Errorf("element: got %v, %v, want the object itself", p.Element, err)
		}
	})

	t.Run("properties that nobody asks for do no harm", func(t *testing.T) {
		p, err := decode(t, `{name: "x", other: circular, big: 10n, get bad() { throw new Error("read") }}`)
		if err != nil || p.Name != "x" {
			t.Errorf("got %+v, %v, want name x", p, err)
		}
	})

	t.Run("text asks for everything that has a text form", func(t *testing.T) {
		var text json.RawMessage
		err := jsbridge.Decode(script(`({a: 1, b: undefined, c: "ü"})`), &text)
		if got, want := string(text), `{"a":1,"c":"ü"}`; err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	})

	refused := []struct{ name, code, want string }{
		{"a number for a string", `{name: 5}`, "TypeError: name has the wrong type: number"},
		{"a string instead of an object", `"text"`, "TypeError: an object was expected, got string"},
		{"undefined instead of an object", `undefined`, "TypeError: an object was expected, got undefined"},
		{"a property that throws", `{get name() { throw new RangeError("no") }}`, "RangeError: no"},
		{"a big integer", `{any: 10n}`, "TypeError: "},
		{"a circle", `{any: circular}`, "TypeError: "},
	}
	for _, test := range refused {
		t.Run(test.name+" is refused", func(t *testing.T) {
			_, err := decode(t, test.code)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error: got %v, want %s", err, test.want)
			}
		})
	}
}

func TestEncode(t *testing.T) {
	var noPointer *params
	tests := []struct {
		name  string
		value any
		want  string // as JSON.stringify and String print it
	}{
		{"nil is undefined", nil, "undefined"},
		{"a nil pointer is undefined", noPointer, "undefined"},
		{"a nil slice is undefined", []string(nil), "undefined"},
		{"an empty slice is an array", []string{}, "[]"},
		{"a struct is an object", struct {
			UserID string `json:"userID"`
			Left   string `json:"left,omitempty"`
		}{UserID: "A"}, `{"userID":"A"}`},
		{"an empty struct is an object", struct{}{}, "{}"},
		{"text keeps its characters", "not login，please \u2028 <b>", `"not login，please ` + "\u2028" + ` <b>"`},
		{"a boolean", true, "true"},
		{"a value of JavaScript", js.ValueOf(7), "7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			value, err := jsbridge.Encode(test.value)
			if err != nil {
				t.Fatal(err)
			}
			text := js.Global().Get("String").Invoke(js.Global().Get("JSON").Call("stringify", value))
			if got := text.String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
