package jsbridge

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"syscall/js"
)

// Encode makes a JavaScript value of a Go value by its json tags. nil (also a nil pointer, map or
// slice) becomes undefined, a js.Value stays what it is.
func Encode(value any) (js.Value, error) {
	if v, ok := value.(js.Value); ok {
		return v, nil
	}
	if isNil(value) {
		return js.Undefined(), nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return js.Undefined(), fmt.Errorf("encode for JavaScript: %w", err)
	}
	return js.Global().Get("JSON").Call("parse", string(text)), nil
}

// isNil is true for nil and for an interface that holds one.
func isNil(value any) bool {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		return v.IsNil()
	}
	return false
}

// Decode fills the Go value that into points to from a JavaScript value by its json tags. Of an
// object only the properties that the struct names are read, so whatever else it holds does no harm;
// undefined and null leave a field as it is. A field of type js.Value takes a property unchanged. The
// struct embeds no others.
func Decode(value js.Value, into any) error {
	target := reflect.ValueOf(into).Elem()
	if _, own := into.(json.Unmarshaler); own || target.Kind() != reflect.Struct {
		return decodeText(value, into)
	}
	if value.Type() != js.TypeObject && value.Type() != js.TypeFunction {
		return &Exception{Name: "TypeError", Message: "an object was expected, got " + value.Type().String()}
	}
	known := js.Global().Get("Object").New()
	for i := range target.NumField() {
		field := target.Type().Field(i)
		name, ok := propertyName(field)
		if !ok {
			continue
		}
		property, err := Get(value, name)
		if err != nil {
			return err
		}
		if field.Type == reflect.TypeFor[js.Value]() {
			target.Field(i).Set(reflect.ValueOf(property))
			continue
		}
		known.Set(name, property)
	}
	return decodeText(known, into)
}

// propertyName gives the property that a field stands for, if any.
func propertyName(field reflect.StructField) (name string, ok bool) {
	if !field.IsExported() {
		return "", false
	}
	name, _, _ = strings.Cut(field.Tag.Get("json"), ",")
	if name == "" {
		name = field.Name
	}
	return name, name != "-"
}

// decodeText goes through JSON text. What has no JSON text (undefined, a function) leaves the target
// as it is.
func decodeText(value js.Value, into any) error {
	text, err := Call(js.Global().Get("JSON"), "stringify", value)
	if err != nil {
		return err
	}
	if text.Type() != js.TypeString {
		return nil
	}
	err = json.Unmarshal([]byte(text.String()), into)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return &Exception{Name: "TypeError", Message: wrong.Field + " has the wrong type: " + wrong.Value}
	}
	return err
}
