package main

import (
	"fmt"
	"go/ast"
	"slices"
	"sort"
)

// Limits of the style guide.
const (
	maxFileLines     = 300
	maxFunctionLines = 60
	maxParameters    = 4
)

// copies are texts by others that stay as they are.
var copies = []string{"jsbridge/npm/test/contract.d.ts"}

func (f *file) checkLength() []string {
	if f.lines <= maxFileLines || slices.Contains(copies, f.name) {
		return nil
	}
	return []string{fmt.Sprintf("%s: has %d lines, and %d at most are allowed", f.name, f.lines, maxFileLines)}
}

// checkCode finds functions that are too long or have too many parameters, and calls that are not allowed.
func (f *file) checkCode() []string {
	var breaches []string
	for _, d := range f.syntax.Decls {
		if function, ok := d.(*ast.FuncDecl); ok && !f.isTest() {
			breaches = append(breaches, f.checkFunction(function)...)
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if literal, ok := n.(*ast.FuncLit); ok && recovers(literal) {
			return false // it may pass on another function's panic
		}
		if call, ok := n.(*ast.CallExpr); ok {
			if why := f.checkCall(call); why != "" {
				breaches = append(breaches, fmt.Sprintf("%s: %s", f.at(call.Pos()), why))
			}
		}
		return true
	})
	return breaches
}

func (f *file) checkFunction(d *ast.FuncDecl) []string {
	var breaches []string
	name := d.Name.Name
	if lines := f.set.Position(d.End()).Line - f.set.Position(d.Pos()).Line + 1; lines > maxFunctionLines {
		breaches = append(breaches, fmt.Sprintf("%s: %s has %d lines, and %d at most are allowed", f.at(d.Pos()), name, lines, maxFunctionLines))
	}
	if n := d.Type.Params.NumFields(); n > maxParameters {
		breaches = append(breaches, fmt.Sprintf("%s: %s has %d parameters, and %d at most are allowed", f.at(d.Pos()), name, n, maxParameters))
	}
	if name == "init" && d.Recv == nil {
		breaches = append(breaches, f.at(d.Pos())+": init() runs where nobody sees it")
	}
	return breaches
}

// recovers says whether a function literal calls recover.
func recovers(literal *ast.FuncLit) bool {
	found := false
	ast.Inspect(literal, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			function, ok := call.Fun.(*ast.Ident)
			found = found || (ok && function.Name == "recover")
		}
		return !found
	})
	return found
}

// skips are the ways to pass a test without running it.
var skips = []string{"Skip", "Skipf", "SkipNow"}

func (f *file) checkCall(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		if function.Name == "panic" && !f.isTest() && f.syntax.Name.Name != "main" {
			return "panic: return an error"
		}
	case *ast.SelectorExpr:
		on, _ := function.X.(*ast.Ident)
		switch {
		case on == nil || !f.isTest():
		case on.Name == "time" && function.Sel.Name == "Sleep":
			return "time.Sleep in a test: wait for what is expected"
		case slices.Contains([]string{"t", "b", "f", "tb"}, on.Name) && slices.Contains(skips, function.Sel.Name):
			return "a test is skipped"
		}
	}
	return ""
}

// checkPackageComments finds packages that do not say what they are for.
func (t *tree) checkPackageComments() []string {
	commented := map[string]bool{}
	for _, f := range t.files {
		if f.syntax != nil && !isExternalTest(f) {
			commented[f.folder()] = commented[f.folder()] || f.syntax.Doc != nil
		}
	}
	var breaches []string
	for folder, ok := range commented {
		if !ok {
			breaches = append(breaches, folder+": the package has no comment")
		}
	}
	sort.Strings(breaches)
	return breaches
}

func isExternalTest(f *file) bool {
	name := f.syntax.Name.Name
	return len(name) > 5 && name[len(name)-5:] == "_test"
}
