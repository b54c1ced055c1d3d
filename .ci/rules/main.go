// Command rules checks what the compiler and the linters do not: who may import whom, how long files and
// functions may be, and what may lie at the top of the repository. It prints one line for each breach and fails
// when there is one:
//
//	go run ./.ci/rules [folder]
package main

import (
	"fmt"
	"os"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	breaches, err := check(root)
	if err != nil {
		fmt.Fprintf(os.Stderr, "rules: %v\n", err)
		os.Exit(2)
	}
	for _, b := range breaches {
		fmt.Println(b)
	}
	if len(breaches) > 0 {
		fmt.Fprintf(os.Stderr, "rules: %d breaches\n", len(breaches))
		os.Exit(1)
	}
}

// check applies all rules to the repository in root.
func check(root string) ([]string, error) {
	breaches, err := checkTop(root)
	if err != nil {
		return nil, err
	}
	tree, err := readTree(root)
	if err != nil {
		return nil, err
	}
	for _, f := range tree.files {
		breaches = append(breaches, f.checkLength()...)
		if f.syntax != nil {
			breaches = append(breaches, f.checkImports()...)
			breaches = append(breaches, f.checkPure()...)
			breaches = append(breaches, f.checkCode()...)
		}
	}
	breaches = append(breaches, tree.checkOneWay()...)
	return append(breaches, tree.checkPackageComments()...), nil
}
