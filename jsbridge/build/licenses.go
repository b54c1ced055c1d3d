package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const licensesHead = "Made of the work of others, whose licences follow: Go's own code, and Go modules.\n"

// licenses maps what is linked into a program, with its version, to its licences.
type licenses map[string]string

// module is what the go command says of a module.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// printLicenses prints the licences of the wasm, or of the server, which contains the wasm. They ask to be
// passed on with it.
func (b builder) printLicenses(withServer bool) error {
	modules, err := b.linkedToWasm()
	if err != nil {
		return err
	}
	if withServer {
		server, err := b.linked("./server", nil)
		if err != nil {
			return err
		}
		modules = append(modules, server...)
	}
	all, err := readAllLicenses(modules)
	if err != nil {
		return err
	}
	fmt.Print(all)
	return nil
}

func readAllLicenses(modules []module) (licenses, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	version, err := goVersion()
	if err != nil {
		return nil, err
	}
	found := licenses{}
	for _, m := range append(modules, module{Path: "Go", Version: version, Dir: strings.TrimSpace(string(root))}) {
		text, err := readLicenses(m.Dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Path, err)
		}
		found[m.Path+" "+m.Version] = text
	}
	return found, nil
}

func goVersion() (string, error) {
	output, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOVERSION: %w", err)
	}
	return strings.TrimSpace(string(output)), nil
}

// linkedToWasm lists the third-party modules in the program for pages.
func (b builder) linkedToWasm() ([]module, error) {
	flags, err := b.wasmFlags()
	if err != nil {
		return nil, err
	}
	return b.linked("./wasm", flags, "GOOS=js", "GOARCH=wasm")
}

// linked lists the third-party modules in a program. The stand-ins are this project's own.
func (b builder) linked(program string, flags []string, environment ...string) ([]module, error) {
	command := exec.Command("go", append(append([]string{"list", "-deps", "-json=Module"}, flags...), program)...)
	command.Dir = b.root
	command.Env = append(append(os.Environ(), "GOFLAGS="), environment...)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("list what is in %s: %w", program, err)
	}
	found := map[string]module{}
	for packages := json.NewDecoder(bytes.NewReader(output)); ; {
		var p struct{ Module *module }
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Module != nil && !p.Module.Main && filepath.Dir(p.Module.Dir) != b.path("jsbridge/build/standins") {
			found[p.Module.Path] = *p.Module
		}
	}
	return slices.Collect(maps.Values(found)), nil
}

var licenseName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)(\.\w+)?$`)

// readLicenses reads the licences and notices in a folder; there must be some.
func readLicenses(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, entry := range entries {
		if entry.IsDir() || !licenseName.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return "", err
		}
		texts = append(texts, strings.TrimSpace(string(text)))
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("%s has no licence", folder)
	}
	return strings.Join(texts, "\n\n"), nil
}

func (l licenses) String() string {
	var text strings.Builder
	text.WriteString(licensesHead)
	for _, name := range slices.Sorted(maps.Keys(l)) {
		fmt.Fprintf(&text, "\n%s\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), name, strings.Repeat("=", 80), l[name])
	}
	return text.String()
}
