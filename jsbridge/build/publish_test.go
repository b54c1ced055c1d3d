package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// project makes a project with an example of one page.
func project(t *testing.T) builder {
	t.Helper()
	b := builder{root: t.TempDir()}
	for name, content := range map[string]string{
		"jsbridge/npm/package.json":   `{"version": "1.2.3"}`,
		exampleFolder + "/index.html": "<title>call</title>",
		exampleFolder + "/README.md":  "for developers",
		siteFolder + "/README":        "kept",
		siteFolder + "/gone.js.br":    "from an earlier build",
	} {
		if err := writeChanged(b.path(name), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func publish(t *testing.T, b builder, wasm string) {
	t.Helper()
	files := map[string][]byte{"trtc-calling.wasm": []byte(wasm), "trtc-calling.cjs": []byte("module.exports")}
	if err := b.publish(files); err != nil {
		t.Fatal(err)
	}
}

// published lists what is in the site's folder.
func published(t *testing.T, b builder) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		found, err := filepath.Glob(b.path(siteFolder + "/" + pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				name, _ := filepath.Rel(b.path(siteFolder), path)
				names = append(names, filepath.ToSlash(name))
			}
		}
	}
	return names
}

func TestPublish(t *testing.T) {
	t.Run("the example and the SDK are published in two forms", func(t *testing.T) {
		b := project(t)
		publish(t, b, "first")
		got := published(t, b)
		want := []string{"README", "index.html.br", "index.html.gz", "sdk/trtc-calling.wasm.br", "sdk/trtc-calling.wasm.gz"}
		if !slices.Equal(got, want) {
			t.Errorf("published: got %v, want %v", got, want)
		}
	})

	// A marked file shows whether it was written again.
	mark := func(t *testing.T, b builder) (written func() bool) {
		t.Helper()
		path := b.path(siteFolder + "/sdk/trtc-calling.wasm.br")
		if err := os.WriteFile(path, []byte("mark"), 0o644); err != nil {
			t.Fatal(err)
		}
		return func() bool {
			content, err := os.ReadFile(path)
			return err != nil || string(content) != "mark"
		}
	}

	t.Run("what has not changed is not compressed again", func(t *testing.T) {
		b := project(t)
		publish(t, b, "first")
		written := mark(t, b)
		publish(t, b, "first")
		if written() {
			t.Error("it was")
		}
	})

	t.Run("what has changed is", func(t *testing.T) {
		b := project(t)
		publish(t, b, "first")
		written := mark(t, b)
		publish(t, b, "second")
		if !written() {
			t.Error("it was not")
		}
	})

	t.Run("what was compressed quickly is compressed again by a build that is not quick, and not the other way round", func(t *testing.T) {
		b := project(t)
		b.quick = true
		publish(t, b, "first")
		written := mark(t, b)
		publish(t, b, "first")
		if written() {
			t.Error("a second quick build wrote it again")
		}
		b.quick = false
		publish(t, b, "first")
		if !written() {
			t.Error("it stayed as it was")
		}
		written = mark(t, b)
		b.quick = true
		publish(t, b, "first")
		if written() {
			t.Error("a quick build took the place of a better one")
		}
		b.quick = false
		publish(t, b, "first")
		if written() {
			t.Error("what was compressed well was compressed again after a quick build")
		}
	})

	t.Run("what was deleted is", func(t *testing.T) {
		b := project(t)
		publish(t, b, "first")
		written := mark(t, b)
		if err := os.Remove(b.path(siteFolder + "/sdk/trtc-calling.wasm.gz")); err != nil {
			t.Fatal(err)
		}
		publish(t, b, "first")
		if !written() {
			t.Error("it was not")
		}
	})
}
