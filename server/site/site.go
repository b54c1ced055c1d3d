// Package site serves browsers what they need to call: the SDK under /sdk/, an example at / and the same one
// made with frameworks under /examples/. All of it is embedded in the program, compressed by the build
// (jsbridge/build). Next to the SDK is the npm package, for those who bundle it.
package site

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// dist holds only a README until the SDK is built.
//
//go:embed dist
var dist embed.FS

// wasmPath is what a site cannot do without.
const wasmPath = "/sdk/trtc-calling.wasm"

// notBuilt is the answer of a server that was compiled before the SDK was built.
const notBuilt = "This server contains no SDK: it was compiled before the SDK was built. " +
	"Run \"make build\" (or \"go run ./jsbridge/build\"), then build and start the server again.\n"

// noExample is the answer of a server that was built with Go alone, to the name of an example.
const noExample = "This server was built without this example. Those that have a build step need Node: " +
	"run \"make examples\", then start the server again.\n"

// Handler serves the SDK and the examples. It answers 503 when they are not part of the program.
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
	name := r.URL.Path
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	found := h.assets[name]
	switch {
	case found == nil:
		h.serveMissing(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		found.serve(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	}
}

// serveMissing redirects from a short name to the full one: of an example to its page, of the package to its
// version. It says how to build what is missing.
func (h handler) serveMissing(w http.ResponseWriter, r *http.Request) {
	example := strings.TrimSuffix(r.URL.Path, "/")
	switch {
	case isPackage(r.URL.Path):
		h.servePackage(w, r)
	case path.Dir(example) != "/examples":
		http.NotFound(w, r)
	case h.assets[example+"/index.html"] == nil:
		http.Error(w, noExample, http.StatusNotFound)
	default:
		page := url.URL{Path: example + "/", RawQuery: r.URL.RawQuery} // its files have relative addresses
		http.Redirect(w, r, page.String(), http.StatusTemporaryRedirect)
	}
}
