package protocol

import (
	"strings"
	"testing"
)

func TestCheckVersions(t *testing.T) {
	for _, test := range []struct {
		name           string
		server, client int
		want           []string // words of the refusal; nil: they work together
	}{
		{"the same", 3, 3, nil},
		{"the client is of the version before", 3, 2, nil},
		{"the server is of the version before", 2, 3, nil},
		{"the client is too old", 3, 1, []string{"server speaks version 3", "client version 1", "update the page's package trtc-calling-wasm"}},
		{"the server is too old", 1, 3, []string{"server speaks version 1", "client version 3", "update the server"}},
		{"the client names none", 1, 0, []string{"version 0"}},
		{"the server names none", 0, 1, []string{"version 0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			refusal := CheckVersions(test.server, test.client)
			if (refusal == nil) != (test.want == nil) {
				t.Fatalf("got %v, want a refusal with %q", refusal, test.want)
			}
			for _, words := range test.want {
				if refusal.Code != CodeVersion || !strings.Contains(refusal.Message, words) {
					t.Errorf("got %v, want code %d and %q", refusal, CodeVersion, words)
				}
			}
		})
	}
}
