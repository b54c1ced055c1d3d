package calling

import (
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	for _, test := range []struct{ server, want string }{
		{"https://example.com", "wss://example.com/v1/signal"},
		{"http://127.0.0.1:8080/", "ws://127.0.0.1:8080/v1/signal"},
		{"wss://example.com/calls/v1/signal", "wss://example.com/calls/v1/signal"},
		{"WS://[::1]:80", "ws://[::1]:80/v1/signal"},
		{"https://example.com?node=2", "wss://example.com/v1/signal?node=2"},
		{"https://example.com/#part", "wss://example.com/v1/signal"},
	} {
		if got, err := address(test.server); err != nil || got != test.want {
			t.Errorf("%s: got %q %v, want %q", test.server, got, err, test.want)
		}
	}
	for _, server := range []string{"", "example.com", "//example.com", "ftp://a", "https://", "http://:80", "http://a b", "http://u:p@a", "http:/a"} {
		got, err := address(server)
		if err == nil || !strings.Contains(err.Error(), "malformed") {
			t.Errorf("%q: got %q %v, want an error", server, got, err)
		}
	}
}
