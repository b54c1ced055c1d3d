package jsbridge

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"syscall/js"
)

// Encode makes a JavaScript value from a Go value by its json tags, as JSON would (embedded structs must have
// no tag, and no type's own MarshalJSON is called). nil (also a nil pointer, map or slice) becomes undefined,
// or null inside of a value; a js.Value stays what it is.
func Encode(value any) (js.Value, error) {
	v := reflect.ValueOf(value)
	if isNil(v) {
		return js.Undefined(), nil
	}
	return encode(v)
}

// Decode fills the Go value that into points to from a JavaScript value by its json tags. Only the properties
// of an object that the struct names are read, so whatever else it holds does no harm; undefined and null leave
// a field as it is. A field of type js.Value takes a property unchanged. The struct must not embed others.
func Decode(value js.Value, into any) error {
	target := reflect.ValueOf(into).Elem()
	if target.Kind() != reflect.Struct {
		return decodeText(value, target)
	}
	if value.Type() != js.TypeObject && value.Type() != js.TypeFunction {
		return &Exception{Name: "TypeError", Message: "an object was expected, got " + value.Type().String()}
	}
	known := newObject()
	for field := range target.Type().Fields() {
		tag, ok := tagOf(field)
		if !ok {
			continue
		}
		property, err := Get(value, tag.name)
		if err != nil {
			return err
		}
		if field.Type == reflect.TypeFor[js.Value]() {
			target.FieldByIndex(field.Index).Set(reflect.ValueOf(property))
			continue
		}
		known.Set(tag.name, property)
	}
	return decodeText(known, target)
}

// decodeText goes through JSON text, as a page's objects may have getters that throw. A value without JSON text
// (undefined, a function) leaves the target as it is.
func decodeText(value js.Value, target reflect.Value) error {
	text, err := stringify(value)
	if err != nil || text.Type() != js.TypeString {
		return err
	}
	return parse(text, target)
}

// tag is what a field's json tag says.
type tag struct {
	name                string
	omitEmpty, omitZero bool
}

// tagOf is not ok for a field that JSON does not know.
func tagOf(field reflect.StructField) (t tag, ok bool) {
	if !field.IsExported() {
		return t, false
	}
	name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	t = tag{name: name, omitEmpty: strings.Contains(options, "omitempty"), omitZero: strings.Contains(options, "omitzero")}
	if t.name == "" {
		t.name = field.Name
	}
	return t, name != "-"
}

// isNil is true for nil and for an interface that holds a nil.
func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		return v.IsNil()
	}
	return false
}

// encode turns nil into null.
func encode(v reflect.Value) (js.Value, error) {
	if isNil(v) {
		return js.Null(), nil
	}
	switch own := v.Interface().(type) {
	case js.Value:
		return own, nil
	case json.RawMessage:
		return Call(js.Global().Get("JSON"), "parse", string(own))
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return encode(v.Elem())
	case reflect.Struct:
		object := newObject()
		return object, encodeFields(object, v)
	case reflect.Map:
		return encodeMap(v)
	case reflect.Slice, reflect.Array:
		return encodeList(v)
	}
	return encodeScalar(v)
}

// encodeFields puts the fields of a struct, and of structs that it embeds, into an object.
func encodeFields(object js.Value, v reflect.Value) error {
	for field, value := range v.Fields() {
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			if err := encodeFields(object, value); err != nil {
				return err
			}
			continue
		}
		tag, ok := tagOf(field)
		if !ok || tag.omitEmpty && isEmpty(value) || tag.omitZero && value.IsZero() {
			continue
		}
		property, err := encode(value)
		if err != nil {
			return fmt.Errorf("%s: %w", tag.name, err)
		}
		object.Set(tag.name, property)
	}
	return nil
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Map, reflect.Slice, reflect.Array, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func encodeMap(v reflect.Value) (js.Value, error) {
	object := newObject()
	for key, value := range v.Seq2() {
		property, err := encode(value)
		if err != nil {
			return js.Undefined(), fmt.Errorf("%s: %w", key, err)
		}
		object.Set(key.String(), property)
	}
	return object, nil
}

func encodeList(v reflect.Value) (js.Value, error) {
	list := js.Global().Get("Array").New()
	for i := range v.Len() {
		element, err := encode(v.Index(i))
		if err != nil {
			return js.Undefined(), fmt.Errorf("%d: %w", i, err)
		}
		list.SetIndex(i, element)
	}
	return list, nil
}

func encodeScalar(v reflect.Value) (js.Value, error) {
	switch {
	case v.Kind() == reflect.String:
		return js.ValueOf(v.String()), nil
	case v.Kind() == reflect.Bool:
		return js.ValueOf(v.Bool()), nil
	case v.CanInt():
		return js.ValueOf(v.Int()), nil
	case v.CanUint():
		return js.ValueOf(v.Uint()), nil
	case v.CanFloat():
		return js.ValueOf(v.Float()), nil
	}
	return js.Undefined(), fmt.Errorf("encode for JavaScript: %s cannot be converted", v.Type())
}

func newObject() js.Value { return js.Global().Get("Object").New() }
