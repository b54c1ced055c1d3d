package standins

import (
	"fmt"
	"strings"
)

const (
	websocketPath    = "nhooyr.io/websocket"
	websocketVersion = "v1.8.17"
	// A folder for each version: no folder ever holds files of two.
	websocketFolder = "websocket-" + websocketVersion
)

// modules are what a folder next to this file replaces.
var modules = []struct{ path, folder string }{
	{"github.com/pion/ice/v2", "ice"},
	{"github.com/pion/dtls/v2", "dtls"},
	{"github.com/pion/datachannel", "datachannel"},
	{"github.com/pion/logging", "logging"},
	{"github.com/pion/randutil", "randutil"},
}

// writtenFor are the versions that the stand-ins were written for, both of the modules that use them and of
// those they replace.
var writtenFor = []struct{ path, version string }{
	{"github.com/pion/webrtc/v3", "v3.3.6"},
	{"github.com/pion/ice/v2", "v2.3.38"},
	{"github.com/pion/dtls/v2", "v2.2.12"},
	{"github.com/pion/datachannel", "v1.6.3"},
	{"github.com/pion/logging", "v0.2.4"},
	{"github.com/pion/randutil", "v0.1.0"},
	{websocketPath, websocketVersion},
}

const moved = `go.mod has %s %s, and the stand-ins in %s were written for %s.
Look at what has changed in what the browser's side uses of it (files for js in webrtc and websocket), adapt
the stand-ins, name the new version in %s/versions.go, and run: go test ./%s
Until then, make wasm-plain builds without stand-ins`

// checkVersions fails when go.mod has other versions.
func checkVersions(goMod string) error {
	versions := map[string]string{}
	for line := range strings.Lines(goMod) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) >= 2 {
			versions[fields[0]] = fields[1]
		}
	}
	for _, want := range writtenFor {
		got := versions[want.path]
		if got == "" {
			got = "no more"
		}
		if got != want.version {
			return fmt.Errorf(moved, want.path, got, folder, want.version, folder, folder)
		}
	}
	return nil
}
