package scenario

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		line string
		want []string
	}{
		{`users A  B`, []string{"users", "A", "B"}},
		{`# a comment`, nil},
		{`A hangup -> ok # here`, []string{"A", "hangup", "->", "ok"}},
		{`x message="two words # no comment"`, []string{"x", "message=two words # no comment"}},
		{`A call {"a": {"b": "}"}} -> ok`, []string{"A", "call", `{"a": {"b": "}"}}`, "->", "ok"}},
	} {
		got, err := split(test.line)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q %v, want %q", test.line, got, err, test.want)
		}
	}
	for _, line := range []string{`a "b`, `{"a"`} {
		if got, err := split(line); err == nil {
			t.Errorf("%s: got %q, want an error", line, got)
		}
	}
}

func TestExpectations(t *testing.T) {
	for _, test := range []struct {
		name, value, expect string
		holds               bool
	}{
		{"undefined", `null`, "undefined", true},
		{"not undefined", `{}`, "undefined", false},
		{"true", `true`, "true", true},
		{"false for true", `false`, "true", false},
		{"ok", `{"code":0,"msg":"ok"}`, "ok", true},
		{"more than ok", `{"code":0,"msg":"ok","x":1}`, "ok", false},
		{"a number", `{"a":0}`, "a=0", true},
		{"another number", `{"a":1}`, "a=0", false},
		{"a text that looks like a number", `{"a":"0"}`, "a=0", true},
		{"a nested value", `{"a":{"b":"c"}}`, "a.b=c", true},
		{"an element of a list", `{"a":[{"b":1},{"b":2}]}`, "a.1.b=2", true},
		{"a path that ends early", `{"a":1}`, "a.b", false},
		{"null is missing", `{"a":null}`, "a", false},
		{"false is there", `{"a":false}`, "a", true},
		{"a list", `{"a":["B","C"]}`, "a=[B,C]", true},
		{"a list in another order", `{"a":["C","B"]}`, "a=[B,C]", false},
		{"an empty object", `{"a":{}}`, "a={}", true},
		{"only these", `{"a":1,"b":2}`, "only a=1 b", true},
		{"one too many", `{"a":1,"b":2}`, "only a=1", false},
		{"only nothing", `{}`, "only", true},
		{"something where only nothing is allowed", `{"a":1}`, "only", false},
		{"at most", `{"a":5}`, "a<=5", true},
		{"more", `{"a":6}`, "a<=5", false},
		{"an array", `[{"a":1},{"a":1}]`, "array 2 only a=1", true},
		{"a shorter array", `[{"a":1}]`, "array 2 a=1", false},
		{"an element that differs", `[{"a":1},{"a":2}]`, "array 2 a=1", false},
		{"a variable twice", `{"a":"x","b":"x"}`, "a=$v b=$v", true},
		{"a variable that differs", `{"a":"x","b":"y"}`, "a=$v b=$v", false},
		{"no object", `7`, "a=1", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var value any
			if err := json.Unmarshal([]byte(test.value), &value); err != nil {
				t.Fatal(err)
			}
			if err := make(variables).check(value, strings.Fields(test.expect)); (err == nil) != test.holds {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestRejections(t *testing.T) {
	resolved := outcome{result: true}
	rejected := outcome{err: map[string]any{"code": 5.0, "message": "not now, later"}}
	for _, test := range []struct {
		name    string
		outcome outcome
		expect  []string
		holds   bool
	}{
		{"anything that resolves", resolved, nil, true},
		{"a rejection that nobody expects", rejected, nil, false},
		{"a rejection instead of a value", rejected, []string{"true"}, false},
		{"a value instead of a rejection", resolved, []string{"rejects"}, false},
		{"the message's beginning", rejected, []string{"rejects", "message=not now"}, true},
		{"another message", rejected, []string{"rejects", "message=later"}, false},
		{"the code", rejected, []string{"rejects", "code=5"}, true},
		{"another code", rejected, []string{"rejects", "code=6"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := make(variables).checkOutcome(test.outcome, test.expect); (err == nil) != test.holds {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an unknown method", "\nA dance", `line 2: there is no method or line "dance"`},
		{"a user alone", "A", "line 1"},
		{"end alone", "end", "end without repeat"},
		{"repeat alone", "repeat 2\nusers A", "repeat without end"},
		{"repeat without a number", "repeat x\nend", "line 1"},
		{"an event without a name", "A sees together ; onInvited", "no name"},
		{"media of nobody", "A receives video", "receives"},
		{"an unknown hearing", "A hears", "want hears nothing, again or [no] volume of user"},
		{"one moment too few", "seconds $n from $a to $c,$d", "two moments"},
		{"seconds of nothing", "seconds $n", "want seconds $n from $a,$b to $c,$d"},
		{"an open quote", `A call "B`, "not closed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := parse(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestSecondsAreWhatPassedBetweenMoments(t *testing.T) {
	for _, test := range []struct {
		name  string
		n     any
		holds bool
	}{
		{"too few", 2.0, false},
		{"the least", 3.0, true},
		{"the most", 4.0, true},
		{"two too many", 6.0, false},
		{"a text", "3", false},
		{"nothing", nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := variables{"$a": 10.0, "$b": 10.4, "$c": 13.0, "$d": 13.5, "$n": test.n} // 2.6 to 3.5 seconds
			if err := v.lasted("$n", span{"$a", "$b", "$c", "$d"}); (err == nil) != test.holds {
				t.Errorf("got %v", err)
			}
		})
	}
}
