// Package site serves browsers what they need to call: the SDK under /sdk/ and the example at /. All
// of it is embedded in the program, compressed by the build (jsbridge/npm).
package site

import (
	"embed"
	"io/fs"
	"net/http"
)

// dist holds only a README until the SDK is built.
//
//go:embed dist
var dist embed.FS

// wasmPath is what a site cannot do without.
const wasmPath = "/sdk/trtc-calling.wasm"

// notBuilt is the answer of a server that was compiled before the SDK was built.
const notBuilt = "This server holds no SDK: it was compiled before the SDK was built. " +
	"Run \"make build\" (or \"go run ./jsbridge/npm\"), then build and start the server again.\n"

// Handler serves the SDK and the example. It answers 503 when they are not part of the program.
func Handler() (http.Handler, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return newHandler(files)
}

func newHandler(files fs.FS) (http.Handler, error) {
	assets, err := readAssets(files)
	if err != nil {
		return nil, err
	}
	if assets[wasmPath] == nil {
		return http.HandlerFunc(serveNotBuilt), nil
	}
	return handler{assets}, nil
}

func serveNotBuilt(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, notBuilt, http.StatusServiceUnavailable)
}

// handler maps the path of a URL to what is there.
type handler struct{ assets map[string]*asset }

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if path == "/" {
		path = "/index.html"
	}
	found := h.assets[path]
	switch {
	case found == nil:
		http.NotFound(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		found.serve(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	}
}
