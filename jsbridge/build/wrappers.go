package main

import (
	"fmt"
	"os"

	"github.com/evanw/esbuild/pkg/api"
)

// maxWrapperGzip is the limit of each wrapper, in bytes.
const maxWrapperGzip = 5_000

// wrapper is one of the package's parts for a framework. It contains neither the framework nor the facade: a
// page has one of each. The CommonJS form is for bundlers that parse no syntax newer than that of 2017.
type wrapper struct {
	entry string
	file  string // without its suffix
}

// wrappers: Vue 2.7 has the same composition functions as Vue 3, so both get the same code.
var wrappers = []wrapper{
	{"src/wrappers/vue/index.ts", "vue"},
	{"src/wrappers/vue/index.ts", "vue2"},
	{"src/wrappers/react/index.ts", "react"},
}

// wrapperForms are the two forms of each wrapper; the suffix is also that of the facade next to it.
var wrapperForms = []struct {
	suffix   string
	format   api.Format
	target   api.Target
	platform api.Platform // for Node names the exports of CommonJS, so that ES modules can import them by name
}{
	{".mjs", api.FormatESModule, api.ES2020, api.PlatformNeutral},
	{".cjs", api.FormatCommonJS, api.ES2017, api.PlatformNode},
}

// buildWrappers writes all forms of the wrappers to dist. Pages get them only from the npm package, so they are
// not published for the server.
func (b builder) buildWrappers(p packageFile) error {
	engines, err := p.Browsers.engines()
	if err != nil {
		return err
	}
	for _, w := range wrappers {
		for _, form := range wrapperForms {
			result := api.Build(api.BuildOptions{
				AbsWorkingDir:     b.path("jsbridge/npm"),
				EntryPoints:       []string{w.entry},
				Outfile:           w.file + form.suffix,
				Bundle:            true,
				Format:            form.format,
				Target:            form.target,
				Engines:           engines,
				Supported:         supported(form.target),
				Platform:          form.platform,
				External:          []string{"vue", "react"},
				Charset:           api.CharsetUTF8,
				MinifyWhitespace:  true,
				MinifyIdentifiers: true,
				MinifySyntax:      true,
				Banner:            map[string]string{"js": fmt.Sprintf("/* trtc-calling-wasm %s, MIT License. */", p.Version)},
				Plugins:           []api.Plugin{externalPlugin(`^\./class$`, "./trtc-calling"+form.suffix)},
			})
			if err := bundleError(result.Errors); err != nil {
				return fmt.Errorf("bundle %s%s: %w", w.file, form.suffix, err)
			}
			if err := writeChanged(b.path("jsbridge/npm/dist/"+w.file+form.suffix), result.OutputFiles[0].Contents); err != nil {
				return err
			}
		}
	}
	return nil
}

// externalPlugin leaves matching imports alone, under another name.
func externalPlugin(filter, path string) api.Plugin {
	return api.Plugin{Name: path, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: filter}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: path, External: true}, nil
		})
	}}
}

// wrapperSizes measures the ES module.
func (b builder) wrapperSizes(w wrapper) (sizes, error) {
	content, err := os.ReadFile(b.path("jsbridge/npm/dist/" + w.file + ".mjs"))
	if err != nil {
		return sizes{}, err
	}
	packed, err := gzipBest(content)
	return sizes{raw: len(content), gzip: len(packed)}, err
}
