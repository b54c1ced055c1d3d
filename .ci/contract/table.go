package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// outcomes are what the table says of a test: "" for passed, in each environment of its kind.
type outcomes map[*test]map[environment]string

// writeTable writes CONTRACT.md and returns what keeps it from being complete.
func (c *contract) writeTable(root string, strict bool) ([]string, error) {
	results, err := readResults(root)
	if err != nil {
		return nil, err
	}
	all, problems, err := c.judge(root, results)
	if err != nil {
		return nil, err
	}
	problems = append(c.checkLinks(), problems...)
	missing := 0
	for _, r := range c.rows() {
		if r.todo != "" {
			missing++
			fmt.Printf("missing %s: %s (%s)\n", r.id, r.text, r.todo)
		}
	}
	if strict && missing > 0 {
		problems = append(problems, fmt.Sprintf("%d rows wait for their test", missing))
	}
	return problems, os.WriteFile(filepath.Join(root, tableFile), []byte(c.table(all)), 0o644)
}

// judge looks every test up in the results.
func (c *contract) judge(root string, results []result) (outcomes, []string, error) {
	all := outcomes{}
	var problems []string
	for _, t := range c.tests {
		info, err := os.Stat(filepath.Join(root, t.file))
		if err != nil {
			return nil, nil, err
		}
		all[t] = map[environment]string{}
		for _, in := range t.places() {
			wrong := t.outcome(results, in, info.ModTime())
			all[t][in] = wrong
			if wrong != "" {
				problems = append(problems, fmt.Sprintf("%s %s", t, wrong))
			}
		}
	}
	return all, problems, nil
}

const introduction = `# The contract and its tests

Made by ` + "`make contract`" + ` from contract-rows.txt, from the tests that name its rows ("proves:"), and from what they
gave in their last run. Rows are those of the behaviour of trtc-calling-js 1.0.6; [F1] to [F17] are where it is better
not followed. A scenario is a file of wasm/e2e/scenarios, "facade" are tests of this folder, "packed" those of
the packed package in the tools of its users, "browser" those of wasm/e2e/test, "go" those of Go packages.

`

func (c *contract) table(all outcomes) string {
	var b strings.Builder
	b.WriteString(introduction)
	b.WriteString(c.summary())
	for _, s := range c.sections {
		fmt.Fprintf(&b, "\n## %s\n\n| row | | tests |", s.title)
		for _, in := range environments {
			fmt.Fprintf(&b, " %s |", in)
		}
		b.WriteString("\n|---|---|---|---|---|---|---|\n")
		for _, r := range s.rows {
			b.WriteString(r.line(all))
		}
	}
	return b.String()
}

func (c *contract) summary() string {
	var total, proved, todo, none int
	for _, r := range c.rows() {
		total++
		switch {
		case r.none != "":
			none++
		case r.todo != "":
			todo++
		case len(r.tests) > 0:
			proved++
		}
	}
	return fmt.Sprintf("%d rows: %d with tests, %d missing, %d with nothing to test.\n", total, proved, todo, none)
}

func (r *row) line(all outcomes) string {
	var names []string
	for _, t := range r.tests {
		names = append(names, cell(t.String()))
	}
	tests := strings.Join(names, "<br>")
	if r.none != "" {
		tests = "none: " + cell(r.none)
	}
	if r.todo != "" {
		tests = "**missing**: " + cell(r.todo)
	}
	line := fmt.Sprintf("| %s | %s | %s |", r.id, cell(r.text), tests)
	for _, in := range environments {
		line += " " + r.cell(all, in) + " |"
	}
	return line + "\n"
}

// cell shows the results of the row's tests in an environment.
func (r *row) cell(all outcomes, in environment) string {
	text := ""
	for _, t := range r.tests {
		if !slices.Contains(t.places(), in) {
			continue
		}
		if all[t][in] != "" {
			return "**failed**"
		}
		text = "passed"
	}
	return text
}

func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;", "\n", " ").Replace(text)
}
