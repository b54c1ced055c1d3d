// Wasm is the program that a page runs: it exposes the client to JavaScript and stays until the page goes.
// Package jsbridge describes the facade that starts it, and what the two say to each other.
//
// Nothing here ends the program: a callback that panics is caught at the border. Should a goroutine panic all
// the same, the program exits; the facade notices that and tells the page.
package main

import (
	"fmt"
	"os"

	"trtccalling/jsbridge"
)

func main() {
	// The program's own functions live as long as it does.
	var scope jsbridge.Scope
	if err := jsbridge.Ready(newAPI(&scope)); err != nil {
		fmt.Fprintln(os.Stderr, "trtc-calling:", err)
		os.Exit(1)
	}
	select {}
}
