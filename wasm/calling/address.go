package calling

import (
	"errors"
	"fmt"
	"net/url"

	"trtccalling/server/protocol"
)

// address makes the WebSocket's URL of what Options.Server says.
func address(server string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", fmt.Errorf("the server address is malformed: %w", err)
	}
	schemes := map[string]string{"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
	scheme, known := schemes[u.Scheme]
	switch {
	case !known:
		return "", fmt.Errorf("the server address %q is malformed: it must begin with https, http, wss or ws", server)
	case u.Hostname() == "":
		return "", fmt.Errorf("the server address %q is malformed: it names no host", server)
	case u.User != nil:
		return "", errors.New("the server address is malformed: it must not hold a user or password")
	}
	u.Scheme, u.Fragment, u.RawFragment = scheme, "", ""
	if u.Path == "" || u.Path == "/" {
		u.Path = protocol.Path
	}
	return u.String(), nil
}
