package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// shimmed are the globals that wasm_exec.js makes.
var shimmed = []string{"Go", "fs", "process", "path"}

// Uses of globals in wasm_exec.js.
var (
	assignsGlobal = regexp.MustCompile(`globalThis\.(\w+)\s*=[^=]`)
	usesBareFS    = regexp.MustCompile(`([^.\w])fs\.`)
)

// The parts of wasm_exec.js that no page needs.
var (
	// Checks of its inputs, which are always the same here, and of what every supported browser has.
	guards = regexp.MustCompile(`(?s)\n\s*if \([^{}]*\) \{\s*throw new Error\("[^"]*"\);\s*\}`)
	// What Go's own tests import.
	forTests = regexp.MustCompile(`(?s)const testCallExport = .*?\n\t\t\t\}|_gotest: \{.*?\},`)
	// The functions of fs that do not exist; one that answers for all takes their place.
	notThere = regexp.MustCompile(`\w+\([^()]*callback\) \{ callback\(enosys\(\)\); \},`)
)

// absentFS goes before beforeProcess, where the shim of fs is complete.
const (
	absentFS      = "\tshims.fs = new Proxy(shims.fs, { get: (fs, name) => fs[name] ?? ((...args) => args.pop()(enosys())) });\n"
	beforeProcess = "\tif (!shims.process) {"
)

// wrapWasmExec turns wasm_exec.js into a module whose default export evaluates it and returns what it would put
// on globalThis. Importing it has no effect, the page sees no Go, and what the program prints goes to the
// console even where there is a real fs.
func wrapWasmExec(source string) (string, error) {
	for _, match := range assignsGlobal.FindAllStringSubmatch(source, -1) {
		if !slices.Contains(shimmed, match[1]) {
			return "", fmt.Errorf("wasm_exec.js of this Go release makes the global %s, which is not expected", match[1])
		}
	}
	for _, name := range shimmed {
		if !strings.Contains(source, "globalThis."+name+" = ") {
			return "", fmt.Errorf("wasm_exec.js of this Go release makes no global %s, which is expected", name)
		}
		source = regexp.MustCompile(`globalThis\.`+name+`\b`).ReplaceAllString(source, "shims."+name)
	}
	source, err := trimWasmExec(source)
	if err != nil {
		return "", err
	}
	source = usesBareFS.ReplaceAllString(source, "${1}shims.fs.")
	return "export default function evaluate() {\nconst shims = {};\n" + source + "\nreturn shims;\n}\n", nil
}

// trimWasmExec removes what no page needs. It refuses a file that does not look as expected: a part that stayed
// would cost bytes, and removing functions of fs without adding their replacement would end the program.
func trimWasmExec(source string) (string, error) {
	for _, part := range []*regexp.Regexp{guards, forTests, notThere} {
		if !part.MatchString(source) {
			return "", fmt.Errorf("wasm_exec.js of this Go release has nothing that matches %q, which should be removed", part)
		}
		source = part.ReplaceAllString(source, "")
	}
	if !strings.Contains(source, beforeProcess) {
		return "", fmt.Errorf("wasm_exec.js of this Go release lacks %q, before which fs is completed", strings.TrimSpace(beforeProcess))
	}
	return strings.Replace(source, beforeProcess, absentFS+beforeProcess, 1), nil
}
