package api

import "encoding/json"

// Codec turns values into JSON text and back by their json tags, as encoding/json does. In a page it
// is the browser's own: encoding/json has functions so large that a browser takes a page's processor
// for half a second to optimize them, in the middle of the first calls.
type Codec interface {
	Marshal(value any) ([]byte, error)
	Unmarshal(text []byte, into any) error
}

// NativeJSON is the Codec outside of pages. A page that does not use it has nothing of encoding/json.
type NativeJSON struct{}

// Marshal implements Codec.
func (NativeJSON) Marshal(value any) ([]byte, error) { return json.Marshal(value) }

// Unmarshal implements Codec.
func (NativeJSON) Unmarshal(text []byte, into any) error { return json.Unmarshal(text, into) }
