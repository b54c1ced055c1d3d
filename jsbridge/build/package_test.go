package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// pack makes what pack.mjs would, with the facade and the wasm that publish makes.
func pack(t *testing.T, b builder, wasm string) {
	t.Helper()
	var tarball bytes.Buffer
	zipped := gzip.NewWriter(&tarball)
	files := tar.NewWriter(zipped)
	for name, content := range map[string]string{
		"package/README.md":               "for users",
		"package/dist/trtc-calling.wasm":  wasm,
		"package/dist/trtc-calling.cjs":   "module.exports",
		"package/wasm/trtc-calling.wasm":  "not this one",
		"package/dist/types/calling.d.ts": "export {}",
	} {
		if err := files.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := files.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{packageTarball: tarball.Bytes(), packageStage: []byte("{}")} {
		if err := writeChanged(b.path(name), content); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPublishPackage(t *testing.T) {
	const whole = "sdk/trtc-calling-wasm-1.2.3.tgz"
	remove := func(name string) func(*testing.T, builder) {
		return func(t *testing.T, b builder) {
			if err := os.Remove(b.path(name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	newer := func(name string) func(*testing.T, builder) {
		return func(t *testing.T, b builder) { date(t, b, name, time.Now().Add(time.Hour)) }
	}
	for _, test := range []struct {
		name   string
		change func(t *testing.T, b builder)
		want   []string
	}{
		{"one of this SDK is published under its version", func(*testing.T, builder) {}, []string{whole}},
		{"one with another wasm is not", func(t *testing.T, b builder) { pack(t, b, "second") }, nil},
		{"one whose types are newer is not", newer("jsbridge/npm/src/facade/types.ts"), nil},
		{"one whose README is newer is not", newer("jsbridge/npm/README.md"), nil},
		{"one that was deleted is not", remove(packageTarball), nil},
		{"one of unknown age is not", remove(packageStage), nil},
		{"one of another version is removed", func(t *testing.T, b builder) {
			if err := writeChanged(b.path(packagePrefix+"1.2.2.tgz"), []byte("old")); err != nil {
				t.Fatal(err)
			}
		}, []string{whole}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := project(t)
			for _, name := range []string{"jsbridge/npm/src/facade/types.ts", "jsbridge/npm/README.md"} {
				if err := writeChanged(b.path(name), []byte("text")); err != nil {
					t.Fatal(err)
				}
				date(t, b, name, time.Now().Add(-time.Hour))
			}
			pack(t, b, "first")
			publish(t, b, "first")
			test.change(t, b)
			publish(t, b, "first")
			got := slices.DeleteFunc(published(t, b), func(name string) bool { return !strings.HasSuffix(name, ".tgz") })
			if !slices.Equal(got, test.want) {
				t.Errorf("published: got %v, want %v", got, test.want)
			}
		})
	}

	t.Run("a damaged one is an error", func(t *testing.T) {
		b := project(t)
		pack(t, b, "first")
		if err := os.WriteFile(b.path(packageTarball), []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := b.publish(map[string][]byte{"trtc-calling.wasm": []byte("first")}); err == nil {
			t.Error("error: got none")
		}
	})
}
