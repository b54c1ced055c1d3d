package site

import (
	"net/http"
	"strings"
	"testing"
)

const (
	packagePath    = "/sdk/trtc-calling-wasm-1.2.3.tgz"
	packageContent = "\x1f\x8b a tarball"
)

func TestPackage(t *testing.T) {
	t.Run("it is sent as it is, whatever the client can unpack", func(t *testing.T) {
		for _, encoding := range []string{"gzip, deflate, br", "gzip", ""} {
			response := ask(t, "GET", packagePath, "Accept-Encoding", encoding)
			if got := unpack(t, response); response.StatusCode != http.StatusOK || got != packageContent {
				t.Errorf("accepting %q: got %d %q, want 200 %q", encoding, response.StatusCode, got, packageContent)
			}
			wantHeader(t, response, "Content-Encoding", "")
			wantHeader(t, response, "Content-Type", "application/gzip")
		}
	})

	t.Run("a copy is revalidated, and not sent again", func(t *testing.T) {
		first := ask(t, "GET", packagePath, "Accept-Encoding", "gzip")
		wantHeader(t, first, "Cache-Control", "no-cache")
		again := ask(t, "GET", packagePath, "Accept-Encoding", "gzip", "If-None-Match", first.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("status: got %d, want 304", again.StatusCode)
		}
	})

	t.Run("the address without a version leads to the available one, in whatever folder a proxy has it", func(t *testing.T) {
		response := ask(t, "GET", "/sdk/trtc-calling-wasm.tgz")
		if response.StatusCode != http.StatusTemporaryRedirect {
			t.Errorf("status: got %d, want 307", response.StatusCode)
		}
		wantHeader(t, response, "Location", "trtc-calling-wasm-1.2.3.tgz")
		wantHeader(t, response, "Cache-Control", "no-cache")
	})

	t.Run("another version is not found, and the answer names the available one", func(t *testing.T) {
		wantNotFound(t, ask(t, "GET", "/sdk/trtc-calling-wasm-1.2.2.tgz"), "trtc-calling-wasm-1.2.3.tgz")
	})

	t.Run("a server that was built without it says how to build it", func(t *testing.T) {
		files := built(t)
		delete(files, packagePath[1:])
		for _, target := range []string{"/sdk/trtc-calling-wasm.tgz", packagePath} {
			wantNotFound(t, askOf(t, files, "GET", target), "make npm")
		}
	})
}

// wantNotFound expects one line that says something.
func wantNotFound(t *testing.T, response *http.Response, says string) {
	t.Helper()
	body := unpack(t, response)
	if response.StatusCode != http.StatusNotFound || !strings.Contains(body, says) || strings.Count(body, "\n") != 1 {
		t.Errorf("got %d %q, want 404 and one line with %q", response.StatusCode, body, says)
	}
}
