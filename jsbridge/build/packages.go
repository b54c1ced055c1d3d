package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/andybalholm/brotli"

	"trtccalling/jsbridge/build/functions"
	"trtccalling/jsbridge/build/segments"
)

// reportFile keeps the last report and the last one of another wasm, so that a change shows next to what was
// there before.
const reportFile = "bin/size.json"

// data is what belongs to no nameable package: values, texts, types and tables, which the linker leaves without
// names.
const data = "(data)"

// weight is what a part costs. Packed is an estimate: the part compressed alone, scaled so that all parts
// together are the wasm as it is served. What a package adds to the data is not in it.
type weight struct {
	Raw    int `json:"raw"`
	Packed int `json:"packed"`
}

// report is what the packages of one wasm cost.
type report struct {
	Wasm     string            `json:"wasm"` // its hash
	Total    weight            `json:"total"`
	Packages map[string]weight `json:"packages"`
}

// reports are what reportFile holds.
type reports struct{ Last, Before report }

// printPackages prints what each package costs in the wasm, and how much more than in base, the folder of
// another revision, or than in the previous report.
func (b builder) printPackages(base string) error {
	now, err := b.report()
	if err != nil {
		return err
	}
	before, err := b.reportBefore(now, base)
	if err != nil {
		return err
	}
	return printReport(now, before)
}

func (b builder) reportBefore(now report, base string) (report, error) {
	if base != "" {
		other := builder{root: base}
		if err := other.build(); err != nil {
			return report{}, err
		}
		return other.report()
	}
	var kept reports
	text, err := os.ReadFile(b.path(reportFile))
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return report{}, fmt.Errorf("%s is damaged, delete it: %w", reportFile, err)
	}
	if kept.Last.Wasm != now.Wasm {
		kept.Before = kept.Last
	}
	kept.Last = now
	if text, err = json.Marshal(kept); err != nil {
		return report{}, err
	}
	return kept.Before, writeChanged(b.path(reportFile), text)
}

// report weighs what was built. Names come from a second link of the same program: the served one has none.
func (b builder) report() (report, error) {
	flags, err := b.wasmFlags()
	if err != nil {
		return report{}, err
	}
	named, err := b.compileTo(cacheFolder+"/named.wasm", "-w", "./wasm", flags...)
	if err != nil {
		return report{}, err
	}
	packages, err := b.packagesOf("./wasm", flags)
	if err != nil {
		return report{}, err
	}
	code, err := functions.ByPackage(named, packages)
	if err != nil {
		return report{}, err
	}
	served, err := os.ReadFile(b.path("jsbridge/npm/dist/trtc-calling.wasm"))
	if err != nil {
		return report{}, err
	}
	parts, err := segments.Read(served)
	if err != nil {
		return report{}, err
	}
	for _, part := range parts {
		code[data] = append(code[data], part.Bytes...)
	}
	size, err := b.publishedSizes("trtc-calling.wasm")
	if err != nil {
		return report{}, err
	}
	r := report{Wasm: hashOf(served), Total: weight{size.raw, size.brotli}}
	r.Packages, err = weigh(code, size.brotli)
	return r, err
}

// packagesOf lists the import paths of everything that is linked into a program for the browser.
func (b builder) packagesOf(program string, flags []string) ([]string, error) {
	command := exec.Command("go", append(append([]string{"list", "-deps"}, flags...), program)...)
	command.Dir = b.root
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("list the packages of %s: %w", program, err)
	}
	return strings.Fields(string(output)), nil
}

// weigh compresses each part alone and scales the results to the total.
func weigh(parts map[string][]byte, total int) (map[string]weight, error) {
	weights, sum := map[string]weight{}, 0
	for name, content := range parts {
		packed, err := compressBrotli(content, brotli.DefaultCompression)
		if err != nil {
			return nil, err
		}
		weights[name] = weight{len(content), len(packed)}
		sum += len(packed)
	}
	for name, w := range weights {
		weights[name] = weight{w.Raw, (w.Packed*total + sum/2) / sum}
	}
	return weights, nil
}

// smallest is the estimate above which a package, or a change of it, gets a line of its own.
const smallest, smallestChange = 1_000, 20

func printReport(now, before report) error {
	names := slices.SortedFunc(maps.Keys(merged(now.Packages, before.Packages)), func(x, y string) int {
		return cmp.Or(now.Packages[y].Packed-now.Packages[x].Packed, strings.Compare(x, y))
	})
	var others, othersBefore weight
	var text bytes.Buffer
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "raw\tbrotli\tchange\t of the wasm\t")
	compared := before.Wasm != ""
	for _, name := range names {
		w, old := now.Packages[name], before.Packages[name]
		if w.Packed < smallest && (!compared || distance(w, old) < smallestChange) {
			others, othersBefore = weight{others.Raw + w.Raw, others.Packed + w.Packed}, weight{0, othersBefore.Packed + old.Packed}
			continue
		}
		line(table, name, w, change(w, old, compared))
	}
	line(table, "(smaller ones)", others, change(others, othersBefore, compared))
	line(table, "the wasm as it is served", now.Total, change(now.Total, before.Total, compared))
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Print(text.String(), meaning)
	return nil
}

const meaning = `
raw: of a package the bytes of its functions, after inlining, so that what is inlined counts for the package that calls it. A
generic function counts for the package that it is written in. (data) is all that is not code: the linker does not say whose it is.
brotli: an estimate. Each part is compressed alone and scaled so that the sum is the wasm as it is served, which is measured.
`

func line(table *tabwriter.Writer, name string, w weight, change string) {
	fmt.Fprintf(table, "%d\t%d\t%s\t %s\t\n", w.Raw, w.Packed, change, name)
}

func change(now, before weight, compared bool) string {
	if !compared || now.Packed == before.Packed {
		return ""
	}
	return fmt.Sprintf("%+d", now.Packed-before.Packed)
}

func distance(x, y weight) int { return max(x.Packed-y.Packed, y.Packed-x.Packed) }

func merged(x, y map[string]weight) map[string]weight {
	all := maps.Clone(x)
	maps.Copy(all, y)
	return all
}
