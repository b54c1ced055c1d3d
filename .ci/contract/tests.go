package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// kind says what runs a test, and so where its results are.
type kind string

const (
	kindScenario   kind = "scenario"   // natively and in both browsers
	kindTranscript kind = "transcript" // of a state machine, natively
	kindNode       kind = "facade"
	kindBrowser    kind = "browser" // a suite of wasm/e2e/test
	kindPacked     kind = "packed"  // what users install, in their tools
	kindGo         kind = "go"
)

const scenarioPackage = "wasm/e2e/scenario"

// places are where tests are looked for.
var places = []struct {
	kind    kind
	pattern string // of a path
}{
	{kindScenario, `^wasm/e2e/scenarios/[^/]+\.txt$`},
	{kindTranscript, `^(server/call|wasm/machine)/testdata/[^/]+\.txt$`},
	{kindNode, `^jsbridge/npm/test/[^/]+\.test\.mjs$`},
	{kindBrowser, `^wasm/e2e/test/[^/]+\.test\.js$`},
	{kindPacked, `^jsbridge/npm/packed/test/[^/]+\.test\.mjs$`},
	{kindGo, `^(server|wasm|examples|jsbridge)/.*_test\.go$`},
}

// test is one test that proves rows.
type test struct {
	kind    kind
	file    string // relative to the root, with slashes
	title   string
	titles  *regexp.Regexp // the titles of its results; a template has several
	proves  []string
	only    environment // the one place where it can run; "" for all of its kind
	canFail bool        // it expects something
}

// places are the environments in which it has to pass.
func (t *test) places() []environment {
	if t.only != "" {
		return []environment{t.only}
	}
	return expected[t.kind]
}

func (t *test) folder() string { return path.Dir(t.file) }

// suite is the file's name without the ending that all of them share.
func (t *test) suite() string {
	name, _, _ := strings.Cut(path.Base(t.file), ".")
	return name
}

func (t *test) String() string {
	switch t.kind {
	case kindScenario:
		return "scenario " + t.title
	case kindTranscript:
		return fmt.Sprintf("transcript %s: %s", path.Dir(t.folder()), t.title)
	case kindGo:
		return "go " + path.Base(t.folder()) + "." + t.title
	}
	return fmt.Sprintf("%s %s: %s", t.kind, t.suite(), t.title)
}

// findTests returns all tests that name rows.
func findTests(root string) ([]*test, error) {
	var tests []*test
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "node_modules", "dist", "bin"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		found, err := testsOf(name, filepath.ToSlash(relative))
		tests = append(tests, found...)
		return err
	})
	return tests, err
}

func testsOf(name, relative string) ([]*test, error) {
	for _, place := range places {
		if !regexp.MustCompile(place.pattern).MatchString(relative) || strings.HasSuffix(relative, "_js_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if path.Ext(relative) == ".txt" {
			return textTest(place.kind, relative, string(text)), nil
		}
		tests, err := codeTests(place.kind, string(text))
		for _, t := range tests {
			t.kind, t.file = place.kind, relative
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", relative, err)
		}
		return tests, nil
	}
	return nil, nil
}

var (
	provesLine = regexp.MustCompile(`^\s*(?:#|//) proves(?: in (chromium|firefox))?: (.*)$`)
	expecting  = map[kind]*regexp.Regexp{
		kindTranscript: regexp.MustCompile(`(?m)^    `),
		kindScenario:   regexp.MustCompile(`(?m)^[^#\n]* (->|sees|status|shows|receives|finishes|has no|sends no) `),
		kindNode:       regexp.MustCompile(`\bassert\b`),
		kindBrowser:    regexp.MustCompile(`\bassert\b|\buntil\(|\brejects\(|\.sees\(|\.skipTo\(`),
		kindPacked:     regexp.MustCompile(`\bassert\b|\bconsult\(`),
		kindGo:         regexp.MustCompile(`\bt\.(Error|Fatal|Run)|\(t, `),
	}
	testLine   = regexp.MustCompile("^\\s*test\\((?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|`((?:[^`\\\\]|\\\\.)*)`)")
	goTestLine = regexp.MustCompile(`^func (Test\w+)\(`)
	variable   = regexp.MustCompile(`\\\$\\\{.*?\\\}`)
)

// textTest is the one test of a scenario or transcript; a file that names no row is not a test.
func textTest(k kind, file, text string) []*test {
	t := &test{kind: k, file: file, title: strings.TrimSuffix(path.Base(file), ".txt")}
	for line := range strings.SplitSeq(text, "\n") {
		if named := provesLine.FindStringSubmatch(line); named != nil {
			t.proves = append(t.proves, strings.Fields(named[2])...)
		}
	}
	t.canFail = expecting[k].MatchString(text)
	if len(t.proves) == 0 {
		return nil
	}
	return []*test{t}
}

// codeTests finds the tests of a file in JavaScript or Go.
func codeTests(k kind, text string) ([]*test, error) {
	begins := testLine
	if k == kindGo {
		begins = goTestLine
	}
	var tests []*test
	var waiting []string // rows that the next test proves
	var only environment // where it proves them
	lines := strings.Split(text, "\n")
	for number, line := range lines {
		if named := provesLine.FindStringSubmatch(line); named != nil {
			waiting, only = append(waiting, strings.Fields(named[2])...), environment(named[1])
			continue
		}
		if len(waiting) == 0 {
			continue
		}
		title := begins.FindStringSubmatch(line)
		if title == nil {
			if isComment := strings.HasPrefix(strings.TrimSpace(line), "//"); isComment {
				continue
			}
			return nil, fmt.Errorf("line %d: no test follows \"proves:\"", number+1)
		}
		t := &test{title: strings.Join(title[1:], ""), proves: waiting, only: only}
		t.titles = regexp.MustCompile("^" + variable.ReplaceAllString(regexp.QuoteMeta(unescape(t.title)), ".*") + "$")
		t.canFail = expecting[k].MatchString(body(lines[number:], begins))
		tests = append(tests, t)
		waiting = nil
	}
	if len(waiting) > 0 {
		return nil, fmt.Errorf("the last \"proves:\" has no test")
	}
	return tests, nil
}

func unescape(title string) string {
	return regexp.MustCompile(`\\(.)`).ReplaceAllString(title, "$1")
}

// body is a test's text: the lines up to the next test.
func body(lines []string, begins *regexp.Regexp) string {
	end := 1
	for end < len(lines) && !begins.MatchString(lines[end]) {
		end++
	}
	return strings.Join(lines[:end], "\n")
}
