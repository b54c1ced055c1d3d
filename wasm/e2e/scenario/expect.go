package scenario

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// outcome is what a method settled with, as JSON values; undefined is nil.
type outcome struct {
	result any
	err    map[string]any // nil when it resolved
}

// variables are what $names are bound to.
type variables map[string]any

// replace puts values where arguments name variables.
func (v variables) replace(args []string) ([]string, error) {
	replaced := slices.Clone(args)
	for i, arg := range replaced {
		if !strings.HasPrefix(arg, "$") {
			continue
		}
		value, bound := v[arg]
		if !bound {
			return nil, fmt.Errorf("%s is not bound", arg)
		}
		replaced[i] = fmt.Sprint(value)
	}
	return replaced, nil
}

// checkOutcome compares a method's outcome to an expectation; nil means that it has to resolve.
func (v variables) checkOutcome(o outcome, expect []string) error {
	rejects := len(expect) > 0 && expect[0] == "rejects"
	switch {
	case o.err != nil && !rejects:
		return fmt.Errorf("was rejected: %s", text(o.err))
	case o.err == nil && rejects:
		return fmt.Errorf("resolved with %s, want a rejection", text(o.result))
	case rejects:
		return v.checkRejection(o.err, expect[1:])
	case expect == nil:
		return nil
	}
	return v.check(o.result, expect)
}

// checkRejection compares the beginning of the message, and everything else as usual.
func (v variables) checkRejection(err map[string]any, pairs []string) error {
	var rest []string
	for _, pair := range pairs {
		want, isMessage := strings.CutPrefix(pair, "message=")
		if !isMessage {
			rest = append(rest, pair)
			continue
		}
		if got, _ := err["message"].(string); !strings.HasPrefix(got, want) {
			return fmt.Errorf("message is %q, want it to begin with %q", got, want)
		}
	}
	return v.checkPairs(err, rest)
}

// check compares a result or payload to an expectation.
func (v variables) check(got any, expect []string) error {
	if len(expect) == 1 {
		switch expect[0] {
		case "undefined":
			return equal("the value", got, nil)
		case "true", "false":
			return equal("the value", got, expect[0] == "true")
		case "ok":
			return v.checkPairs(got, []string{"only", "code=0", "msg=ok"})
		}
	}
	if len(expect) > 1 && expect[0] == "array" {
		return v.checkArray(got, expect[1], expect[2:])
	}
	return v.checkPairs(got, expect)
}

func equal(what string, got, want any) error {
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s is %s, want %s", what, text(got), text(want))
	}
	return nil
}

func (v variables) checkArray(got any, count string, pairs []string) error {
	elements, ok := got.([]any)
	if !ok || strconv.Itoa(len(elements)) != count {
		return fmt.Errorf("is %s, want an array of %s", text(got), count)
	}
	for _, element := range elements {
		if err := v.checkPairs(element, pairs); err != nil {
			return err
		}
	}
	return nil
}

func (v variables) checkPairs(got any, pairs []string) error {
	if len(pairs) == 0 {
		return nil
	}
	object, ok := got.(map[string]any)
	if !ok {
		return fmt.Errorf("is %s, want an object", text(got))
	}
	if pairs[0] == "only" {
		pairs = pairs[1:]
		if err := onlyKeys(object, pairs); err != nil {
			return err
		}
	}
	for _, pair := range pairs {
		if err := v.checkPair(object, pair); err != nil {
			return err
		}
	}
	return nil
}

func onlyKeys(object map[string]any, pairs []string) error {
	named := make(map[string]bool)
	for _, pair := range pairs {
		path, _, _ := strings.Cut(pair, "=")
		path, _, _ = strings.Cut(path, "<")
		key, _, _ := strings.Cut(path, ".")
		named[key] = true
	}
	for key := range object {
		if !named[key] {
			return fmt.Errorf("has the unexpected key %s: %s", key, text(object))
		}
	}
	return nil
}

func (v variables) checkPair(object map[string]any, pair string) error {
	path, want, compared := strings.Cut(pair, "=")
	path, atMost := strings.CutSuffix(path, "<")
	got := lookup(object, path)
	switch {
	case got == nil:
		return fmt.Errorf("%s is missing in %s", path, text(object))
	case !compared:
		return nil
	case atMost:
		return checkAtMost(path, got, want)
	case strings.HasPrefix(want, "$"):
		if _, bound := v[want]; !bound {
			v[want] = got
		}
		return equal(path, got, v[want])
	case !matches(got, want):
		return fmt.Errorf("%s is %s, want %s", path, text(got), want)
	}
	return nil
}

func lookup(object map[string]any, path string) any {
	var at any = object
	for key := range strings.SplitSeq(path, ".") {
		at = inside(at, key)
	}
	return at
}

// inside goes one step into an object, or into a list by a number.
func inside(value any, key string) any {
	switch value := value.(type) {
	case map[string]any:
		return value[key]
	case []any:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(value) {
			return value[i]
		}
	}
	return nil
}

func checkAtMost(path string, got any, want string) error {
	limit, err := strconv.ParseFloat(want, 64)
	if err != nil {
		return fmt.Errorf("%s<=%s: %w", path, want, err)
	}
	if n, ok := got.(float64); !ok || n > limit {
		return fmt.Errorf("%s is %s, want at most %s", path, text(got), want)
	}
	return nil
}

// matches compares to a value as scenarios write it.
func matches(got any, want string) bool {
	if s, ok := got.(string); ok && s == want {
		return true
	}
	if list, ok := got.([]any); ok && len(want) >= 2 && want[0] == '[' && joined(list) == want[1:len(want)-1] {
		return true
	}
	var value any
	return json.Unmarshal([]byte(want), &value) == nil && reflect.DeepEqual(got, value)
}

func joined(list []any) string {
	var words []string
	for _, element := range list {
		words = append(words, fmt.Sprint(element))
	}
	return strings.Join(words, ",")
}

// plain turns a Go value into JSON values.
func plain(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out any
	err = json.Unmarshal(data, &out)
	return out, err
}

// text shows a value in messages.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
