package main

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"trtccalling/jsbridge/npm/segments"
)

// joinGap is the largest run of zeros that is written out between two data segments. Above it brotli
// gains nothing more, and the raw file grows.
const joinGap = 512

// buildWasm compiles a program for the browser and joins its data segments.
func (b builder) buildWasm(program string) ([]byte, error) {
	module, err := b.compile(program)
	if err != nil {
		return nil, err
	}
	joined, err := segments.Join(module, joinGap)
	if err != nil {
		return nil, fmt.Errorf("join the data segments of %s: %w", program, err)
	}
	return joined, nil
}

// compile runs the Go compiler. The output stays in the cache folder, where the go command sees that
// it is up to date.
func (b builder) compile(program string) ([]byte, error) {
	output := b.path("jsbridge/npm/dist/.cache/" + filepath.Base(program) + ".wasm")
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", output, program)
	command.Dir = b.root
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go build %s: %w", program, err)
	}
	return os.ReadFile(output)
}

// buildInfo is what the facade knows of the build.
type buildInfo struct {
	version   string
	integrity string // of the wasm, as the attribute and fetch take it
	tag       string // short form of it
	size      int    // bytes of the wasm
}

func newBuildInfo(version string, wasm []byte) buildInfo {
	sum := sha512.Sum384(wasm)
	return buildInfo{
		version:   version,
		integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
		tag:       hex.EncodeToString(sum[:8]),
		size:      len(wasm),
	}
}
