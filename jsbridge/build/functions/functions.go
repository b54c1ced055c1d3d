// Package functions tells whose code is in a WebAssembly module that Go's linker has made with names.
//
// The names are in the custom section "name": https://webassembly.github.io/spec/core/appendix/custom.html.
package functions

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"trtccalling/jsbridge/build/segments"
)

// Sections that are read.
const (
	sectionCustom = 0
	sectionImport = 2
	sectionCode   = 10
)

// Runtime is the package that code without a package counts for: what the compiler makes for types without a
// name.
const Runtime = "runtime"

// ByPackage returns the bodies of all functions, grouped by package. Packages are what `go list -deps` prints:
// the import paths of all packages that may occur, with the program's own at the end.
func ByPackage(module []byte, packages []string) (map[string][]byte, error) {
	m, err := read(module)
	if err != nil {
		return nil, err
	}
	find := finder(packages)
	code := map[string][]byte{}
	for i, body := range m.bodies {
		name, ok := m.names[m.imports+i]
		if !ok {
			return nil, fmt.Errorf("function %d has no name: was the module linked with -s?", i)
		}
		owner := find(name)
		code[owner] = append(code[owner], body...)
	}
	return code, nil
}

type contents struct {
	imports int // functions of the browser, which have the first numbers
	bodies  [][]byte
	names   map[int]string
}

func read(module []byte) (contents, error) {
	m := contents{names: map[int]string{}}
	err := segments.Sections(module, func(id byte, content []byte) error {
		r := &reader{Reader: bytes.NewReader(content)}
		switch id {
		case sectionImport:
			m.imports = r.count() // Go's linker imports only functions
		case sectionCode:
			for count := r.count(); count > 0 && r.err == nil; count-- {
				m.bodies = append(m.bodies, r.take())
			}
		case sectionCustom:
			if string(r.take()) == "name" {
				r.names(m.names)
			}
		}
		return r.err
	})
	if err == nil && len(m.bodies) == 0 {
		err = errors.New("the module has no code")
	}
	return m, err
}

// reader keeps the first error; everything read after it is empty.
type reader struct {
	*bytes.Reader
	err error
}

func (r *reader) count() int {
	n, err := binary.ReadUvarint(r)
	if r.err == nil {
		r.err = err
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

func (r *reader) take() []byte {
	n := r.count()
	if n > r.Len() {
		r.err = io.ErrUnexpectedEOF
		return nil
	}
	content := make([]byte, n)
	_, _ = io.ReadFull(r, content) // there is this much
	return content
}

// names reads the part that names functions, and skips the others.
func (r *reader) names(names map[int]string) {
	const ofFunctions = 1
	for r.Len() > 0 && r.err == nil {
		kind, content := r.count(), r.take()
		if kind != ofFunctions {
			continue
		}
		inner := &reader{Reader: bytes.NewReader(content)}
		for count := inner.count(); count > 0 && inner.err == nil; count-- {
			at := inner.count()
			names[at] = string(inner.take())
		}
		r.err = inner.err
	}
}

// replaced is what the linker writes as "_" in names.
var replaced = regexp.MustCompile(`[^\w.]`)

// finder returns a function that finds the package of a function: the longest import path that its name begins
// with.
func finder(packages []string) func(function string) string {
	known := map[string]string{}
	for _, path := range packages {
		known[replaced.ReplaceAllLiteralString(path, "_")] = path
	}
	if len(packages) > 0 {
		known["main"] = packages[len(packages)-1]
	}
	return func(function string) string {
		// Code that compares and hashes values of a type counts for the type.
		for _, prefix := range []string{"type_.eq.", "type_.hash."} {
			function = strings.TrimPrefix(function, prefix)
		}
		for end := strings.LastIndexByte(function, '.'); end > 0; end = strings.LastIndexByte(function[:end], '.') {
			if path, ok := known[function[:end]]; ok {
				return path
			}
		}
		return Runtime
	}
}
