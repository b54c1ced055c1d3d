package api

import "encoding/json"

// Codec turns values into JSON text and back by their json tags, as encoding/json does. A page uses the
// browser's own JSON instead: some functions of encoding/json are so large that optimizing them keeps a page's
// processor busy for half a second, in the middle of the first calls.
type Codec interface {
	Marshal(value any) ([]byte, error)
	Unmarshal(text []byte, into any) error
}

// NativeJSON is the Codec for use outside of pages. A page that does not use it links nothing of encoding/json.
type NativeJSON struct{}

// Marshal implements Codec.
func (NativeJSON) Marshal(value any) ([]byte, error) { return json.Marshal(value) }

// Unmarshal implements Codec.
func (NativeJSON) Unmarshal(text []byte, into any) error { return json.Unmarshal(text, into) }
