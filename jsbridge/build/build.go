// Command npm builds what browsers load, with nothing but Go: the wasm, and the facade as a script, an ES
// module and a CommonJS module.
//
//	go run ./jsbridge/build         build what has changed
//	go run ./jsbridge/build quick   the same for a first try: what is new is compressed quickly instead of well
//	go run ./jsbridge/build size    build, print the sizes, fail above the limits
//	go run ./jsbridge/build packages   build, print what each package costs in the wasm, and how much that has changed
//	go run ./jsbridge/build packages FOLDER   the same beside the project in another folder
//	go run ./jsbridge/build plain   build without stand-ins in the wasm
//	go run ./jsbridge/build licenses   print the licences of what is in the server, or with "wasm" in the wasm
//	go run ./jsbridge/build sbom    print the Go modules in the wasm (CycloneDX)
//
// The plain files go to jsbridge/npm/dist, where the npm package takes them from. Compressed ones, with the
// example, go to server/site/dist, which the server embeds; that folder mirrors the paths of URLs. Compressing
// the wasm well takes half a minute, so it is done only when the wasm has changed (a manifest of hashes knows,
// and also which files were compressed quickly).
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "jsbridge/build:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	command := strings.Join(arguments, " ")
	base := ""
	if len(arguments) == 2 && arguments[0] == "packages" {
		command, base = arguments[0], arguments[1]
	}
	if !slices.Contains([]string{"", "quick", "size", "packages", "plain", "licenses", "licenses wasm", "sbom"}, command) {
		return fmt.Errorf("unknown arguments %q; usage: go run ./jsbridge/build [quick|size|packages [FOLDER]|plain|licenses [wasm]|sbom]", arguments)
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	b := builder{root: root, plain: command == "plain", quick: command == "quick"}
	if command == "sbom" {
		return b.printSBOM()
	}
	if programs, ok := strings.CutPrefix(command, "licenses"); ok {
		return b.printLicenses(programs == "")
	}
	if err := b.build(); err != nil {
		return err
	}
	switch command {
	case "size":
		return b.size()
	case "packages":
		return b.printPackages(base)
	}
	return nil
}

// moduleRoot finds the folder of go.mod, so that the command works in every folder of the project.
func moduleRoot() (string, error) {
	output, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	file := strings.TrimSpace(string(output))
	if file == "" || file == os.DevNull {
		return "", fmt.Errorf("not inside the project's folder")
	}
	return filepath.Dir(file), nil
}

// builder builds in the project at root.
type builder struct {
	root  string
	plain bool // the wasm has the libraries themselves
	quick bool // compress quickly, for a first try; the wasm is then a fifth larger
}

func (b builder) path(name string) string { return filepath.Join(b.root, filepath.FromSlash(name)) }

// build makes everything.
func (b builder) build() error {
	wasm, err := b.buildWasm("./wasm")
	if err != nil {
		return err
	}
	p, err := b.packageFile()
	if err != nil {
		return err
	}
	files, err := b.bundle(newBuildInfo(p, wasm))
	if err != nil {
		return err
	}
	if err := b.buildWrappers(p); err != nil {
		return err
	}
	files["trtc-calling.wasm"] = wasm
	for name, content := range files {
		if err := writeChanged(b.path("jsbridge/npm/dist/"+name), content); err != nil {
			return err
		}
	}
	return b.publish(files)
}

// writeChanged writes a file unless it already has this content. It appears at once, so that a build running at
// the same time never reads half of it.
func writeChanged(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // fails after the rename, as it should
	_, err = file.Write(content)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(file.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
