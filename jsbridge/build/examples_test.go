package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// buildVue makes what Vite would, with the facade of a wasm.
func buildVue(t *testing.T, b builder, wasm string) {
	t.Helper()
	for name, content := range map[string]string{
		"package.json":                  "{}",
		"src/App.vue":                   "<template>",
		"dist/index.html":               "<script src=assets/page.js>",
		"dist/assets/page.js":           newBuildInfo(packageFile{}, []byte(wasm)).integrity,
		"dist/assets/trtc-calling.wasm": wasm,
	} {
		if err := writeChanged(b.path("examples/vue/"+name), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
}

func date(t *testing.T, b builder, name string, at time.Time) {
	t.Helper()
	if err := os.Chtimes(b.path(name), at, at); err != nil {
		t.Fatal(err)
	}
}

func TestPublishExamples(t *testing.T) {
	whole := []string{
		"examples/vue/index.html.br", "examples/vue/index.html.gz", "examples/vue/assets/page.js.br", "examples/vue/assets/page.js.gz",
	}
	for _, test := range []struct {
		name   string
		change func(t *testing.T, b builder)
		want   []string
	}{
		{"one that Vite has built is published, without a wasm of its own", func(*testing.T, builder) {}, whole},
		{"one whose sources are newer is not", func(t *testing.T, b builder) {
			date(t, b, "examples/vue/src/App.vue", time.Now().Add(time.Hour))
		}, nil},
		{"one with the facade of another wasm is not", func(t *testing.T, b builder) { buildVue(t, b, "second") }, nil},
		{"one that was deleted is not", func(t *testing.T, b builder) {
			if err := os.RemoveAll(b.path("examples/vue/dist")); err != nil {
				t.Fatal(err)
			}
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := project(t)
			buildVue(t, b, "first")
			date(t, b, "examples/vue/src/App.vue", time.Now().Add(-time.Hour))
			publish(t, b, "first")
			test.change(t, b)
			publish(t, b, "first")
			got := slices.DeleteFunc(published(t, b), func(name string) bool { return !strings.HasPrefix(name, "examples/") })
			if !slices.Equal(got, test.want) {
				t.Errorf("published: got %v, want %v", got, test.want)
			}
		})
	}
}
