package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// environment is where a test ran.
type environment string

// environments are the columns of the table.
var environments = []environment{"native", "chromium", "firefox", "node"}

// expected are the environments in which a test of a kind has to pass.
var expected = map[kind][]environment{
	kindScenario:   {"native", "chromium", "firefox"},
	kindTranscript: {"native"},
	kindBrowser:    {"chromium", "firefox"},
	kindNode:       {"node"},
	kindPacked:     {"node"},
	kindGo:         {"native"},
}

// result is the outcome of one test that ran. go test writes the first fields, .ci/results.mjs the others.
type result struct {
	Time    time.Time
	Action  string // pass, fail, skip, of go test
	Package string
	Test    string

	Status string   // pass, fail, skip
	File   string   // of a test in Node
	Names  []string // of the test, outermost first
}

// readResults returns the results of everything that ran; of two results of one test the later one comes last.
func readResults(root string) ([]result, error) {
	files, err := filepath.Glob(filepath.Join(root, resultsFolder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	var all []result
	for _, name := range files {
		some, err := readFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b result) int { return a.Time.Compare(b.Time) })
	return all, nil
}

func readFile(name string) ([]result, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var results []result
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, err
		}
		if r.Status == "" && slices.Contains([]string{"pass", "fail", "skip"}, r.Action) {
			r.Status = r.Action
		}
		if r.Status != "" {
			results = append(results, r)
		}
	}
	return results, lines.Err()
}

// isOf says whether this is a result of that test.
func (r result) isOf(t *test) bool {
	last := ""
	if len(r.Names) > 0 {
		last = r.Names[len(r.Names)-1]
	}
	switch t.kind {
	case kindGo:
		return strings.HasSuffix(r.Package, "/"+t.folder()) && r.Test == t.title
	case kindTranscript:
		return strings.HasSuffix(r.Package, "/"+path.Dir(t.folder())) && r.Test == "TestTranscripts/"+t.title
	case kindNode:
		return path.Base(r.File) == path.Base(t.file) && t.titles.MatchString(last)
	case kindPacked:
		return slices.Contains(r.Names, "packed "+t.suite()) && t.titles.MatchString(last)
	case kindBrowser:
		return len(r.Names) > 2 && r.Names[1] == t.suite() && t.titles.MatchString(last)
	}
	native := strings.HasSuffix(r.Package, "/"+scenarioPackage) && r.Test == "TestScenarios/"+t.title
	return native || (len(r.Names) > 2 && r.Names[1] == "scenarios" && last == t.title+".txt")
}

var pair = regexp.MustCompile(`\(([cf]{2})\)$`)

// where returns where it ran. Browsers of two kinds that call each other count for both.
func (r result) where() []environment {
	if r.Package != "" {
		return []environment{"native"}
	}
	for _, name := range r.Names[:len(r.Names)-1] {
		if letters := pair.FindStringSubmatch(name); letters != nil {
			return map[string][]environment{"cc": {"chromium"}, "ff": {"firefox"}}[letters[1]]
		}
		for _, browser := range []environment{"chromium", "firefox"} {
			if strings.Contains(name, string(browser)) {
				return []environment{browser}
			}
		}
	}
	return []environment{"node"}
}

// outcome is "" when the test passed in this environment, otherwise what is wrong.
func (t *test) outcome(results []result, in environment, changed time.Time) string {
	latest := map[string]result{} // by the whole name: a template has several
	for _, r := range results {
		if r.isOf(t) && slices.Contains(r.where(), in) {
			latest[r.Test+strings.Join(r.Names, "\x00")] = r
		}
	}
	if len(latest) == 0 {
		return "has no result in " + string(in)
	}
	for _, r := range latest {
		switch {
		case r.Status != "pass":
			return r.Status + " in " + string(in)
		case r.Time.Before(changed):
			return "has changed since it ran in " + string(in)
		}
	}
	return ""
}
