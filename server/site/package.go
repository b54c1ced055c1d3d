package site

import (
	"io/fs"
	"net/http"
	"strings"
	"sync"
)

// The npm package has its version in its name, and there is one address without a version that leads to that
// name. npm can install it from there, so nobody needs a registry that has it.
const (
	packageExt     = ".tgz"
	packagePrefix  = "/sdk/trtc-calling-wasm-"
	packageAddress = "/sdk/trtc-calling-wasm" + packageExt
)

// noPackage is the answer of a server that was built with nothing but Go, or with a package from other sources.
const noPackage = "This server was built without the npm package, which needs Node. " +
	"Run \"make npm\", then start the server again."

// otherPackage is the answer for the version of another server.
const otherPackage = "This server has another version of the npm package: "

// readPackage reads a file that is sent as it is.
func readPackage(files fs.FS, name string) (*asset, error) {
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	a := &asset{path: "/" + name, contentType: contentType(name), hash: shortHash(content)}
	a.plain = func() ([]byte, error) { return content, nil }
	a.tag = sync.OnceValue(a.contentTag)
	return a, nil
}

// isPackage tells the addresses of the package, in this version or any other, from everything else that is not
// found.
func isPackage(path string) bool {
	return path == packageAddress || strings.HasPrefix(path, packagePrefix) && strings.HasSuffix(path, packageExt)
}

// servePackage redirects to the available version, or says why there is none.
func (h handler) servePackage(w http.ResponseWriter, r *http.Request) {
	switch here := h.packageName(); {
	case here == "":
		http.Error(w, noPackage, http.StatusNotFound)
	case r.URL.Path != packageAddress:
		http.Error(w, otherPackage+here, http.StatusNotFound)
	default:
		// The address is relative, and not made with http.Redirect, which would make it absolute: in front of
		// this server there may be a proxy that serves it from a folder.
		w.Header().Set("Location", here)
		w.Header().Set("Cache-Control", "no-cache")
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
}

// packageName is the file name of the package, or "" when the program has none.
func (h handler) packageName() string {
	for path := range h.assets {
		if isPackage(path) {
			return strings.TrimPrefix(path, "/sdk/")
		}
	}
	return ""
}
