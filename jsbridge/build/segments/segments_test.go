package segments_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"trtccalling/jsbridge/build/segments"
)

// image is the initial memory of a module.
func image(t *testing.T, module []byte) []byte {
	t.Helper()
	parts, err := segments.Read(module)
	if err != nil {
		t.Fatal(err)
	}
	var memory []byte
	for _, s := range parts {
		if end := s.Offset + len(s.Bytes); end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[s.Offset:], s.Bytes)
	}
	return memory
}

// build compiles a Go program for the browser.
func build(t *testing.T) []byte {
	t.Helper()
	folder := t.TempDir()
	source := filepath.Join(folder, "main.go")
	program := "package main\nimport \"fmt\"\nfunc main() { fmt.Println(\"the memory is whole\") }\n"
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(folder, "main.wasm")
	command := exec.Command("go", "build", "-ldflags", "-s -w", "-o", target, source)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	module, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

func TestJoinRealProgram(t *testing.T) {
	module := build(t)
	joined, err := segments.Join(module, 4096)
	if err != nil {
		t.Fatal(err)
	}
	before, err := segments.Read(module)
	if err != nil {
		t.Fatal(err)
	}
	after, err := segments.Read(joined)
	if err != nil {
		t.Fatal(err)
	}
	if len(before) < 1000 || len(after) > len(before)/50 {
		t.Errorf("segments: %d became %d, want a fiftieth of thousands", len(before), len(after))
	}
	if !bytes.Equal(image(t, module), image(t, joined)) {
		t.Error("the initial memory differs")
	}
}

func TestJoinSmallModule(t *testing.T) {
	// One segment at 12 ("cd"), one at 8 ("ab"), one at 100 ("e"), after a data count section.
	module := []byte("\x00asm\x01\x00\x00\x00" +
		"\x0c\x01\x03" +
		"\x0b\x16\x03" + "\x00\x41\x0c\x0b\x02cd" + "\x00\x41\x08\x0b\x02ab" + "\x00\x41\xe4\x00\x0b\x01e")
	joined, err := segments.Join(module, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := "\x00asm\x01\x00\x00\x00" +
		"\x0c\x01\x02" +
		"\x0b\x13\x02" + "\x00\x41\x08\x0b\x06ab\x00\x00cd" + "\x00\x41\xe4\x00\x0b\x01e"
	if string(joined) != want {
		t.Errorf("got  %q\nwant %q", joined, want)
	}
}

func TestJoinRefuses(t *testing.T) {
	const head = "\x00asm\x01\x00\x00\x00"
	tests := []struct{ name, module, want string }{
		{"anything but a module", "<!doctype html>", "not a WebAssembly module"},
		{"a section that ends early", head + "\x0b\x09\x01", "ends early"},
		{"a segment that ends early", head + "\x0b\x06\x01\x00\x41\x08\x0b\x09", "ends early"},
		{"a passive segment", head + "\x0b\x04\x01\x01\x01a", "not active"},
		{"an offset that is not constant", head + "\x0b\x07\x01\x00\x23\x00\x0b\x01a", "not active"},
		{"segments that overlap", head + "\x0b\x0e\x02\x00\x41\x08\x0b\x02aa\x00\x41\x09\x0b\x01b", "overlaps"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := segments.Join([]byte(test.module), 8)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error: got %v, want %q", err, test.want)
			}
		})
	}
}
