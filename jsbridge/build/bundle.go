package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// banner names what is inside, as Go's licence asks.
const banner = "/* trtc-calling-wasm %s, MIT License. Contains wasm_exec.js of Go: Copyright The Go Authors, BSD 3-Clause License. */"

// bundles are the three forms of the facade.
var bundles = []struct {
	entry  string
	origin string // of src/loading: how it finds out where it was loaded from
	file   string
	format api.Format
	target api.Target
}{
	{"script.ts", "script", "trtc-calling.js", api.FormatIIFE, api.ES2020},
	{"module.ts", "esm", "trtc-calling.mjs", api.FormatESModule, api.ES2020},
	// webpack 4 uses this one, and its parser knows no newer syntax.
	{"commonjs.ts", "cjs", "trtc-calling.cjs", api.FormatCommonJS, api.ES2017},
}

// bundle makes the facade. The result maps file names to contents.
func (b builder) bundle(info buildInfo) (map[string][]byte, error) {
	wasmExec, err := readWasmExec()
	if err != nil {
		return nil, err
	}
	engines, err := info.browsers.engines()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, form := range bundles {
		result := api.Build(api.BuildOptions{
			AbsWorkingDir:     b.path("jsbridge/npm"),
			EntryPoints:       []string{"src/" + form.entry},
			Outfile:           form.file,
			Bundle:            true,
			Format:            form.format,
			Target:            form.target,
			Engines:           engines,
			Supported:         supported(form.target),
			Charset:           api.CharsetUTF8,
			MinifyWhitespace:  true,
			MinifyIdentifiers: true,
			MinifySyntax:      true,
			Banner:            map[string]string{"js": fmt.Sprintf(banner, info.version)},
			Plugins: []api.Plugin{
				sourcePlugin("virtual:origin", b.path("jsbridge/npm/src/loading/origin."+form.origin+".ts")),
				textPlugin("virtual:wasm-exec", wasmExec),
				textPlugin("virtual:build", info.module()),
			},
		})
		if err := bundleError(result.Errors); err != nil {
			return nil, fmt.Errorf("bundle %s: %w", form.file, err)
		}
		files[form.file] = result.OutputFiles[0].Contents
	}
	return files, nil
}

func (i buildInfo) module() string {
	return fmt.Sprintf("export const VERSION = %q, BROWSERS = %q, WASM_INTEGRITY = %q, WASM_TAG = %q, WASM_SIZE = %d",
		i.version, i.browsers, i.integrity, i.tag, i.size)
}

func bundleError(messages []api.Message) error {
	if len(messages) == 0 {
		return nil
	}
	texts := api.FormatMessages(messages, api.FormatMessagesOptions{Kind: api.ErrorMessage})
	return errors.New(strings.Join(texts, ""))
}

// sourcePlugin resolves a virtual module to a file.
func sourcePlugin(name, path string) api.Plugin {
	return api.Plugin{Name: name, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^" + name + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: path}, nil
		})
	}}
}

// textPlugin resolves a virtual module to JavaScript source.
func textPlugin(name, text string) api.Plugin {
	return api.Plugin{Name: name, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^" + name + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: name, Namespace: name}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: name}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
		})
	}}
}

// readWasmExec takes wasm_exec.js from the Go release that compiles the wasm: they belong together.
func readWasmExec() (string, error) {
	output, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(output)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return "", err
	}
	return wrapWasmExec(string(source))
}
