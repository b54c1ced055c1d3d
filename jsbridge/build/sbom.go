package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// component is one of CycloneDX 1.5: what is in a program, or the program itself.
type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	PURL    string `json:"purl"`
}

// printSBOM prints which Go modules are in the wasm (CycloneDX). The usual tools do not know stand-ins: they
// would list what these replace, or take the WebSocket library for this project's own.
func (b builder) printSBOM() error {
	file, err := b.packageFile()
	if err != nil {
		return err
	}
	modules, err := b.linkedToWasm()
	if err != nil {
		return err
	}
	toolchain, err := goVersion()
	if err != nil {
		return err
	}
	parts := []component{{"library", "std", toolchain, "pkg:golang/std@" + strings.TrimPrefix(toolchain, "go")}}
	for _, m := range modules {
		parts = append(parts, component{"library", m.Path, m.Version, fmt.Sprintf("pkg:golang/%s@%s", m.Path, m.Version)})
	}
	slices.SortFunc(parts, func(a, b component) int { return strings.Compare(a.Name, b.Name) })
	text := json.NewEncoder(os.Stdout)
	text.SetIndent("", "  ")
	return text.Encode(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata":   map[string]any{"component": component{"library", "trtc-calling-wasm", file.Version, "pkg:npm/trtc-calling-wasm@" + file.Version}},
		"components": parts,
	})
}
