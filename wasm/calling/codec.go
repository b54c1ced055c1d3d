package calling

import "encoding/json"

// Codec turns values into JSON text and back by their json tags, as encoding/json does. In a page it
// is the browser's own: encoding/json has functions so large that a browser takes a page's processor
// for half a second to optimize them, in the middle of the first calls.
type Codec interface {
	Marshal(value any) ([]byte, error)
	Unmarshal(text []byte, into any) error
}

// nativeJSON is the Codec outside of pages.
type nativeJSON struct{}

func (nativeJSON) Marshal(value any) ([]byte, error)     { return json.Marshal(value) }
func (nativeJSON) Unmarshal(text []byte, into any) error { return json.Unmarshal(text, into) }
