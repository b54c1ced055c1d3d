package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// purePackage decides and does nothing: its imports are limited to a list, and of package time it uses only
// types. Its files call in one direction, so that each can be read knowing only those below it.
const purePackage = "wasm/machine"

var pureImports = []string{
	"cmp", "encoding/json", "errors", "fmt", "maps", "slices", "strings", "time",
	module + "/server/protocol", module + "/wasm/api",
}

// pureNames are what it uses of packages that can do more.
var pureNames = map[string][]string{"time": {"Time", "Duration"}, "fmt": {"Sprint", "Sprintf", "Errorf"}}

// checkPure keeps everything that waits, measures or is changed from elsewhere out of the pure package.
func (f *file) checkPure() []string {
	if f.folder() != purePackage || f.isTest() {
		return nil
	}
	var breaches []string
	for _, i := range f.syntax.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		switch {
		case !slices.Contains(pureImports, path):
			breaches = append(breaches, fmt.Sprintf("%s: imports %s: %s is pure, so there is a list of what it imports", f.name, path, purePackage))
		case i.Name != nil:
			breaches = append(breaches, fmt.Sprintf("%s: calls %s %s: this rule would not see it under another name", f.name, path, i.Name.Name))
		}
	}
	for _, d := range f.syntax.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
			breaches = append(breaches, f.at(g.Pos())+": a variable of a pure package would be state beside the state")
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			breaches = append(breaches, f.at(n.Pos())+": a goroutine in a pure package")
		case *ast.SelectorExpr:
			on, _ := n.X.(*ast.Ident)
			if on == nil {
				break
			}
			if allowed, restricted := pureNames[on.Name]; restricted && !slices.Contains(allowed, n.Sel.Name) {
				breaches = append(breaches, fmt.Sprintf("%s: %s.%s: a pure package has no clock and no output", f.at(n.Pos()), on.Name, n.Sel.Name))
			}
		}
		return true
	})
	return breaches
}

// checkOneWay finds calls from a file of the pure package to one that calls it, directly or not.
func (t *tree) checkOneWay() []string {
	var files []*file
	for _, f := range t.files {
		if f.folder() == purePackage && !f.isTest() {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil
	}
	calls := callsBetween(files)
	reach := closure(calls)
	var breaches []string
	for c, name := range calls {
		if reach[between{c.to, c.from}] {
			breaches = append(breaches, fmt.Sprintf("%s/%s: calls %s of %s, which calls it in turn", purePackage, c.from, name, c.to))
		}
	}
	sort.Strings(breaches)
	return breaches
}

// between is a call from one file to another.
type between struct{ from, to string }

// callsBetween returns one called function for each pair of files. Code that does not type-check is left to the
// compiler.
func callsBetween(files []*file) map[between]string {
	var syntax []*ast.File
	for _, f := range files {
		syntax = append(syntax, f.syntax)
	}
	set := files[0].set
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(set, "source", nil), Error: func(error) {}}
	checked, _ := config.Check(purePackage, set, syntax, info)
	calls := map[between]string{}
	for use, object := range info.Uses {
		function, ok := object.(*types.Func)
		if !ok || function.Pkg() != checked || !function.Pos().IsValid() {
			continue
		}
		c := between{base(set, use.Pos()), base(set, function.Pos())}
		if c.from != c.to {
			calls[c] = function.Name()
		}
	}
	return calls
}

func base(set *token.FileSet, p token.Pos) string { return filepath.Base(set.Position(p).Filename) }

// closure says which file reaches which.
func closure(calls map[between]string) map[between]bool {
	reach := map[between]bool{}
	for c := range calls {
		reach[c] = true
	}
	for changed := true; changed; {
		changed = false
		for r := range reach {
			for c := range calls {
				if further := (between{r.from, c.to}); r.to == c.from && !reach[further] {
					reach[further], changed = true, true
				}
			}
		}
	}
	return reach
}
