package wire

import (
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
	"trtccalling/server/usersig"
	"trtccalling/wasm/e2e/scenario"
)

var update = flag.Bool("update", false, "record the current version again")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// kept are the versions whose recordings are played: the current one and the previous one, if there is one.
func kept() []int {
	if protocol.Version == 1 {
		return []int{1}
	}
	return []int{protocol.Version - 1, protocol.Version}
}

func TestClientsOfKeptVersionsCallByTodaysServer(t *testing.T) {
	eachRecording(t, func(t *testing.T, r recording, _ map[string]bool) error { return playClient(r, backend(t)) })
}

func TestServersOfKeptVersionsServeTodaysClient(t *testing.T) {
	eachRecording(t, func(t *testing.T, r recording, known map[string]bool) error { return playServer(r, known, backend(t)) })
}

func eachRecording(t *testing.T, play func(*testing.T, recording, map[string]bool) error) {
	for _, version := range kept() {
		all := recordings(t, version)
		known := requests(all)
		for name, r := range all {
			t.Run(fmt.Sprintf("%d/%s", version, name), func(t *testing.T) {
				t.Parallel()
				if err := play(t, r, known); err != nil {
					t.Errorf("version %d of the protocol no longer holds. If that is intended, package wire says how to raise it.\n%v", version, err)
				}
			})
		}
	}
}

// TestUpdate records the current version when it is asked to, unless that would hide that it no longer holds.
func TestUpdate(t *testing.T) {
	if !*update {
		return
	}
	all := recordings(t, protocol.Version)
	known := requests(all)
	for name, old := range all {
		if old.version() == protocol.Version {
			if err := errors.Join(playClient(old, backend(t)), playServer(old, known, backend(t))); err != nil {
				t.Fatalf("%s: version %d no longer holds, so it needs another number (see package wire).\n%v", name, protocol.Version, err)
			}
		}
		renewed, err := record(old.scenario, backend(t))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := os.WriteFile(file(protocol.Version, name), []byte(renewed.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// unsaid is a message about a connection or a text that is not a message; no scenario produces it.
const unsaid = `:"error"`

// TestRecordingsHoldAllThereIs requires each type and each field of package protocol to occur.
func TestRecordingsHoldAllThereIs(t *testing.T) {
	var text strings.Builder
	for _, r := range recordings(t, protocol.Version) {
		for _, l := range r.lines {
			fmt.Fprintln(&text, l)
		}
		if r.version() != protocol.Version {
			t.Errorf("a recording is of version %d, want %d: go test ./server/protocol/wire -update", r.version(), protocol.Version)
		}
	}
	for _, name := range vocabulary(t) {
		if !strings.Contains(text.String(), name) && name != unsaid {
			t.Errorf("there is no %s in the recordings: let a scenario say it, and run go test ./server/protocol/wire -update", name)
		}
	}
}

// vocabulary reads the names of fields and the values of constants, as JSON has them, in the source of package protocol.
func vocabulary(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, source := range []string{"messages.go", "envelope.go"} {
		text, err := os.ReadFile("../../../server/protocol/" + source)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile("`json:\"(\\w+)[^`]*`").FindAllStringSubmatch(string(text), -1) {
			names = append(names, quoted(found[1])+":")
		}
		for _, found := range regexp.MustCompile(`(?:Type|Event|Source)\w+ *= ("\w+")`).FindAllStringSubmatch(string(text), -1) {
			names = append(names, ":"+found[1])
		}
	}
	if len(names) < 50 {
		t.Fatalf("only %d names were found: %v", len(names), names)
	}
	return names
}

func file(version int, name string) string {
	return filepath.Join("recorded", fmt.Sprint(version), name+".txt")
}

func recordings(t *testing.T, version int) map[string]recording {
	t.Helper()
	files, err := filepath.Glob(file(version, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings of version %d: %v", version, err)
	}
	all := map[string]recording{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := parse(string(text))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txt")] = r
	}
	return all
}

// requests are the types of what clients send.
func requests(all map[string]recording) map[string]bool {
	types := map[string]bool{}
	for _, r := range all {
		for _, l := range r.lines {
			if l.direction == fromClient {
				types[read(l.text).Type] = true
			}
		}
	}
	return types
}

// backend starts a server.
func backend(t *testing.T) scenario.Backend {
	t.Helper()
	at, err := url.Parse(servertest.Start(t, servertest.Options{}).URL)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(user string, valid time.Duration) (string, error) {
		return usersig.Sign(servertest.App(), user, time.Now(), valid)
	}
	return scenario.Backend{Host: at.Host, Path: at.Path, SDKAppID: servertest.App().ID, Sign: sign}
}
