package calling

import (
	"fmt"
	"strings"

	"trtccalling/server/protocol"
)

// address makes the WebSocket's URL from Options.Server. It checks only what it has to change and what would be
// misunderstood; the rest is left to Dial. (net/url would do more, and is too large for a page.)
func address(server string) (string, error) {
	scheme, rest, found := strings.Cut(server, "://")
	switch strings.ToLower(scheme) {
	case "http", "ws":
		scheme = "ws"
	case "https", "wss":
		scheme = "wss"
	default:
		found = false
	}
	if !found {
		return "", malformed(server, "it must begin with https://, http://, wss:// or ws://")
	}
	rest, _, _ = strings.Cut(rest, "#")
	at := strings.IndexAny(rest+"/", "/?")
	host := rest[:at]
	path, query, asked := strings.Cut(rest[at:], "?")
	switch {
	case host == "" || host[0] == ':':
		return "", malformed(server, "it has no host")
	case strings.ContainsAny(host, "@ \\%<>\""):
		return "", malformed(server, "its host is not valid")
	}
	if path == "" || path == "/" {
		path = protocol.Path
	}
	if asked {
		path += "?" + query
	}
	return scheme + "://" + host + path, nil
}

func malformed(server, why string) error {
	return fmt.Errorf("the server address %q is malformed: %s", server, why)
}
