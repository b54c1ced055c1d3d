package functions_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"trtccalling/jsbridge/build/functions"
)

const program = `package main

import "strings"

type answer struct{ text string }

func (a *answer) repeat() { println(strings.Repeat(a.text, len(a.text))) }

func main() { (&answer{"yes"}).repeat() }
`

// build compiles the program for the browser.
func build(t *testing.T, ldflags string) []byte {
	t.Helper()
	folder := t.TempDir()
	source, target := filepath.Join(folder, "main.go"), filepath.Join(folder, "main.wasm")
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "build", "-trimpath", "-ldflags", ldflags, "-o", target, source)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	module, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

func TestByPackage(t *testing.T) {
	t.Run("every function counts for its package", func(t *testing.T) {
		module := build(t, "-w")
		code, err := functions.ByPackage(module, []string{"runtime", "strings", "example.com/program"})
		if err != nil {
			t.Fatal(err)
		}
		for name, least := range map[string]int{"runtime": 100_000, "strings": 500, "example.com/program": 50} {
			if got := len(code[name]); got < least {
				t.Errorf("bytes of %s: got %d, want %d or more", name, got, least)
			}
		}
		if program, library := len(code["example.com/program"]), len(code["runtime"]); program > library {
			t.Errorf("the program has %d bytes, more than the %d of the runtime", program, library)
		}
		if len(code) != 3 {
			t.Errorf("packages: got %d, want 3", len(code))
		}
	})

	t.Run("a module without names is an error", func(t *testing.T) {
		if _, err := functions.ByPackage(build(t, "-s -w"), nil); err == nil {
			t.Error("error: got none")
		}
	})

	t.Run("half of a module is an error", func(t *testing.T) {
		module := build(t, "-w")
		if _, err := functions.ByPackage(module[:len(module)/2], nil); err == nil {
			t.Error("error: got none")
		}
	})
}
