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

// wrapWasmExec makes a module of wasm_exec.js whose default export evaluates it and returns what it
// would put on globalThis. Importing it has no effect, the page sees no Go, and what the program
// prints goes to the console also where there is a real fs.
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
	source = usesBareFS.ReplaceAllString(source, "${1}shims.fs.")
	return "export default function evaluate() {\nconst shims = {};\n" + source + "\nreturn shims;\n}\n", nil
}
