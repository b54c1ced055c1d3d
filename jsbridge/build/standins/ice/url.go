package ice

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// URL is the address of a STUN or TURN server (RFC 7064, RFC 7065).
type URL struct {
	Scheme SchemeType
	Host   string
	Port   int
	Proto  ProtoType
}

// SchemeType says what a server does.
type SchemeType int

// ProtoType says how a server is reached.
type ProtoType int

// The schemes and protocols. Zero means none.
const (
	SchemeTypeSTUN SchemeType = iota + 1
	SchemeTypeSTUNS
	SchemeTypeTURN
	SchemeTypeTURNS

	ProtoTypeUDP ProtoType = 1
	ProtoTypeTCP ProtoType = 2
)

// schemes maps names to what they mean when nothing else is given.
var schemes = map[string]URL{
	"stun":  {Scheme: SchemeTypeSTUN, Port: 3478, Proto: ProtoTypeUDP},
	"stuns": {Scheme: SchemeTypeSTUNS, Port: 5349, Proto: ProtoTypeTCP},
	"turn":  {Scheme: SchemeTypeTURN, Port: 3478, Proto: ProtoTypeUDP},
	"turns": {Scheme: SchemeTypeTURNS, Port: 5349, Proto: ProtoTypeTCP},
}

// ParseURL reads the address of a server.
func ParseURL(text string) (*URL, error) {
	name, rest, _ := strings.Cut(text, ":")
	url, known := schemes[strings.ToLower(name)]
	if !known {
		return nil, fmt.Errorf("%q is not the address of a STUN or TURN server", text)
	}
	address, query, _ := strings.Cut(rest, "?")
	if err := url.setAddress(address); err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	if err := url.setQuery(query); err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return &url, nil
}

// setAddress reads a host, and a port where one is given.
func (u *URL) setAddress(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		port = strconv.Itoa(u.Port)
		host, _, err = net.SplitHostPort(address + ":" + port)
	}
	if err != nil {
		return err
	}
	if host == "" || strings.HasPrefix(host, "/") {
		return fmt.Errorf("the host is missing")
	}
	u.Host = host
	u.Port, err = strconv.Atoi(port)
	return err
}

// setQuery reads the protocol, which may be given only for TURN.
func (u *URL) setQuery(query string) error {
	isTURN := u.Scheme == SchemeTypeTURN || u.Scheme == SchemeTypeTURNS
	switch {
	case query == "":
	case isTURN && query == "transport=udp":
		u.Proto = ProtoTypeUDP
	case isTURN && query == "transport=tcp":
		u.Proto = ProtoTypeTCP
	default:
		return fmt.Errorf("what follows the question mark is not understood")
	}
	return nil
}
