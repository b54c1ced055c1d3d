package gateway

import (
	"net/http"
	"strings"
	"testing"
)

func TestOriginPolicy(t *testing.T) {
	for _, c := range []struct {
		name    string
		allowed []string
		dev     bool
		host    string
		origin  string // "-": no header
		want    bool
	}{
		{"a native client", nil, false, "calls.example", "-", true},
		{"a native client where a list is set", []string{"https://a.example"}, false, "calls.example", "-", true},
		{"an empty header", nil, false, "calls.example", "", false},
		{"its own host", nil, false, "calls.example", "https://calls.example", true},
		{"its own host over http", nil, false, "calls.example", "http://calls.example", true},
		{"its own host in capitals", nil, false, "Calls.Example", "https://calls.example", true},
		{"its own host and port", nil, false, "calls.example:8443", "https://calls.example:8443", true},
		{"its own host with the scheme's port in Host", nil, false, "calls.example:443", "https://calls.example", true},
		{"its own host with the other scheme's port", nil, false, "calls.example:80", "https://calls.example", false},
		{"its own host at another port", nil, false, "calls.example:8080", "http://calls.example:8081", false},
		{"its own IPv6 address", nil, false, "[2001:db8::1]:8080", "http://[2001:db8::1]:8080", true},
		{"another host", nil, false, "calls.example", "https://evil.example", false},
		{"a host with the same ending", nil, false, "calls.example", "https://evil-calls.example", false},
		{"a host with the same beginning", nil, false, "calls.example", "https://calls.example.evil.example", false},
		{"a sub-domain", nil, false, "calls.example", "https://a.calls.example", false},
		{"its own host as the user", nil, false, "calls.example", "https://calls.example@evil.example", false},
		{"a user at its own host", nil, false, "calls.example", "https://evil@calls.example", false},
		{"a path", nil, false, "calls.example", "https://calls.example/", false},
		{"a query", nil, false, "calls.example", "https://calls.example?a", false},
		{"a fragment", nil, false, "calls.example", "https://calls.example#a", false},
		{"null", nil, false, "calls.example", "null", false},
		{"null in development", nil, true, "localhost:8080", "null", false},
		{"a file", nil, true, "localhost:8080", "file://", false},
		{"an extension", nil, true, "localhost:8080", "chrome-extension://localhost", false},
		{"text", nil, false, "calls.example", "calls.example", false},
		{"two origins", nil, false, "calls.example", "https://calls.example, https://calls.example", false},
		{"localhost in production", nil, false, "calls.example", "http://localhost:5173", false},
		{"localhost in development", nil, true, "calls.example", "http://localhost:5173", true},
		{"127.0.0.1 in development", nil, true, "localhost:8080", "http://127.0.0.1:3000", true},
		{"[::1] in development", nil, true, "localhost:8080", "https://[::1]:3000", true},
		{"its own host in development", nil, true, "10.0.0.1:8080", "http://10.0.0.1:8080", true},
		{"another host in development", nil, true, "localhost:8080", "http://10.0.0.1:8080", false},
		{"a domain named like localhost", nil, true, "localhost:8080", "http://localhost.evil.example", false},
		{"a domain named like 127.0.0.1", nil, true, "localhost:8080", "http://127.0.0.1.evil.example", false},
		{"one of the list", []string{"https://a.example", "https://b.example:8443"}, false, "calls.example", "https://b.example:8443", true},
		{"one of the list written with its port", []string{"https://A.example:443"}, false, "calls.example", "https://a.example", true},
		{"a listed host with another scheme", []string{"https://a.example"}, false, "calls.example", "http://a.example", false},
		{"a listed host at another port", []string{"https://a.example"}, false, "calls.example", "https://a.example:8443", false},
		{"its own host where a list is set", []string{"https://a.example"}, false, "calls.example", "https://calls.example", false},
		{"localhost in development besides a list", []string{"https://a.example"}, true, "calls.example", "http://localhost:1", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			policy, err := NewOriginPolicy(c.allowed, c.dev)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{Host: c.host, Header: http.Header{}}
			wantOrigin := c.origin
			if c.origin == "-" {
				wantOrigin = ""
			} else {
				r.Header.Set("Origin", c.origin)
			}
			got, origin := policy.Allows(r)
			if got != c.want || origin != wantOrigin {
				t.Errorf("got %t, %q, want %t, %q", got, origin, c.want, wantOrigin)
			}
		})
	}
	t.Run("two headers", func(t *testing.T) {
		r := &http.Request{Host: "a.example", Header: http.Header{"Origin": {"https://a.example", "https://a.example"}}}
		if ok, _ := (OriginPolicy{}).Allows(r); ok {
			t.Error("got true, want false")
		}
	})
}

func TestNewOriginPolicyRefuses(t *testing.T) {
	for _, text := range []string{"", "*", "https://*", "https://*.example", "a.example", "https://a.example/", "https://a.example/app", "wss://a.example", "https://", "https://u@a.example", "https://a.example, https://b.example", "https://a.example:x"} {
		if _, err := NewOriginPolicy([]string{text}, true); err == nil {
			t.Errorf("%q: got nil, want an error", text)
		}
	}
}

func TestIsLoopbackHost(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "LOCALHOST:1": true, "127.0.0.1": true, "127.0.0.1:8080": true, "[::1]": true, "[::1]:8080": true,
		"": false, "evil.example": false, "localhost.evil.example:8080": false, "127.0.0.1.evil.example": false, "10.0.0.1:8080": false, "[::2]:8080": false,
	} {
		if got := IsLoopbackHost(host); got != want {
			t.Errorf("%q: got %t, want %t", host, got, want)
		}
	}
}

func TestRefusal(t *testing.T) {
	for _, c := range []struct{ name, origin, says string }{
		{"a site is named with the flag that allows it", "https://a.example", "start it with --origin https://a.example"},
		{"for a file or a sandboxed frame it says how to serve the page, because no flag allows it", "null", `the origin "null" cannot be allowed: serve the page over http`},
		{"the same for an extension", "chrome-extension://a", `"chrome-extension://a" cannot be allowed`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Refusal(c.origin); !strings.Contains(got, c.says) {
				t.Errorf("got %q, want it to say %q", got, c.says)
			}
		})
	}
}
