package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// asset is one file in the forms in which it can be sent.
type asset struct {
	path        string
	contentType string
	br, gz      []byte // nil for a package, which is already compressed
	hash        string // of the form that is embedded, which changes with the content

	// plain is the file itself, for the few that are not compressed. Compressible files are not embedded
	// uncompressed: the wasm alone would add megabytes to the program.
	plain func() ([]byte, error)
	// tag is the short hash that the facade puts into the address of the wasm (see jsbridge/npm).
	tag func() string
}

// readAssets finds the files that exist in both forms, and the package.
func readAssets(files fs.FS) (map[string]*asset, error) {
	assets := map[string]*asset{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var a *asset
		switch path.Ext(name) {
		case ".br":
			a, err = readAsset(files, strings.TrimSuffix(name, ".br"))
		case packageExt:
			a, err = readPackage(files, name)
		default:
			return nil
		}
		if err != nil {
			return err
		}
		assets[a.path] = a
		return nil
	})
	return assets, err
}

func readAsset(files fs.FS, name string) (*asset, error) {
	br, err := fs.ReadFile(files, name+".br")
	if err != nil {
		return nil, err
	}
	gz, err := fs.ReadFile(files, name+".gz")
	if err != nil {
		return nil, fmt.Errorf("the SDK is only partly built; build it again: %w", err)
	}
	a := &asset{
		path:        "/" + name,
		contentType: contentType(name),
		br:          br,
		gz:          gz,
		hash:        shortHash(br),
	}
	a.plain = sync.OnceValues(func() ([]byte, error) { return unzip(gz) })
	a.tag = sync.OnceValue(a.contentTag)
	return a, nil
}

func shortHash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

func unzip(gz []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

// contentType does not ask the operating system, whose tables differ. Browsers compile a wasm as it arrives
// only when its type has no parameters.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".wasm":
		return "application/wasm"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".webmanifest":
		return "application/manifest+json"
	case packageExt:
		return "application/gzip"
	}
	return "application/octet-stream"
}

// contentTag is empty when the file cannot be unpacked; then it has no permanent address.
func (a *asset) contentTag() string {
	plain, err := a.plain()
	if err != nil {
		return ""
	}
	sum := sha512.Sum384(plain)
	return hex.EncodeToString(sum[:8])
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	content, encoding, err := a.form(r.Header.Get("Accept-Encoding"))
	if err != nil {
		slog.Error("unpack a file of the site", "path", a.path, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	etag := `"` + a.hash + "-" + encoding + `"`
	a.setHeaders(w.Header(), r, etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if encoding != identity {
		w.Header().Set("Content-Encoding", encoding)
	}
	w.Header().Set("Content-Type", a.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) // the client may be gone; nobody else is left to tell
	}
}

// form picks what to send.
func (a *asset) form(acceptEncoding string) (content []byte, encoding string, err error) {
	encoding = chooseEncoding(acceptEncoding)
	switch {
	case a.br == nil: // there is one form
	case encoding == "br":
		return a.br, encoding, nil
	case encoding == "gzip":
		return a.gz, encoding, nil
	}
	content, err = a.plain()
	return content, identity, err
}

// setHeaders lets pages of all origins use the SDK, and lets caches keep it.
func (a *asset) setHeaders(header http.Header, r *http.Request, etag string) {
	header.Set("ETag", etag)
	header.Set("Vary", "Accept-Encoding")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache") // kept, but revalidated: 304 when it is unchanged
	if tag := r.URL.Query().Get("v"); tag != "" && tag == a.tag() {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.HasPrefix(a.path, "/sdk/") {
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
}
