package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// builtExamples are the examples with a build step: Vite makes them (make examples), and from then on they are
// published under examples/.
func (b builder) builtExamples() ([]string, error) {
	manifests, err := filepath.Glob(b.path("examples/*/package.json"))
	var names []string
	for _, manifest := range manifests {
		names = append(names, filepath.Base(filepath.Dir(manifest)))
	}
	return names, err
}

// readExamples adds the examples that are there and up to date; it reports the ones that are not.
func (b builder) readExamples(files map[string][]byte, wasm []byte) error {
	names, err := b.builtExamples()
	if err != nil {
		return err
	}
	for _, name := range names {
		page := map[string][]byte{}
		err := b.readPage(page, "examples/"+name+"/dist", "examples/"+name+"/")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		changed, err := b.changedSince("examples/"+name+"/dist/index.html", exampleSources(name))
		if err != nil {
			return err
		}
		if changed || !takes(page, wasm) {
			fmt.Printf("examples/%s was built from something older and is left out; \"make examples\" builds it again\n", name)
			continue
		}
		for path, content := range page {
			files[path] = content
		}
	}
	return nil
}

// exampleSources are patterns of what an example is made from, besides the package; the Makefile has them, too.
func exampleSources(name string) []string {
	folder := "examples/" + name
	return []string{
		folder + "/index.html", folder + "/*.js", folder + "/package-lock.json", folder + "/src/*.*", folder + "/src/components/*",
		exampleFolder + "/style.css",
	}
}

// changedSince says whether a file that matches a pattern is newer than what was made from it.
func (b builder) changedSince(made string, patterns []string) (bool, error) {
	info, err := os.Stat(b.path(made))
	if err != nil {
		return false, err
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(b.path(pattern))
		if err != nil {
			return false, err
		}
		for _, path := range found {
			source, err := os.Stat(path)
			if err != nil || source.ModTime().After(info.ModTime()) {
				return true, err
			}
		}
	}
	return false, nil
}

// takes says whether the facade in a page accepts this wasm: it knows the hash of the one it was built with.
func takes(page map[string][]byte, wasm []byte) bool {
	integrity := []byte(newBuildInfo(packageFile{}, wasm).integrity)
	for path, content := range page {
		if strings.HasSuffix(path, ".js") && bytes.Contains(content, integrity) {
			return true
		}
	}
	return false
}
