package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// tree is every source file of this project.
type tree struct {
	files []*file
}

// file is one source file.
type file struct {
	name   string // relative to the root, with slashes
	lines  int
	set    *token.FileSet
	syntax *ast.File // nil unless it is Go
}

// sourceSuffixes are those of files that people write and read.
var sourceSuffixes = []string{".go", ".ts", ".js", ".mjs", ".cjs", ".vue", ".jsx", ".tsx"}

// skippedFolders hold what is generated, fetched, or an input of tests.
var skippedFolders = []string{".git", ".next", ".nuxt", ".output", "node_modules", "dist", "testdata"}

func readTree(root string) (*tree, error) {
	t := &tree{}
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if d.IsDir() {
			if slices.Contains(skippedFolders, d.Name()) || slices.Contains(ignoredAtTop, relative) {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains(sourceSuffixes, path.Ext(relative)) {
			return nil
		}
		f, err := readFile(set, name, relative)
		t.files = append(t.files, f)
		return err
	})
	return t, err
}

func readFile(set *token.FileSet, name, relative string) (*file, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f := &file{name: relative, lines: bytes.Count(text, []byte("\n")), set: set}
	if path.Ext(relative) == ".go" {
		f.syntax, err = parser.ParseFile(f.set, relative, text, parser.ParseComments|parser.SkipObjectResolution)
	}
	return f, err
}

// folder is the file's folder relative to the root; the root itself is ".".
func (f *file) folder() string { return path.Dir(f.name) }

// isTest says whether the file is used only by tests: by its name, or as part of a package made for tests, like
// servertest.
func (f *file) isTest() bool {
	return strings.HasSuffix(f.name, "_test.go") || strings.HasSuffix(f.folder(), "test")
}

// imports returns the import paths.
func (f *file) imports() []string {
	var all []string
	for _, i := range f.syntax.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil {
			all = append(all, p)
		}
	}
	return all
}

// at writes a place as compilers do.
func (f *file) at(p token.Pos) string { return f.set.Position(p).String() }

// within says whether folder is parent or lies below it.
func within(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}
