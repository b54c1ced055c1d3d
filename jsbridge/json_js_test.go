package jsbridge_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"trtccalling/jsbridge"
)

type base struct {
	Room int `json:"room"`
}

type message struct {
	base
	Name    string          `json:"name"`
	ID      uint64          `json:"id,omitempty"`
	Level   float64         `json:"level"`
	On      bool            `json:"on"`
	List    []string        `json:"list"`
	Zero    []string        `json:"zero,omitzero"`
	Inner   *base           `json:"inner,omitempty"`
	Inners  []base          `json:"inners,omitempty"`
	Raw     json.RawMessage `json:"raw,omitempty"`
	Any     any             `json:"any"`
	Map     map[string]any  `json:"map,omitempty"`
	Small   uint8           `json:"small"`
	Hidden  string          `json:"-"`
	Default string
	private string
}

func messages() map[string]message {
	return map[string]message{
		"an empty one": {},
		"a full one": {
			base: base{7}, Name: "ü\n\"<b>\u2028", ID: 1 << 53, Level: 0.1, On: true, List: []string{"a", ""},
			Zero: []string{}, Inner: &base{1}, Inners: []base{{1}, {2}}, Raw: json.RawMessage(`{"x":[1,null]}`),
			Any: map[string]any{"k": []any{1.5, nil}}, Map: map[string]any{"m": "n"}, Small: 255, Default: "d",
			Hidden: "h", private: "p",
		},
	}
}

func TestJSONSaysWhatGoSays(t *testing.T) {
	for name, value := range messages() {
		t.Run(name, func(t *testing.T) {
			text, err := jsbridge.JSON{}.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			native, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := parsed(t, text), parsed(t, native); !reflect.DeepEqual(got, want) {
				t.Errorf("got %s, want %s", text, native)
			}
		})
	}
}

func TestJSONReadsWhatGoReads(t *testing.T) {
	for name, value := range messages() {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			got, want := message{Name: "kept when missing"}, message{Name: "kept when missing"}
			if err := (jsbridge.JSON{}).Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestJSONRefusesWhatDoesNotFit(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no JSON", `{"name":`, "SyntaxError: "},
		{"a list for an object", `[]`, "TypeError: the value has the wrong type: array"},
		{"a number for a string", `{"name":5}`, "TypeError: name has the wrong type: number"},
		{"an object for a list", `{"list":{"length":1}}`, "TypeError: list has the wrong type: object"},
		{"a wrong element", `{"list":[5]}`, "TypeError: list has the wrong type: number"},
		{"a fraction for an integer", `{"room":1.5}`, "TypeError: room has the wrong type: number"},
		{"a negative number for an unsigned one", `{"id":-1}`, "TypeError: id has the wrong type: number"},
		{"a number that is too large", `{"small":256}`, "TypeError: small has the wrong type: number"},
		{"what an inner object holds", `{"inner":{"room":"x"}}`, "TypeError: room has the wrong type: string"},
	}
	for _, test := range tests {
		t.Run(test.name+" is refused", func(t *testing.T) {
			var into message
			err := jsbridge.JSON{}.Unmarshal([]byte(test.text), &into)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error: got %v, want %s", err, test.want)
			}
		})
	}
}

func parsed(t *testing.T, text []byte) (value any) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}
