package standins

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed http/http.go
var httpNames []byte

// The one import that is changed.
const (
	netHTTP    = "\t\"net/http\"\n"
	ourHTTP    = "\t\"" + websocketPath + "/internal/http\"\n"
	importedBy = "ws_js.go"
)

// makeWebsocket makes the library's own files for pages, with the stand-in for net/http.
func makeWebsocket(root string) (map[string][]byte, error) {
	source, err := moduleFolder(root, websocketPath)
	if err != nil {
		return nil, err
	}
	made, err := pageFiles(source)
	if err != nil {
		return nil, err
	}
	return made, replaceHTTP(made)
}

func replaceHTTP(made map[string][]byte) error {
	if !bytes.Contains(made[importedBy], []byte(netHTTP)) {
		return fmt.Errorf("%s does not import net/http as it did: adapt %s/websocket.go", importedBy, folder)
	}
	made[importedBy] = bytes.Replace(made[importedBy], []byte(netHTTP), []byte(ourHTTP), 1)
	made["internal/http/http.go"] = httpNames
	return nil
}

// moduleFolder is where the go command keeps a module, which it downloads if necessary.
func moduleFolder(root, path string) (string, error) {
	command := exec.Command("go", "mod", "download", "-json", path)
	command.Dir = root
	command.Env = append(os.Environ(), "GOFLAGS=")
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w\n%s", path, err, output)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(output, &module); err != nil {
		return "", fmt.Errorf("go mod download %s: %w", path, err)
	}
	return module.Dir, nil
}

// pageFiles reads go.mod, the licence and the files of a module that a page needs.
func pageFiles(source string) (map[string][]byte, error) {
	page := build.Default
	page.GOOS, page.GOARCH, page.CgoEnabled = "js", "wasm", false
	found := map[string][]byte{}
	err := filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if matches, err := page.MatchFile(filepath.Split(path)); err != nil || !(matches || entry.Name() == "go.mod" || entry.Name() == "LICENSE.txt") {
			return err
		}
		name, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	return found, err
}
