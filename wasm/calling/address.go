package calling

import (
	"fmt"
	"strings"

	"trtccalling/server/protocol"
)

// address makes the WebSocket's URL of what Options.Server says. It looks only at what it has to change
// and at what would be understood wrongly; the rest is for whoever dials. (net/url would do more, and
// is too large for a page.)
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
		return "", malformed(server, "it names no host")
	case strings.ContainsAny(host, "@ \\%<>\""):
		return "", malformed(server, "its host is none")
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
