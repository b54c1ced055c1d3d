package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const rowsText = "# a comment\n\n= 1 Shape\n1-01 one\n1-02 two [F1]\n1-03 three\n= 2 Rest\nC01 four [none: nothing is there]\nC02 five [todo: later]\n"

const (
	scenarioFile = "wasm/e2e/scenarios/a.txt"
	facadeFile   = "jsbridge/npm/test/a.test.mjs"
	browserFile  = "wasm/e2e/test/a.test.js"
	goFile       = "server/a/a_test.go"

	scenarioText = "# What happens.\n# proves: 1-01..1-02\nA hangup -> ok\n"
	facadeText   = "// proves: 1-03\ntest(`it's ${thing} here`, () => assert.ok(1));\n"
	browserText  = "  // proves: 1-03\n  test('x', async () => assert.ok(1))\n"
	goText       = "// TestX is here.\n//\n// proves: 1-03\nfunc TestX(t *testing.T) { t.Error() }\n"

	good = `{"Action":"pass","Package":"m/wasm/e2e/scenario","Test":"TestScenarios/a"}
{"Status":"pass","Names":["all","scenarios","chromium (cc)","a.txt"]}
{"Status":"pass","Names":["all","scenarios","firefox (ff)","a.txt"]}
{"Status":"pass","File":"/x/a.test.mjs","Names":["it's one here"]}
`
)

// repository writes files into an empty folder.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files[rowsFile] = rowsText
	for name, text := range files {
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string // part of the first problem; "": none
	}{
		{"every row has a test", map[string]string{scenarioFile: scenarioText, facadeFile: facadeText}, ""},
		{"a test in a browser", map[string]string{scenarioFile: scenarioText, browserFile: browserText}, ""},
		{"a test in Go", map[string]string{scenarioFile: scenarioText, goFile: goText}, ""},
		{"a row has none", map[string]string{scenarioFile: scenarioText}, "no test proves 1-03: three"},
		{"an unknown row", map[string]string{scenarioFile: scenarioText + "# proves: X99\n", facadeFile: facadeText}, "there is no row X99"},
		{"a range that goes back", map[string]string{scenarioFile: "# proves: 1-03..1-01\nA hangup -> ok\n"}, "there is no row 1-03..1-01"},
		{"a test that cannot fail", map[string]string{scenarioFile: "# proves: 1-01..1-02\nA hangup\n", facadeFile: facadeText}, "scenario a expects nothing"},
		{"a test of the facade that cannot fail", map[string]string{scenarioFile: scenarioText, facadeFile: "// proves: 1-03\ntest('x', () => {});\n"}, "expects nothing"},
		{"a row that waits for its test and has it", map[string]string{scenarioFile: scenarioText + "# proves: C02\n", facadeFile: facadeText}, "C02 is marked todo"},
		{"a row with nothing to test and a test", map[string]string{scenarioFile: scenarioText + "# proves: C01\n", facadeFile: facadeText}, "C01 is marked none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems, err := run(repository(t, c.files), "links")
			switch {
			case err != nil:
				t.Error(err)
			case c.want == "" && len(problems) > 0:
				t.Errorf("got %q, want none", problems)
			case c.want != "" && (len(problems) == 0 || !strings.Contains(problems[0], c.want)):
				t.Errorf("got %q, want %q", problems, c.want)
			}
		})
	}
}

func TestTable(t *testing.T) {
	for _, c := range []struct {
		name, results, command, want string // part of the first problem; "": none
	}{
		{"all passed", good, "table", ""},
		{"a row waits", good, "strict", "1 rows wait"},
		{"one browser is missing", strings.ReplaceAll(good, "(ff)", "(fc)"), "table", "scenario a has no result in firefox"},
		{"one failed", strings.Replace(good, "pass", "fail", 1), "table", "scenario a fail in native"},
		{"one was skipped", good[:strings.LastIndex(good, "pass")] + "skip" + good[strings.LastIndex(good, "pass")+4:], "table", "skip in node"},
		{"failed, then passed", `{"Status":"fail","Time":"2020-01-01T00:00:00Z","File":"a.test.mjs","Names":["it's one here"]}` + "\n" + good, "table", ""},
		{"another title", strings.Replace(good, "one here", "one there", 1), "table", "has no result in node"},
	} {
		t.Run(c.name, func(t *testing.T) {
			results := strings.ReplaceAll(c.results, `{"Action"`, `{"Time":"`+soon+`","Action"`)
			results = strings.ReplaceAll(results, `{"Status":"pass","N`, `{"Time":"`+soon+`","Status":"pass","N`)
			results = strings.ReplaceAll(results, `","File":"/x`, `","Time":"`+soon+`","File":"/x`)
			root := repository(t, map[string]string{
				scenarioFile: scenarioText, facadeFile: facadeText, resultsFolder + "/all.jsonl": results,
			})
			problems, err := run(root, c.command)
			switch {
			case err != nil:
				t.Fatal(err)
			case c.want == "" && len(problems) > 0:
				t.Errorf("got %q, want none", problems)
			case c.want != "" && (len(problems) == 0 || !strings.Contains(problems[0], c.want)):
				t.Errorf("got %q, want %q", problems, c.want)
			}
			table, err := os.ReadFile(filepath.Join(root, tableFile))
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" && !strings.Contains(string(table), "| 1-01 | one | scenario a | passed | passed | passed |  |") {
				t.Errorf("got %s", table)
			}
		})
	}
}

// soon is later than any file of a test.
const soon = "2999-01-01T00:00:00Z"

func TestOutcomeOfAnOldResult(t *testing.T) {
	made := &test{kind: kindGo, file: goFile, title: "TestX"}
	ran := result{Time: time.Unix(100, 0), Status: "pass", Package: "m/server/a", Test: "TestX"}
	if got := made.outcome([]result{ran}, "native", time.Unix(99, 0)); got != "" {
		t.Errorf("got %q, want none", got)
	}
	if got, want := made.outcome([]result{ran}, "native", time.Unix(101, 0)), "has changed since it ran in native"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
