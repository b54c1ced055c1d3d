package standins

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// prepare writes what Make makes to where the build has it, and returns the module file.
func prepare(t *testing.T) string {
	t.Helper()
	// Below the project's folder: the module file names the WebSocket library relative to it.
	const cache = "jsbridge/npm/dist/.cache"
	if err := os.MkdirAll(root+"/"+cache, 0o755); err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(root+"/"+cache, "test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	made, err := Make(root, cache+"/"+filepath.Base(folder))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range made {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path, err := filepath.Abs(filepath.Join(folder, Modfile))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// list runs `go list` in the project and returns its lines.
func list(t *testing.T, environment []string, arguments ...string) []string {
	t.Helper()
	command := exec.Command("go", append([]string{"list"}, arguments...)...)
	command.Dir = root
	command.Env = append(os.Environ(), environment...)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list %q: %v", arguments, err)
	}
	return strings.Fields(string(output))
}

var page = []string{"GOOS=js", "GOARCH=wasm"}

func TestServerHasNoStandIns(t *testing.T) {
	const replaced = `{{if .Replace}}{{.Path}}{{end}}`
	if got := list(t, nil, "-m", "-f", replaced, "all"); len(got) > 0 {
		t.Errorf("replaced in go.mod: got %q, want none", got)
	}
	if got := list(t, nil, "-deps", "-f", `{{with .Module}}`+replaced+`{{end}}`, "./server"); len(got) > 0 {
		t.Errorf("replaced in the server: got %q, want none", got)
	}
	versions := list(t, nil, "-m", "-f", `{{.Path}}@{{.Version}}`, "all")
	for _, want := range writtenFor {
		if module := want.path + "@" + want.version; !slices.Contains(versions, module) {
			t.Errorf("modules: %s is missing", module)
		}
	}
}

func TestWasmHasStandIns(t *testing.T) {
	modfile := "-modfile=" + prepare(t)

	t.Run("all are used", func(t *testing.T) {
		got := list(t, page, modfile, "-deps", "-f", `{{with .Module}}{{if .Replace}}{{.Path}}{{end}}{{end}}`, "./wasm")
		for _, module := range append(modules, struct{ path, folder string }{websocketPath, ""}) {
			if !slices.Contains(got, module.path) {
				t.Errorf("%s is not replaced", module.path)
			}
		}
	})

	t.Run("what they keep out stays out", func(t *testing.T) {
		got := list(t, page, modfile, "-deps", "./wasm")
		for _, path := range []string{
			"net/http", "crypto/tls", "crypto/x509", "crypto/rand", "encoding/gob", "log", "github.com/pion/stun", "github.com/pion/turn/v2",
			"github.com/pion/mdns", "github.com/pion/sctp", "github.com/google/uuid",
		} {
			if slices.Contains(got, path) {
				t.Errorf("%s is linked", path)
			}
		}
	})
}

func TestPlainBuild(t *testing.T) {
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", filepath.Join(t.TempDir(), "plain.wasm"), "./wasm")
	command.Dir = root
	command.Env = append(os.Environ(), append(page, "GOFLAGS=")...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("the wasm without stand-ins: %v\n%s", err, output)
	}
}

func TestWebsocketOfAnotherKindIsRefused(t *testing.T) {
	made := map[string][]byte{importedBy: []byte("package websocket\n\nimport \"net/http\"\n")}
	if err := replaceHTTP(made); err == nil || !strings.Contains(err.Error(), "does not import net/http as it did") {
		t.Errorf("error: got %v, want one about net/http", err)
	}
}

func TestVersions(t *testing.T) {
	goMod, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range writtenFor {
		t.Run(module.path, func(t *testing.T) {
			line := module.path + " " + module.version
			for name, text := range map[string]string{
				"moved": strings.Replace(string(goMod), line, module.path+" v9.9.9", 1),
				"gone":  strings.Replace(string(goMod), line, "", 1),
			} {
				err := checkVersions(text)
				if err == nil || !strings.Contains(err.Error(), module.path) || !strings.Contains(err.Error(), "make wasm-plain") {
					t.Errorf("error when it has %s: got %v, want one that names it and make wasm-plain", name, err)
				}
			}
		})
	}
}
