package standins

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestICE compares the stand-in with pion/ice on what browsers and people write. Both have the same import
// path, so each is asked by its own build of the same program.
func TestICE(t *testing.T) {
	input, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(input), "\n"), "\n")
	got := compare(t, input, "-modfile="+prepare(t))
	want := compare(t, input)
	if len(got) != len(lines) || len(want) != len(lines) {
		t.Fatalf("answers: got %d of the stand-in and %d of pion/ice, want %d", len(got), len(want), len(lines))
	}
	for i, line := range lines {
		if got[i] != want[i] {
			t.Errorf("%s:\n got %s\nwant %s", line, got[i], want[i])
		}
	}
}

// compare runs the program natively.
func compare(t *testing.T, input []byte, flags ...string) []string {
	t.Helper()
	command := exec.Command("go", append(append([]string{"run"}, flags...), "./testdata/compare")...)
	command.Stdin = bytes.NewReader(input)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go run %q: %v", flags, err)
	}
	return strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
}
