package main

import (
	"os"
	"slices"
	"strings"
)

// atTop is what may lie at the top of the repository, besides files whose names begin with a dot.
var atTop = []string{
	"wasm", "server", "jsbridge", "examples", "go.mod", "go.sum", "Makefile",
	"README.md", "README.zh-CN.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "DESIGN.md", "SECURITY.md",
}

// ignoredAtTop is made by the programs and is not in git: the build, and the server's data folder.
var ignoredAtTop = []string{"bin", "data"}

func checkTop(root string) ([]string, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	var breaches []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, ".") && !slices.Contains(atTop, name) && !slices.Contains(ignoredAtTop, name) {
			breaches = append(breaches, name+": the top of the repository has no place for it")
		}
	}
	return breaches, nil
}
