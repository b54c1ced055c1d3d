package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// packageFile is what the build reads from package.json.
type packageFile struct {
	Version  string   `json:"version"`
	Browsers browsers `json:"browserslist"`
}

func (b builder) packageFile() (packageFile, error) {
	var p packageFile
	content, err := os.ReadFile(b.path("jsbridge/npm/package.json"))
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(content, &p); err != nil {
		return p, fmt.Errorf("package.json: %w", err)
	}
	return p, nil
}

// browsers are the oldest supported ones, one in each entry: "chrome >= 80". They are stated only here; tests
// compare every other place that names them.
type browsers []string

var engineNames = map[string]api.EngineName{
	"chrome": api.EngineChrome, "edge": api.EngineEdge, "firefox": api.EngineFirefox, "safari": api.EngineSafari,
}

// engines are the browsers for esbuild, which writes no newer syntax.
func (list browsers) engines() ([]api.Engine, error) {
	var engines []api.Engine
	for _, entry := range list {
		name, version, found := strings.Cut(entry, " >= ")
		engine, known := engineNames[name]
		if !found || !known {
			return nil, fmt.Errorf("browserslist of package.json: %q is not understood", entry)
		}
		engines = append(engines, api.Engine{Name: engine, Version: version})
	}
	return engines, nil
}

// supported is syntax that esbuild leaves alone although an engine on the list has a flaw in it: before Chrome
// 91 that was spread arguments after an optional chain, which the source never uses. Lowering them would cost
// 100 bytes.
func supported(target api.Target) map[string]bool {
	if target < api.ES2020 {
		return nil
	}
	return map[string]bool{"optional-chain": true}
}

// String is how errors name them: "Chrome 80, Edge 80".
func (list browsers) String() string {
	var named []string
	for _, entry := range list {
		name, version, _ := strings.Cut(entry, " >= ")
		named = append(named, strings.ToUpper(name[:1])+name[1:]+" "+version)
	}
	return strings.Join(named, ", ")
}
