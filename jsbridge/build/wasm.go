package main

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"trtccalling/jsbridge/build/pctab"
	"trtccalling/jsbridge/build/segments"
	"trtccalling/jsbridge/build/standins"
)

// joinGap is the longest run of zeros that is written out between two data segments. Above it brotli gains
// nothing more, and the raw file grows.
const joinGap = 512

// cacheFolder holds what only a later build needs.
const cacheFolder = "jsbridge/npm/dist/.cache"

// buildWasm compiles a program for the browser, without what browsers do not need unless the build is plain,
// and joins its data segments.
func (b builder) buildWasm(program string) ([]byte, error) {
	flags, err := b.wasmFlags()
	if err != nil {
		return nil, err
	}
	module, err := b.compile(program, flags...)
	if err != nil {
		return nil, err
	}
	if !b.plain {
		if module, err = pctab.Trim(module); err != nil {
			return nil, fmt.Errorf("take tables out of %s: %w", program, err)
		}
	}
	joined, err := segments.Join(module, joinGap)
	if err != nil {
		return nil, fmt.Errorf("join the data segments of %s: %w", program, err)
	}
	return joined, nil
}

// wasmFlags are those of a build with stand-ins for what the browser does itself; it writes the stand-ins'
// files.
func (b builder) wasmFlags() ([]string, error) {
	if b.plain {
		return nil, nil
	}
	made, err := standins.Make(b.root, cacheFolder)
	if err != nil {
		return nil, err
	}
	for name, content := range made {
		if err := writeChanged(b.path(cacheFolder+"/"+name), content); err != nil {
			return nil, err
		}
	}
	return []string{"-modfile=" + b.path(cacheFolder+"/"+standins.Modfile)}, nil
}

// compile runs the Go compiler, and has the linker leave out names and debug data.
func (b builder) compile(program string, flags ...string) ([]byte, error) {
	return b.compileTo(cacheFolder+"/"+filepath.Base(program)+".wasm", "-s -w", program, flags...)
}

// compileTo writes to a file of the cache folder, where the go command sees that it is up to date.
func (b builder) compileTo(file, ldflags, program string, flags ...string) ([]byte, error) {
	output := b.path(file)
	arguments := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, "-o", output}, flags...)
	command := exec.Command("go", append(arguments, program)...)
	command.Dir = b.root
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go build %s: %w", program, err)
	}
	return os.ReadFile(output)
}

// buildInfo is what the facade knows about the build.
type buildInfo struct {
	version   string
	browsers  browsers
	integrity string // of the wasm, as the attribute and fetch take it
	tag       string // short form of it
	size      int    // bytes of the wasm
}

func newBuildInfo(p packageFile, wasm []byte) buildInfo {
	sum := sha512.Sum384(wasm)
	return buildInfo{
		version:   p.Version,
		browsers:  p.Browsers,
		integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
		tag:       hex.EncodeToString(sum[:8]),
		size:      len(wasm),
	}
}
