package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
)

var contents = map[string]string{
	"index.html":            "<!doctype html><title>call</title>",
	"sdk/trtc-calling.js":   "window.TRTCCalling = class {}",
	"sdk/trtc-calling.mjs":  "export default class {}",
	"sdk/trtc-calling.wasm": "\x00asm\x01\x00\x00\x00",

	"examples/vue/index.html":     "<!doctype html><title>call in Vue</title>",
	"examples/vue/assets/page.js": "import {} from './vue.js'",
}

// built is a folder as the build makes it.
func built(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"README": &fstest.MapFile{Data: []byte("for developers")}}
	for name, content := range contents {
		var br, gz bytes.Buffer
		pack(t, brotli.NewWriter(&br), content)
		pack(t, gzip.NewWriter(&gz), content)
		files[name+".br"] = &fstest.MapFile{Data: br.Bytes()}
		files[name+".gz"] = &fstest.MapFile{Data: gz.Bytes()}
	}
	files[packagePath[1:]] = &fstest.MapFile{Data: []byte(packageContent)}
	return files
}

func pack(t *testing.T, w io.WriteCloser, content string) {
	t.Helper()
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// ask sends one request to a built site; headers alternate names and values.
func ask(t *testing.T, method, target string, headers ...string) *http.Response {
	t.Helper()
	return askOf(t, built(t), method, target, headers...)
}

func askOf(t *testing.T, files fstest.MapFS, method, target string, headers ...string) *http.Response {
	t.Helper()
	h, err := newHandler(files)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func unpack(t *testing.T, response *http.Response) string {
	t.Helper()
	var body io.Reader = response.Body
	switch response.Header.Get("Content-Encoding") {
	case "br":
		body = brotli.NewReader(body)
	case "gzip":
		var err error
		if body, err = gzip.NewReader(body); err != nil {
			t.Fatal(err)
		}
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wantHeader(t *testing.T, response *http.Response, name, want string) {
	t.Helper()
	if got := response.Header.Get(name); got != want {
		t.Errorf("%s: got %q, want %q", name, got, want)
	}
}

func TestFiles(t *testing.T) {
	tests := []struct{ target, file, contentType string }{
		{"/", "index.html", "text/html; charset=utf-8"},
		{"/index.html", "index.html", "text/html; charset=utf-8"},
		{"/?user=ann", "index.html", "text/html; charset=utf-8"},
		{"/sdk/trtc-calling.js", "sdk/trtc-calling.js", "text/javascript; charset=utf-8"},
		{"/sdk/trtc-calling.mjs", "sdk/trtc-calling.mjs", "text/javascript; charset=utf-8"},
		{"/sdk/trtc-calling.wasm", "sdk/trtc-calling.wasm", "application/wasm"},
		{"/examples/vue/", "examples/vue/index.html", "text/html; charset=utf-8"},
		{"/examples/vue/assets/page.js", "examples/vue/assets/page.js", "text/javascript; charset=utf-8"},
	}
	for _, test := range tests {
		for _, encoding := range []string{"br", "gzip", ""} {
			t.Run(test.target+" as "+encoding, func(t *testing.T) {
				response := ask(t, "GET", test.target, "Accept-Encoding", encoding)
				if response.StatusCode != http.StatusOK {
					t.Fatalf("status: got %d, want 200", response.StatusCode)
				}
				wantHeader(t, response, "Content-Type", test.contentType)
				wantHeader(t, response, "Content-Encoding", encoding)
				wantHeader(t, response, "Vary", "Accept-Encoding")
				if got, want := unpack(t, response), contents[test.file]; got != want {
					t.Errorf("content: got %q, want %q", got, want)
				}
			})
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Run("all origins may use the SDK", func(t *testing.T) {
		response := ask(t, "GET", "/sdk/trtc-calling.wasm")
		wantHeader(t, response, "Access-Control-Allow-Origin", "*")
		wantHeader(t, response, "Cross-Origin-Resource-Policy", "cross-origin")
	})

	t.Run("the example is for its own origin", func(t *testing.T) {
		response := ask(t, "GET", "/")
		wantHeader(t, response, "Access-Control-Allow-Origin", "")
	})

	t.Run("HEAD has the headers of GET and no body", func(t *testing.T) {
		get, head := ask(t, "GET", "/sdk/trtc-calling.js"), ask(t, "HEAD", "/sdk/trtc-calling.js")
		for _, name := range []string{"Content-Length", "Content-Type", "ETag"} {
			wantHeader(t, head, name, get.Header.Get(name))
		}
		if got := unpack(t, head); got != "" {
			t.Errorf("body: got %q, want none", got)
		}
	})

	t.Run("a copy of the same form is not sent again", func(t *testing.T) {
		etag := ask(t, "GET", "/", "Accept-Encoding", "br").Header.Get("ETag")
		response := ask(t, "GET", "/", "Accept-Encoding", "br", "If-None-Match", `"other", W/`+etag)
		if response.StatusCode != http.StatusNotModified {
			t.Errorf("status: got %d, want 304", response.StatusCode)
		}
		wantHeader(t, response, "ETag", etag)
		wantHeader(t, response, "Content-Encoding", "")
	})

	t.Run("another form has another tag", func(t *testing.T) {
		etag := ask(t, "GET", "/", "Accept-Encoding", "br").Header.Get("ETag")
		response := ask(t, "GET", "/", "Accept-Encoding", "gzip", "If-None-Match", etag)
		if response.StatusCode != http.StatusOK {
			t.Errorf("status: got %d, want 200", response.StatusCode)
		}
	})

	t.Run("an address without a hash is revalidated", func(t *testing.T) {
		wantHeader(t, ask(t, "GET", "/sdk/trtc-calling.wasm"), "Cache-Control", "no-cache")
		wantHeader(t, ask(t, "GET", "/sdk/trtc-calling.wasm?v=0123456789abcdef"), "Cache-Control", "no-cache")
	})

	t.Run("an address with the hash of the content is kept", func(t *testing.T) {
		sum := sha512.Sum384([]byte(contents["sdk/trtc-calling.wasm"]))
		response := ask(t, "GET", "/sdk/trtc-calling.wasm?v="+hex.EncodeToString(sum[:8]))
		wantHeader(t, response, "Cache-Control", "public, max-age=31536000, immutable")
	})
}

func TestRefusals(t *testing.T) {
	t.Run("missing files", func(t *testing.T) {
		for _, target := range []string{"/none", "/sdk/", "/sdk", "/README", "/index.html.br", "/sdk/../go.mod", "/examples/", "/examples/vue/none"} {
			if got := ask(t, "GET", target).StatusCode; got != http.StatusNotFound {
				t.Errorf("GET %s: got %d, want 404", target, got)
			}
		}
	})

	t.Run("an example that was not built says how to build it", func(t *testing.T) {
		for _, target := range []string{"/examples/react", "/examples/react/"} {
			response := ask(t, "GET", target)
			if body := unpack(t, response); response.StatusCode != http.StatusNotFound || !strings.Contains(body, "make examples") {
				t.Errorf("GET %s: got %d %q, want 404 that names make examples", target, response.StatusCode, body)
			}
		}
	})

	t.Run("the name of an example leads to its page", func(t *testing.T) {
		response := ask(t, "GET", "/examples/vue?user=ann")
		if response.StatusCode != http.StatusTemporaryRedirect {
			t.Errorf("status: got %d, want 307", response.StatusCode)
		}
		wantHeader(t, response, "Location", "/examples/vue/?user=ann")
	})

	t.Run("other methods", func(t *testing.T) {
		response := ask(t, "POST", "/")
		if response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("status: got %d, want 405", response.StatusCode)
		}
		wantHeader(t, response, "Allow", "GET, HEAD")
	})

	t.Run("a program without the SDK says what to do", func(t *testing.T) {
		h, err := newHandler(fstest.MapFS{"README": &fstest.MapFile{}})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
			t.Errorf("got %d %q, want 503 that names make build", w.Code, w.Body)
		}
	})

	t.Run("an SDK built in part is an error", func(t *testing.T) {
		files := built(t)
		delete(files, "sdk/trtc-calling.wasm.gz")
		if _, err := newHandler(files); err == nil {
			t.Error("error: got none")
		}
	})
}

func TestEmbedded(t *testing.T) {
	h, err := Handler()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", wasmPath, nil))
	switch w.Code {
	case http.StatusOK:
		if !strings.HasPrefix(w.Body.String(), "\x00asm") {
			t.Error("the wasm is not a WebAssembly module")
		}
	case http.StatusServiceUnavailable:
		t.Log("compiled without the SDK")
	default:
		t.Errorf("status: got %d, want 200, or 503 without the SDK", w.Code)
	}
}

func TestChooseEncoding(t *testing.T) {
	tests := []struct{ header, want string }{
		{"", identity},
		{"gzip, deflate, br, zstd", "br"},
		{"gzip, deflate", "gzip"},
		{"deflate", identity},
		{"br;q=0.5, gzip", "gzip"},
		{"br;q=0, gzip;q=0", identity},
		{"*", "br"},
		{"*;q=0.1, br;q=0", "gzip"},
		{"BR ; Q=1", "br"},
		{"br;q=many, gzip", "gzip"},
		{"br;level=3", identity},
	}
	for _, test := range tests {
		t.Run(test.header, func(t *testing.T) {
			if got := chooseEncoding(test.header); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
