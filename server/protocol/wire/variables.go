package wire

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// generated are the fields whose values are created anew in each run, each with a value of its type.
var generated = map[string]any{"callID": "", "inviteID": "", "roomID": 0.0, "sessionID": "", "server": "", "answer": "", "userSig": ""}

// loose are the fields that may have any value of their kind: they hold a time, a text, a description or a
// version, or depend on what media has arrived.
var loose = []string{"version", "offer", "timeout", "seconds", "answered", "joined", "message", "seq", "slots", "lines"}

// zeroIsLeftOut is a field that a recording has or lacks depending on whether something took a second or less.
const zeroIsLeftOut = "seconds"

// names gives the values of a run their variables.
type names struct {
	of    map[string]string // JSON of a value -> its variable
	count map[string]int    // by field
}

func newNames() *names { return &names{of: map[string]string{}, count: map[string]int{}} }

// replace puts variables into a message. A client creates no ids itself: an id that the server has not told is
// meant literally.
func (n *names) replace(l line) string {
	var all any
	message := l.text
	if json.Unmarshal([]byte(message), &all) != nil {
		return message
	}
	walk("", all, func(field string, value any) {
		text := jsonOf(value)
		_, varies := generated[field]
		isNew := n.of[text] == ""
		if !varies || value == "" || isNew && l.direction == fromClient && field != "userSig" {
			return
		}
		if isNew {
			n.count[field]++
			n.of[text] = fmt.Sprintf("$%s%d", field, n.count[field])
		}
		message = strings.ReplaceAll(message, quoted(field)+":"+text, quoted(field)+":"+quoted(n.of[text]))
	})
	return message
}

// walk visits the values that are neither objects nor lists, with the names of their fields in the order of the alphabet.
func walk(field string, value any, visit func(field string, value any)) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			walk(name, value[name], visit)
		}
	case []any:
		for _, element := range value {
			walk(field, element, visit)
		}
	default:
		visit(field, value)
	}
}

func quoted(text string) string { return `"` + text + `"` }

// jsonOf writes what was read from JSON.
func jsonOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// variables are the values of the run that is played.
type variables map[string]any

// fill puts values in place of variables; make creates those that are used for the first time.
func (v variables) fill(message string, create func(field, name string) (any, error)) (string, error) {
	var all any
	if json.Unmarshal([]byte(message), &all) != nil {
		return message, nil // how a connection was closed
	}
	var failure error
	walk("", all, func(field string, value any) {
		name, isText := value.(string)
		if !isText || !strings.HasPrefix(name, "$") {
			return
		}
		if _, known := v[name]; !known {
			made, err := create(field, name)
			if err != nil && failure == nil {
				failure = err
			}
			v[name] = made
		}
		message = strings.ReplaceAll(message, quoted(field)+":"+quoted(name), quoted(field)+":"+jsonOf(v[name]))
	})
	return message, failure
}

// match says what a recorded message has that the received one lacks. New variables are bound when everything
// is there.
func (v variables) match(recorded, came string) error {
	var want, got any
	if json.Unmarshal([]byte(recorded), &want) != nil || json.Unmarshal([]byte(came), &got) != nil {
		if recorded != came {
			return fmt.Errorf("want %s", recorded)
		}
		return nil
	}
	bound := maps.Clone(v)
	if err := bound.compare("", want, got); err != nil {
		return err
	}
	maps.Copy(v, bound)
	return nil
}

func (v variables) compare(field string, want, got any) error {
	if slices.Contains(loose, field) {
		return compareShape(field, want, got)
	}
	switch want := want.(type) {
	case map[string]any:
		return v.compareObjects(field, want, got)
	case []any:
		return v.compareLists(field, want, got)
	}
	name, _ := want.(string)
	switch known, isKnown := v[name]; {
	case strings.HasPrefix(name, "$") && !isKnown && reflect.TypeOf(generated[field]) == reflect.TypeOf(got):
		v[name] = got
	case isKnown && reflect.DeepEqual(known, got):
	case !isKnown && reflect.DeepEqual(want, got):
	default:
		return fmt.Errorf("%s is %s, want %s", field, jsonOf(got), jsonOf(want))
	}
	return nil
}

func (v variables) compareObjects(field string, want map[string]any, got any) error {
	object, ok := got.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is %s, want an object", field, jsonOf(got))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, there := object[name]
		switch {
		case there:
		case name == zeroIsLeftOut:
			continue
		default:
			return fmt.Errorf("the field %s is missing", name)
		}
		if err := v.compare(name, want[name], value); err != nil {
			return err
		}
	}
	return nil
}

func (v variables) compareLists(field string, want []any, got any) error {
	list, ok := got.([]any)
	if !ok || len(list) != len(want) {
		return fmt.Errorf("%s is %s, want %s", field, jsonOf(got), jsonOf(want))
	}
	for i, value := range want {
		if err := v.compare(field, value, list[i]); err != nil {
			return err
		}
	}
	return nil
}

// compareShape compares types and the names of fields.
func compareShape(field string, want, got any) error {
	if reflect.TypeOf(want) != reflect.TypeOf(got) {
		return fmt.Errorf("%s is %s, want something like %s", field, jsonOf(got), jsonOf(want))
	}
	switch want := want.(type) {
	case map[string]any:
		for name, value := range want {
			if err := compareShape(name, value, got.(map[string]any)[name]); err != nil {
				return err
			}
		}
	case []any:
		if list := got.([]any); len(list) > 0 && len(want) > 0 {
			return compareShape(field, want[0], list[0])
		}
	}
	return nil
}
