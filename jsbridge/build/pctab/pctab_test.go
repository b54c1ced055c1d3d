package pctab

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"trtccalling/jsbridge/build/segments"
)

// compile builds the program of testdata.
func compile(t *testing.T) []byte {
	t.Helper()
	output := filepath.Join(t.TempDir(), "program.wasm")
	command := exec.Command("go", "build", "-trimpath", "-o", output, "./testdata/program")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, text)
	}
	module, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// memory is what a program starts with.
func memory(t *testing.T, module []byte) []byte {
	t.Helper()
	data, err := segments.Read(module)
	if err != nil {
		t.Fatal(err)
	}
	return flatten(data)
}

func TestTrim(t *testing.T) {
	module := compile(t)
	trimmed, err := Trim(module)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("the program does the same, and its traces lack only files and lines", func(t *testing.T) {
		got, want := run(t, trimmed), withoutLines(run(t, module))
		if got != want {
			t.Errorf("the program says:\n%s\nwant:\n%s", got, want)
		}
		for _, part := range []string{"depth: 45000", "index out of range", "nil pointer", "main.caller", "panic: the end", "main.fail("} {
			if !strings.Contains(got, part) {
				t.Errorf("the program does not say %q:\n%s", part, got)
			}
		}
	})

	t.Run("more than half of the tables is gone", func(t *testing.T) {
		p, err := find(memory(t, trimmed))
		if err != nil {
			t.Fatal(err)
		}
		if zeros := bytes.Count(p.tables, []byte{0}); 2*zeros < len(p.tables) {
			t.Errorf("zeros: got %d of %d, want half of it", zeros, len(p.tables))
		}
	})

	t.Run("what was trimmed is not trimmed again", func(t *testing.T) {
		refuses(t, trimmed, "belong to no table")
	})
}

// run runs a program in Node, as `go test` does, and returns everything that it prints.
func run(t *testing.T, module []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.wasm")
	if err := os.WriteFile(file, module, 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	command := exec.Command("node", "--stack-size=8192", script, file)
	command.Env = []string{"PATH=" + os.Getenv("PATH")} // Go refuses to run when the environment is large
	text, err := command.CombinedOutput()
	if code := command.ProcessState.ExitCode(); code != 2 {
		t.Fatalf("the program ended with %d (%v), want 2, as after a panic:\n%s", code, err, text)
	}
	return string(text)
}

var place = regexp.MustCompile(`(?m)^\t.*:\d+( \+0x\w+)?$`)

func withoutLines(trace string) string { return place.ReplaceAllString(trace, "\t?:0$1") }

func TestTrimRefuses(t *testing.T) {
	module, err := segments.Join(compile(t), 512) // the header is then in one piece
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(module, magic)
	changed := func(offset int, to byte) []byte {
		other := bytes.Clone(module)
		other[at+offset] = to
		return other
	}
	t.Run("another format", func(t *testing.T) { refuses(t, changed(0, 0xf0), "there is no header") })
	t.Run("other fields", func(t *testing.T) { refuses(t, changed(8+8*wordRecords+3, 0x7f), "other fields") })
	t.Run("records elsewhere", func(t *testing.T) {
		refuses(t, changed(8+8*wordRecords, module[at+8+8*wordRecords]+8), "record is not where it should be")
	})
	t.Run("tables elsewhere", func(t *testing.T) {
		refuses(t, changed(8+8*wordTables, module[at+8+8*wordTables]-8), "table")
	})
	t.Run("anything but a module", func(t *testing.T) { refuses(t, []byte("text"), "not a WebAssembly module") })
}

func refuses(t *testing.T, module []byte, want string) {
	t.Helper()
	if _, err := Trim(module); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error: got %v, want %q", err, want)
	}
}
