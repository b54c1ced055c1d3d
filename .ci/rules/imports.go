package main

import (
	"fmt"
	"slices"
	"strings"
)

const module = "trtccalling"

// reserved says in which folders, and below them, a module may be imported by code that is not a
// test. A folder that ends in "!" does not include what lies below.
var reserved = []struct {
	imports []string // import paths, and what lies below them
	folders []string
	tests   bool // tests may import it anywhere
}{
	{[]string{"syscall/js"}, []string{"jsbridge", "wasm/browser", "wasm!"}, false},
	{
		[]string{"github.com/pion/webrtc", "github.com/pion/ice", "github.com/pion/dtls", "github.com/pion/srtp"},
		[]string{"server/sfu/transport", "wasm/browser", "wasm/native", "server/lab", "server/protocol/wire"}, true,
	},
	{
		[]string{"github.com/pion/rtp", "github.com/pion/rtcp", "github.com/pion/sdp"},
		[]string{"server/sfu", "wasm/browser", "wasm/native", "server/lab", "server/protocol/wire"}, true,
	},
	{[]string{"github.com/nats-io"}, []string{"server/bus"}, false},
}

// laboratory holds what tests, measures and records the product from outside, client and server together. It
// may import both, and neither may import it.
var laboratory = []string{"server/lab", "server/protocol/wire", "wasm/native", "wasm/e2e"}

func inLaboratory(folder string) bool {
	return slices.ContainsFunc(laboratory, func(lab string) bool { return within(folder, lab) })
}

// ranks order the packages of the server and those of the client: each imports only packages of lower ranks. So
// arrows point one way, and packages of the same rank do not know each other, such as call and sfu, or machine
// and browser.
var ranks = map[string]int{
	"server/protocol":      0,
	"server/mailbox":       0,
	"server/sfu/packet":    0,
	"server/usersig":       1,
	"server/bus":           1,
	"server/site":          1,
	"server/sfu/transport": 1,
	"server/call":          2,
	"server/sfu":           2,
	"server/gateway":       3,
	"server/instance":      5,
	"server":               6,

	"wasm/api":     0,
	"wasm/machine": 1,
	"wasm/browser": 1,
	"wasm/calling": 2,
	"wasm":         3,
}

func (f *file) checkImports() []string {
	var breaches []string
	for _, i := range f.imports() {
		for _, why := range []string{f.checkReserved(i), f.checkLaboratory(i), f.checkBrowserSide(i), f.checkServerSide(i)} {
			if why != "" {
				breaches = append(breaches, fmt.Sprintf("%s: imports %s: %s", f.name, i, why))
			}
		}
	}
	return breaches
}

// checkReserved keeps modules inside the packages that wrap them.
func (f *file) checkReserved(path string) string {
	for _, r := range reserved {
		isOne := slices.ContainsFunc(r.imports, func(p string) bool { return within(path, p) })
		if !isOne || (r.tests && f.isTest()) {
			continue
		}
		mayImport := slices.ContainsFunc(r.folders, func(folder string) bool {
			exact, isExact := strings.CutSuffix(folder, "!")
			return f.folder() == exact || (!isExact && within(f.folder(), folder))
		})
		if !mayImport {
			return "only " + strings.ReplaceAll(strings.Join(r.folders, ", "), "!", "") + " may"
		}
	}
	return ""
}

// checkLaboratory keeps test and measurement code out of the product.
func (f *file) checkLaboratory(path string) string {
	imported, isOurs := strings.CutPrefix(path, module+"/")
	if isOurs && inLaboratory(imported) && !f.isTest() && !inLaboratory(f.folder()) {
		return "it is only for tests and measurements"
	}
	return ""
}

// checkBrowserSide keeps the server out of what runs in pages, and both out of the border.
func (f *file) checkBrowserSide(path string) string {
	imported, isOurs := strings.CutPrefix(path, module+"/")
	switch {
	case f.isTest() || inLaboratory(f.folder()):
		return ""
	case within(f.folder(), "wasm") && within(path, module+"/server") && path != module+"/server/protocol":
		return "of the server, wasm may import only protocol"
	case f.folder() == "jsbridge" && isOurs:
		return "the border knows nothing about calls"
	case within(f.folder(), "wasm") && within(imported, "wasm") && !inLaboratory(imported):
		return f.checkRank(imported)
	}
	return ""
}

// checkServerSide keeps the order of the server's packages.
func (f *file) checkServerSide(path string) string {
	imported, isOurs := strings.CutPrefix(path, module+"/")
	switch {
	case !within(f.folder(), "server") || f.isTest() || inLaboratory(f.folder()):
		return ""
	case f.folder() == "server/protocol" && (isOurs || strings.Contains(strings.Split(path, "/")[0], ".")):
		return "protocol is shared with the browser and imports only the standard library"
	case !isOurs || inLaboratory(imported): // checkLaboratory refuses those
		return ""
	case !within(imported, "server"):
		return "the server does not import what runs elsewhere"
	}
	return f.checkRank(imported)
}

func (f *file) checkRank(imported string) string {
	mine, known := ranks[f.folder()]
	theirs, knownToo := ranks[imported]
	if !known || !knownToo {
		return "a package has no rank yet: give it one in .ci/rules/imports.go"
	}
	if theirs >= mine {
		return fmt.Sprintf("it has rank %d, and %s has only %d", theirs, f.folder(), mine)
	}
	return ""
}
