package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheck writes one file into an empty repository and expects the breach, or none.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name string
		file string
		text string
		want string // part of the one breach; "": none
	}{
		{"protocol imports the standard library", "server/protocol/a.go", importing("encoding/json"), ""},
		{"protocol imports a module", "server/protocol/a.go", importing("github.com/google/uuid"), "only the standard library"},
		{"protocol imports the server", "server/protocol/a.go", importing("trtccalling/server/bus"), "only the standard library"},
		{"wasm imports protocol", "wasm/calling/a.go", importing("trtccalling/server/protocol"), ""},
		{"wasm imports the server", "wasm/calling/a.go", importing("trtccalling/server/usersig"), "only protocol"},
		{"a test of wasm imports the server", "wasm/calling/a_test.go", importing("trtccalling/server/servertest"), ""},
		{"calling imports syscall/js", "wasm/calling/a.go", importing("syscall/js"), "only jsbridge, wasm/browser, wasm may"},
		{"a test of calling imports syscall/js", "wasm/calling/a_test.go", importing("syscall/js"), "only jsbridge, wasm/browser, wasm may"},
		{"wasm itself imports syscall/js", "wasm/main_js.go", importing("syscall/js"), ""},
		{"the browser imports syscall/js", "wasm/browser/a_js.go", importing("syscall/js"), ""},
		{"the border imports syscall/js", "jsbridge/a_js.go", importing("syscall/js"), ""},
		{"the border knows calls", "jsbridge/a_js.go", importing("trtccalling/wasm/calling"), "knows nothing about calls"},
		{"the browser imports webrtc", "wasm/browser/a_js.go", importing("github.com/pion/webrtc/v3"), ""},
		{"calling imports webrtc", "wasm/calling/a.go", importing("github.com/pion/webrtc/v3"), "server/sfu/transport"},
		{"the transport imports dtls", "server/sfu/transport/a.go", importing("github.com/pion/dtls/v3/pkg/crypto/selfsign"), ""},
		{"the sfu imports dtls", "server/sfu/a.go", importing("github.com/pion/dtls/v3"), "server/sfu/transport"},
		{"the sfu imports rtp", "server/sfu/a.go", importing("github.com/pion/rtp"), ""},
		{"the sfu imports packet arithmetic", "server/sfu/a.go", importing("trtccalling/server/sfu/packet"), ""},
		{"the transport imports packet arithmetic", "server/sfu/transport/a.go", importing("trtccalling/server/sfu/packet"), ""},
		{"packet arithmetic imports rtcp", "server/sfu/packet/a.go", importing("github.com/pion/rtcp"), ""},
		{"packet arithmetic imports rooms", "server/sfu/packet/a.go", importing("trtccalling/server/sfu"), "rank"},
		{"packet arithmetic imports the transport", "server/sfu/packet/a.go", importing("trtccalling/server/sfu/transport"), "rank"},
		{"packet arithmetic imports the protocol", "server/sfu/packet/a.go", importing("trtccalling/server/protocol"), "rank"},
		{"the gateway imports sdp", "server/gateway/a.go", importing("github.com/pion/sdp/v3"), "only server/sfu"},
		{"a test of the sfu imports webrtc", "server/sfu/a_test.go", importing("github.com/pion/webrtc/v4"), ""},
		{"servertest imports webrtc", "server/servertest/a.go", importing("github.com/pion/webrtc/v4"), ""},
		{"the load generator imports webrtc", "server/lab/rig/a.go", importing("github.com/pion/webrtc/v4"), ""},
		{"the server imports the laboratory", "server/call/a.go", importing("trtccalling/server/lab/floor"), "only for tests and measurements"},
		{"a page imports native media", "wasm/a.go", importing("trtccalling/wasm/native"), "only for tests and measurements"},
		{"native media imports the server", "wasm/native/a.go", importing("trtccalling/server/sfu/transport"), ""},
		{"a recording of the wire imports both", "server/protocol/wire/a.go", importing("trtccalling/wasm/e2e/scenario"), ""},
		{"the machine imports context", "wasm/machine/a.go", importing("context"), "there is a list of what it imports"},
		{"the machine imports sync", "wasm/machine/a.go", importing("sync"), "there is a list of what it imports"},
		{"the machine knows the type of a time", "wasm/machine/a.go", comment + "import \"time\"\n\ntype t struct{ at time.Time }\n", ""},
		{"the machine asks for the time", "wasm/machine/a.go", comment + "import \"time\"\n\nfunc f() { time.Now() }\n", "time.Now: a pure package has no clock"},
		{"the machine asks for the time under another name", "wasm/machine/a.go", comment + "import clock \"time\"\n\ntype t struct{ at clock.Time }\n", "under another name"},
		{"the machine prints", "wasm/machine/a.go", comment + "import \"fmt\"\n\nfunc f() { fmt.Println() }\n", "no output"},
		{"the machine has a variable", "wasm/machine/a.go", comment + "var n int\n", "state beside the state"},
		{"the machine starts a goroutine", "wasm/machine/a.go", comment + "func f() { go f() }\n", "a goroutine in a pure package"},
		{"a test of the machine imports sync", "wasm/machine/a_test.go", importing("sync"), ""},
		{"the browser imports the client", "wasm/browser/a.go", importing("trtccalling/wasm/calling"), "rank"},
		{"the bus imports NATS", "server/bus/a.go", importing("github.com/nats-io/nats.go"), ""},
		{"calls import NATS", "server/call/a.go", importing("github.com/nats-io/nats.go/jetstream"), "only server/bus may"},
		{"calls import media", "server/call/a.go", importing("trtccalling/server/sfu"), "rank"},
		{"media imports calls", "server/sfu/a.go", importing("trtccalling/server/call"), "rank"},
		{"the gateway imports calls", "server/gateway/a.go", importing("trtccalling/server/call"), ""},
		{"calls import the gateway", "server/call/a.go", importing("trtccalling/server/gateway"), "rank"},
		{"a new package of the server", "server/new/a.go", importing("trtccalling/server/bus"), "no rank yet"},
		{"the server imports the browser's side", "server/site/a.go", importing("trtccalling/wasm/calling"), "what runs elsewhere"},
		{"a module named like ours", "server/call/a.go", importing("trtccallingother/server/gateway"), ""},

		{"300 lines", "server/call/a.go", lines(300), ""},
		{"301 lines", "server/call/a.go", lines(301), "has 301 lines"},
		{"301 lines of a test", "server/call/a_test.go", lines(301), "has 301 lines"},
		{"301 lines of TypeScript", "jsbridge/npm/src/a.ts", strings.Repeat("\n", 301), "has 301 lines"},
		{"301 lines that were made", "jsbridge/npm/dist/a.js", strings.Repeat("\n", 301), ""},
		{"a function of 60 lines", "server/call/a.go", function(60), ""},
		{"a function of 61 lines", "server/call/a.go", function(61), "f has 61 lines"},
		{"a test function of 61 lines", "server/call/a_test.go", function(61), ""},
		{"4 parameters", "server/call/a.go", comment + "func f(a, b int, c, d string) {}\n", ""},
		{"5 parameters", "server/call/a.go", comment + "func f(a, b int, c, d string, e bool) {}\n", "f has 5 parameters"},
		{"5 parameters of a method", "server/call/a.go", comment + "type t int\n\nfunc (t) f(a, b, c, d, e int) {}\n", "f has 5 parameters"},
		{"an init function", "server/call/a.go", comment + "func init() {}\n", "init() runs"},
		{"a panic", "server/call/a.go", comment + "func f() { panic(1) }\n", "panic: return an error"},
		{"a panic that goes on", "server/call/a.go", comment + "func f() { defer func() { panic(recover()) }() }\n", ""},
		{"a panic in main", "server/a.go", "// Package comment.\npackage main\n\nfunc f() { panic(1) }\n", ""},
		{"a test that sleeps", "server/call/a_test.go", comment + "func f() { time.Sleep(1) }\n", "time.Sleep in a test"},
		{"a test that is skipped", "server/call/a_test.go", comment + "func f(t *testing.T) { t.Skipf(\"\") }\n", "a test is skipped"},
		{"no package comment", "server/call/a.go", "package call\n", "server/call: the package has no comment"},
		{"an external test without comment", "server/call/a_test.go", "package call_test\n", ""},

		{"a file at the top", "notes.txt", "", "notes.txt: the top"},
		{"a package.json at the top", "package.json", "", "package.json: the top"},
		{"a dot file at the top", ".editorconfig", "", ""},
		{"a build at the top", "bin/trtc-server", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			name := filepath.Join(root, c.file)
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := check(root)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("got %q, want none", got)
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)):
				t.Errorf("got %q, want one with %q", got, c.want)
			}
		})
	}
}

func TestFilesOfThePureMachineCallOneWay(t *testing.T) {
	for _, c := range []struct {
		name  string
		below string // the function in the file below
		want  int    // breaches
	}{
		{"one way", "func below() {}\n", 0},
		{"and back", "func below() { above() }\n", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			folder := filepath.Join(root, "wasm", "machine")
			if err := os.MkdirAll(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{"above.go": "func above() { below() }\n", "below.go": c.below} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(comment+text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, err := check(root)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != c.want {
				t.Errorf("got %q, want %d breaches", got, c.want)
			}
		})
	}
}

func TestCheckRefusesWhatItCannotRead(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "go.mod.go"), []byte("package"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := check(root); err == nil {
		t.Errorf("got %q, want an error", got)
	}
}

const comment = "// Package comment.\npackage a\n\n"

func importing(path string) string { return comment + "import _ \"" + path + "\"\n" }

// lines returns a file of n lines.
func lines(n int) string { return comment + strings.Repeat("\n", n-3) }

// function returns a file with a function of n lines.
func function(n int) string {
	return comment + "func f() {\n" + strings.Repeat("\tg()\n", n-2) + "}\n"
}
