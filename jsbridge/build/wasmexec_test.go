package main

import (
	"strings"
	"testing"
)

func TestWrapWasmExec(t *testing.T) {
	t.Run("that of this Go release leaves globalThis alone", func(t *testing.T) {
		wrapped, err := readWasmExec()
		if err != nil {
			t.Fatal(err)
		}
		if found := assignsGlobal.FindString(wrapped); found != "" {
			t.Errorf("it still assigns %s", found)
		}
		if !strings.Contains(wrapped, "shims.fs.writeSync(fd") {
			t.Error("the program's output does not go to the shim of fs")
		}
	})

	const known = "globalThis.Go = 1; globalThis.fs = 1; globalThis.process = 1; globalThis.path = 1; "
	refused := []struct{ name, source, want string }{
		{"one that makes another global", known + "globalThis.gopher = 1", "makes the global gopher"},
		{"one that makes no fs", strings.Replace(known, "globalThis.fs = 1", "", 1), "makes no global fs"},
		{"one that has none of the parts to remove", known, "which should be removed"},
	}
	for _, test := range refused {
		t.Run(test.name+" is refused", func(t *testing.T) {
			_, err := wrapWasmExec(test.source)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error: got %v, want %q", err, test.want)
			}
		})
	}
}
