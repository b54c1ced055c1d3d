package gateway

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// OriginPolicy decides which pages may talk to the server. A browser says in the Origin header where the page
// came from, and a page cannot change that; programs that are not browsers send none.
//
// The zero value allows only pages of the server's own host.
type OriginPolicy struct {
	allowed  []string // when empty: the request's own host
	loopback bool     // besides those, every origin on this machine
}

// NewOriginPolicy returns a policy that allows exactly the listed origins, each scheme://host or
// scheme://host:port, or with none the request's own host. With loopback it also allows every
// origin on localhost, 127.0.0.1 and [::1] at any port: the development servers of page authors.
func NewOriginPolicy(origins []string, loopback bool) (OriginPolicy, error) {
	p := OriginPolicy{loopback: loopback}
	for _, text := range origins {
		u, ok := parseOrigin(text)
		if !ok {
			return OriginPolicy{}, fmt.Errorf("%q is not an origin: write scheme://host or scheme://host:port, and nothing after it", text)
		}
		p.allowed = append(p.allowed, u.String())
	}
	return p, nil
}

// Allows says whether the page that sent the request may talk to the server, and where that page came from, as
// the header has it ("" for a client that is not a browser).
func (p OriginPolicy) Allows(r *http.Request) (ok bool, origin string) {
	headers := r.Header.Values("Origin")
	if len(headers) == 0 {
		return true, ""
	}
	// A browser sends one. A sandboxed frame or a local file sends "null", which is nobody's.
	origin = strings.Join(headers, ", ")
	u, ok := parseOrigin(origin)
	if !ok {
		return false, origin
	}
	return p.allows(u, r.Host), origin
}

func (p OriginPolicy) allows(u *url.URL, host string) bool {
	if p.loopback && isLoopback(u.Hostname()) {
		return true
	}
	if len(p.allowed) > 0 {
		return slices.Contains(p.allowed, u.String())
	}
	return u.Host == trimPort(strings.ToLower(host), u.Scheme)
}

// Refusal says why pages of an origin are refused, and what would let them in.
func Refusal(origin string) string {
	if _, ok := parseOrigin(origin); !ok {
		return fmt.Sprintf("pages from the origin %q cannot be allowed: "+
			"serve the page over http or https, not as file:// and not in a sandboxed frame", origin)
	}
	return fmt.Sprintf("the server does not allow pages from %s; start it with --origin %s to allow them", origin, origin)
}

// parseOrigin reads an origin as RFC 6454 writes it, with http or https, and returns it in lower
// case and without the scheme's own port, so that equal origins are equal texts.
func parseOrigin(text string) (*url.URL, bool) {
	u, err := url.Parse(strings.ToLower(text))
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, false
	}
	// Anything else a URL may have (user, path, query, fragment) is not part of an origin.
	if u.Scheme+"://"+u.Host != strings.ToLower(text) || strings.ContainsAny(u.Host, "*,@ ") {
		return nil, false
	}
	u.Host = trimPort(u.Host, u.Scheme)
	return u, true
}

// trimPort removes from host the port that the scheme implies.
func trimPort(host, scheme string) string {
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// IsLoopbackHost says whether a Host header names this machine: as localhost, 127.0.0.1 or [::1].
func IsLoopbackHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]") // there is no port
	}
	return isLoopback(strings.ToLower(name))
}

func isLoopback(name string) bool {
	if name == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && (address == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || address == netip.IPv6Loopback())
}
