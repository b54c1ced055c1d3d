package api

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestSupport(t *testing.T) {
	everything := func(without ...string) map[string]bool {
		detail := map[string]bool{"isWebRTCSupported": true, "isMediaDevicesSupported": true, "isSecureContext": true}
		for _, name := range without {
			detail[name] = false
		}
		return detail
	}
	cases := []struct {
		name    string
		support Support
		code    int    // 0: calls are possible
		says    string // part of what a method says
	}{
		{"everything", Support{Secure: true, Detail: everything()}, 0, ""},
		{"no WebRTC", Support{Secure: true, Detail: everything("isWebRTCSupported")}, CodeUnsupported, "(isWebRTCSupported)"},
		{
			"a secure page without devices, as in some embedded browsers",
			Support{Secure: true, Detail: everything("isMediaDevicesSupported")}, CodeUnsupported, "(isMediaDevicesSupported)",
		},
		{
			"a page on plain http, where no browser gives devices",
			Support{Detail: everything("isSecureContext", "isMediaDevicesSupported")}, CodeDeviceDenied, "open it over https",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			event := c.support.Problem()
			if c.code == 0 {
				if event != nil {
					t.Fatalf("problem: got %v, want none", event)
				}
				return
			}
			if event == nil || event.Code != c.code {
				t.Fatalf("problem: got %v, want code %d", event, c.code)
			}
			if said := fmt.Sprint(event.Msg); !strings.Contains(said, c.says) {
				t.Errorf("got %q, want %q in it", said, c.says)
			}
		})
	}

	t.Run("a page on plain http is not told that its browser is unsupported", func(t *testing.T) {
		s := Support{Detail: everything("isSecureContext", "isMediaDevicesSupported")}
		if event := s.Unsupported(); event != nil {
			t.Errorf("got %v, want nothing", event)
		}
	})
}

func TestOldestBrowsersAreThoseOfThePackage(t *testing.T) {
	content, err := os.ReadFile("../../jsbridge/npm/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Browserslist []string }
	if err := json.Unmarshal(content, &manifest); err != nil {
		t.Fatal(err)
	}
	stated := strings.ToLower(strings.ReplaceAll(oldestBrowsers, " ", " >= "))
	if want := strings.Join(manifest.Browserslist, ", "); strings.ReplaceAll(stated, ", >= ", ", ") != want {
		t.Errorf("errors name %q, package.json %q", oldestBrowsers, want)
	}
}
