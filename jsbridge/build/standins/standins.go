// Package standins makes the wasm small: it replaces libraries whose work the browser does itself.
//
// In a page pion/webrtc uses ICE, DTLS and data channels for a few names, and nhooyr.io/websocket uses net/http
// for three, yet all of them would be linked. The folders next to this file are modules with the same paths
// that hold just those names. Only the wasm is built with them, with a module file of its own that is made from
// go.mod; the server and all tests outside of pages use the real ones.
//
// A stand-in is a promise about somebody else's package. So Make refuses versions other than those that the
// stand-ins were written for, and a build without them stays possible (make wasm-plain).
package standins

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// folder is where this package lies in the project.
const folder = "jsbridge/build/standins"

// Modfile is the one of Make's files to pass to `go build -modfile`.
const Modfile = "wasm.mod"

// Make makes what the wasm is built with: files that belong into the folder cache of the project at root. They
// stay the same until go.mod, go.sum or a stand-in changes.
func Make(root, cache string) (map[string][]byte, error) {
	goMod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, err
	}
	if err := checkVersions(string(goMod)); err != nil {
		return nil, err
	}
	goSum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return nil, err
	}
	websocket, err := makeWebsocket(root)
	if err != nil {
		return nil, fmt.Errorf("make the WebSocket library for pages: %w", err)
	}
	made := map[string][]byte{
		Modfile: replace(goMod, cache+"/"+websocketFolder),
		// The go command looks for it next to the module file, under the same name.
		"wasm.sum": goSum,
	}
	for name, content := range websocket {
		made[websocketFolder+"/"+name] = content
	}
	return made, nil
}

// replace appends the stand-ins to go.mod. Their paths are relative to the project's folder.
func replace(goMod []byte, websocket string) []byte {
	var text strings.Builder
	text.Write(goMod)
	text.WriteString("\nreplace (\n")
	for _, module := range modules {
		fmt.Fprintf(&text, "\t%s => ./%s/%s\n", module.path, folder, module.folder)
	}
	fmt.Fprintf(&text, "\t%s => ./%s\n)\n", websocketPath, websocket)
	return []byte(text.String())
}
