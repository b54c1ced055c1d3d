// Command contract shows which test proves which row of the contract that this project re-implements. The rows
// are in jsbridge/npm/test/contract-rows.txt. Tests name them in a comment, "proves: C01 4.2-01..4.2-03": a
// scenario or transcript anywhere in its file, a test in JavaScript or Go in the lines right above it; "proves
// in firefox:" means that the other browser cannot be made to show it.
//
//	go run ./.ci/contract links      every row has a test, and every test names rows that exist
//	go run ./.ci/contract packages   the Go packages with tests that prove rows
//	go run ./.ci/contract suites     the suites of wasm/e2e with tests that prove rows
//	go run ./.ci/contract table      writes jsbridge/npm/test/CONTRACT.md from the results in bin/results
//	go run ./.ci/contract strict     the same, and rows that wait for their test are errors, too
package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const (
	rowsFile      = "jsbridge/npm/test/contract-rows.txt"
	tableFile     = "jsbridge/npm/test/CONTRACT.md"
	resultsFolder = "bin/results"
)

func main() {
	command := ""
	if len(os.Args) == 2 {
		command = os.Args[1]
	}
	problems, err := run(".", command)
	if err != nil {
		fmt.Fprintf(os.Stderr, "contract: %v\n", err)
		os.Exit(2)
	}
	for _, p := range problems {
		fmt.Fprintln(os.Stderr, p)
	}
	if len(problems) > 0 {
		fmt.Fprintf(os.Stderr, "contract: %d problems\n", len(problems))
		os.Exit(1)
	}
}

// run carries out a command for the repository in root, and returns what is wrong there.
func run(root, command string) ([]string, error) {
	c, err := read(root)
	if err != nil {
		return nil, err
	}
	switch command {
	case "links":
		return c.checkLinks(), nil
	case "packages":
		fmt.Println(strings.Join(c.packages(), " "))
		return nil, nil
	case "suites":
		fmt.Println(strings.Join(c.suites(), " "))
		return nil, nil
	case "table", "strict":
		return c.writeTable(root, command == "strict")
	}
	return nil, fmt.Errorf("links, packages, suites, table or strict, not %q", command)
}

// contract is the rows and the tests that prove them.
type contract struct {
	sections []section
	tests    []*test
	problems []string // of the links themselves
}

func read(root string) (*contract, error) {
	text, err := os.ReadFile(filepath.Join(root, rowsFile))
	if err != nil {
		return nil, err
	}
	sections, err := parseRows(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rowsFile, err)
	}
	c := &contract{sections: sections}
	if c.tests, err = findTests(root); err != nil {
		return nil, err
	}
	c.resolve()
	return c, nil
}

// rows returns all rows in their order.
func (c *contract) rows() []*row {
	var all []*row
	for _, s := range c.sections {
		all = append(all, s.rows...)
	}
	return all
}

// resolve gives each row the tests that name it.
func (c *contract) resolve() {
	rows := c.rows()
	for _, t := range c.tests {
		for _, name := range t.proves {
			named, problem := find(rows, name)
			if problem != "" {
				c.problems = append(c.problems, fmt.Sprintf("%s: %s", t, problem))
			}
			for _, r := range named {
				if !slices.Contains(r.tests, t) {
					r.tests = append(r.tests, t)
				}
			}
		}
	}
}

// find returns the row of a name, or those of "first..last".
func find(rows []*row, name string) ([]*row, string) {
	first, last, isRange := strings.Cut(name, "..")
	if !isRange {
		last = first
	}
	at := func(id string) int { return slices.IndexFunc(rows, func(r *row) bool { return r.id == id }) }
	from, to := at(first), at(last)
	if from < 0 || to < from {
		return nil, "there is no row " + name
	}
	return rows[from : to+1], ""
}

// checkLinks finds rows without a test, and tests that cannot be found again in the results.
func (c *contract) checkLinks() []string {
	problems := slices.Clone(c.problems)
	for _, r := range c.rows() {
		switch {
		case len(r.tests) == 0 && r.none == "" && r.todo == "":
			problems = append(problems, "no test proves "+r.id+": "+r.text)
		case len(r.tests) > 0 && r.todo != "":
			problems = append(problems, fmt.Sprintf("%s is marked todo, and %s proves it", r.id, r.tests[0]))
		case len(r.tests) > 0 && r.none != "":
			problems = append(problems, fmt.Sprintf("%s is marked none, and %s proves it", r.id, r.tests[0]))
		}
	}
	for _, t := range c.tests {
		if !t.canFail {
			problems = append(problems, fmt.Sprintf("%s expects nothing", t))
		}
	}
	return problems
}

// packages lists the packages with tests that a run needs.
func (c *contract) packages() []string {
	packages := []string{"./" + scenarioPackage}
	for _, t := range c.tests {
		switch t.kind {
		case kindGo:
			packages = append(packages, "./"+t.folder())
		case kindTranscript:
			packages = append(packages, "./"+path.Dir(t.folder()))
		}
	}
	slices.Sort(packages)
	return slices.Compact(packages)
}

// suites lists the files of wasm/e2e/test that a run needs, as run.js names them.
func (c *contract) suites() []string {
	suites := []string{"scenarios"}
	for _, t := range c.tests {
		if t.kind == kindBrowser {
			suites = append(suites, t.suite())
		}
	}
	slices.Sort(suites)
	return slices.Compact(suites)
}
