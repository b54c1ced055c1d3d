package jsbridge

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"syscall/js"
)

// JSON is the browser's own JSON for Go values, by their json tags. It spares a page the cost of encoding/json:
// not its running time, but the browser's effort to make it faster.
type JSON struct{}

// Marshal makes JSON text. A value that Encode turns into undefined has none.
func (JSON) Marshal(value any) ([]byte, error) {
	encoded, err := Encode(value)
	if err != nil {
		return nil, err
	}
	text, err := stringify(encoded)
	if err != nil {
		return nil, err
	}
	if text.Type() != js.TypeString {
		return nil, fmt.Errorf("%T has no JSON text", value)
	}
	return []byte(text.String()), nil
}

// Unmarshal fills what into points to. Null and missing values leave a field as it is; properties that the
// struct does not name are ignored. A json.RawMessage takes text; an any and a map[string]any take what
// encoding/json would put there. No type's own UnmarshalJSON is called.
func (JSON) Unmarshal(text []byte, into any) error {
	return parse(js.ValueOf(string(text)), reflect.ValueOf(into).Elem())
}

func stringify(value js.Value) (text js.Value, err error) {
	return Call(js.Global().Get("JSON"), "stringify", value)
}

func parse(text js.Value, target reflect.Value) error {
	value, err := Call(js.Global().Get("JSON"), "parse", text)
	if err != nil {
		return err
	}
	return fill(target, value, "the value")
}

// fill relies on the value having been parsed from JSON: reading it cannot throw. name is for errors.
func fill(target reflect.Value, value js.Value, name string) error {
	if value.IsUndefined() || value.IsNull() {
		return nil
	}
	switch {
	case target.Type() == reflect.TypeFor[json.RawMessage]():
		return fillText(target, value)
	case target.Kind() == reflect.Interface:
		target.Set(reflect.ValueOf(plain(value)))
		return nil
	case target.Kind() == reflect.Map && value.Type() == js.TypeObject && !isArray(value):
		target.Set(reflect.ValueOf(plainObject(value)).Convert(target.Type()))
		return nil
	case target.Kind() == reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		return fill(target.Elem(), value, name)
	case target.Kind() == reflect.Struct && value.Type() == js.TypeObject && !isArray(value):
		return fillStruct(target, value)
	case target.Kind() == reflect.Slice && isArray(value):
		return fillSlice(target, value, name)
	case target.Kind() == reflect.String && value.Type() == js.TypeString:
		target.SetString(value.String())
		return nil
	case target.Kind() == reflect.Bool && value.Type() == js.TypeBoolean:
		target.SetBool(value.Bool())
		return nil
	case value.Type() == js.TypeNumber && fillNumber(target, value.Float()):
		return nil
	}
	return &Exception{Name: "TypeError", Message: fmt.Sprintf("%s has the wrong type: %s", name, typeOf(value))}
}

func fillText(target reflect.Value, value js.Value) error {
	text, err := stringify(value)
	if err != nil {
		return err
	}
	target.SetBytes([]byte(text.String()))
	return nil
}

// plain turns a parsed value into what encoding/json makes of it for an any.
func plain(value js.Value) any {
	switch {
	case value.Type() == js.TypeString:
		return value.String()
	case value.Type() == js.TypeNumber:
		return value.Float()
	case value.Type() == js.TypeBoolean:
		return value.Bool()
	case value.IsNull():
		return nil
	case isArray(value):
		list := make([]any, value.Length())
		for i := range list {
			list[i] = plain(value.Index(i))
		}
		return list
	}
	return plainObject(value)
}

func plainObject(value js.Value) map[string]any {
	keys := js.Global().Get("Object").Call("keys", value)
	object := make(map[string]any, keys.Length())
	for i := range keys.Length() {
		key := keys.Index(i).String()
		object[key] = plain(value.Get(key))
	}
	return object
}

func fillStruct(target reflect.Value, object js.Value) error {
	for field, inner := range target.Fields() {
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			if err := fillStruct(inner, object); err != nil {
				return err
			}
			continue
		}
		tag, ok := tagOf(field)
		if !ok || field.Type == reflect.TypeFor[js.Value]() {
			continue
		}
		if err := fill(inner, object.Get(tag.name), tag.name); err != nil {
			return err
		}
	}
	return nil
}

func fillSlice(target reflect.Value, list js.Value, name string) error {
	n := list.Length()
	elements := reflect.MakeSlice(target.Type(), n, n)
	for i := range n {
		if err := fill(elements.Index(i), list.Index(i), name); err != nil {
			return err
		}
	}
	target.Set(elements)
	return nil
}

// fillNumber refuses a number that the target cannot hold.
func fillNumber(target reflect.Value, n float64) bool {
	isWhole := n == math.Trunc(n) && math.Abs(n) <= 1<<53
	switch {
	case target.CanFloat():
		target.SetFloat(n)
	case target.CanInt() && isWhole && !target.OverflowInt(int64(n)):
		target.SetInt(int64(n))
	case target.CanUint() && isWhole && n >= 0 && !target.OverflowUint(uint64(n)):
		target.SetUint(uint64(n))
	default:
		return false
	}
	return true
}

// typeOf names a type as JSON does.
func typeOf(value js.Value) string {
	if isArray(value) {
		return "array"
	}
	return value.Type().String()
}

func isArray(value js.Value) bool {
	return js.Global().Get("Array").Call("isArray", value).Bool()
}
