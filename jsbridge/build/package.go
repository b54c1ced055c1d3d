package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	packageTarball = "bin/trtc-calling-wasm.tgz"
	packageStage   = "bin/npm/package.json" // rewritten by each run of pack.mjs, which keeps the tarball when it is the same
	packagePrefix  = siteFolder + "/sdk/trtc-calling-wasm-"
)

// packageSources are patterns of what the package is made from, besides what this program builds.
var packageSources = []string{
	"jsbridge/npm/package.json", "jsbridge/npm/*.md", "jsbridge/npm/pack/*", "LICENSE", "CHANGELOG.md",
	"jsbridge/npm/src/*.ts", "jsbridge/npm/src/*/*.ts", "jsbridge/npm/src/*/*/*.ts",
}

// publishPackage puts the npm package (make npm) next to the SDK, under its version, and removes other
// versions. One that was made from something older than this SDK is left out, and a line says so.
func (b builder) publishPackage(sdk map[string][]byte) error {
	p, err := b.packageFile()
	if err != nil {
		return err
	}
	content, err := b.readPackage(sdk)
	if err != nil {
		return err
	}
	name := b.path(packagePrefix + p.Version + ".tgz")
	old, err := filepath.Glob(b.path(packagePrefix + "*.tgz"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if path == name && content != nil {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	if content == nil {
		return nil
	}
	return writeChanged(name, content)
}

// readPackage returns nil when there is no package, or none with this SDK.
func (b builder) readPackage(sdk map[string][]byte) ([]byte, error) {
	content, err := os.ReadFile(b.path(packageTarball))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	outdated, err := b.changedSince(packageStage, packageSources)
	if errors.Is(err, fs.ErrNotExist) { // without the stage nobody can tell
		outdated, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	same, err := holds(content, sdk)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged, delete it: %w", packageTarball, err)
	}
	if outdated || !same {
		fmt.Printf("%s was made from something older and is left out; \"make npm\" makes it again\n", packageTarball)
		return nil, nil
	}
	return content, nil
}

// holds says whether a package contains exactly this SDK.
func holds(tarball []byte, sdk map[string][]byte) (bool, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return false, err
	}
	same := 0
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if err == io.EOF {
			return same == len(sdk), nil
		}
		if err != nil {
			return false, err
		}
		folder, name := path.Split(strings.TrimPrefix(header.Name, "package/"))
		want, ok := sdk[name]
		if folder != "dist/" || !ok {
			continue
		}
		content, err := io.ReadAll(files)
		if err != nil {
			return false, err
		}
		if bytes.Equal(content, want) {
			same++
		}
	}
}
