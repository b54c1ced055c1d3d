package ice

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
)

// ErrAddressParseFailed says that an address is neither an IP address nor an mDNS name.
var ErrAddressParseFailed = errors.New("failed to parse address")

// CandidateHostConfig describes a candidate on an interface of the host.
type CandidateHostConfig struct {
	CandidateID string
	Network     string
	Address     string
	Port        int
	Component   uint16
	Priority    uint32
	Foundation  string
	TCPType     TCPType
}

// mappedConfig describes a candidate on something between the peers.
type mappedConfig struct {
	CandidateID string
	Network     string
	Address     string
	Port        int
	Component   uint16
	Priority    uint32
	Foundation  string
	RelAddr     string
	RelPort     int
}

// The candidates that differ only in their type.
type (
	CandidateServerReflexiveConfig mappedConfig
	CandidatePeerReflexiveConfig   mappedConfig
	CandidateRelayConfig           mappedConfig
)

// NewCandidateHost makes a candidate on an interface of the host.
func NewCandidateHost(config *CandidateHostConfig) (Candidate, error) {
	return host(mappedConfig{
		CandidateID: config.CandidateID,
		Network:     config.Network,
		Address:     config.Address,
		Port:        config.Port,
		Component:   config.Component,
		Priority:    config.Priority,
		Foundation:  config.Foundation,
	}, config.TCPType)
}

// host makes a candidate on an interface of the host. One whose address is hidden behind an mDNS name counts as
// UDP over IPv4.
func host(config mappedConfig, tcpType TCPType) (Candidate, error) {
	c := mapped(CandidateTypeHost, config)
	c.tcpType, c.related = tcpType, nil
	if strings.HasSuffix(config.Address, ".local") {
		c.network = NetworkTypeUDP4
		return c, nil
	}
	return c.on(config.Network)
}

// NewCandidateServerReflexive makes a candidate that a STUN server has seen.
func NewCandidateServerReflexive(config *CandidateServerReflexiveConfig) (Candidate, error) {
	return mapped(CandidateTypeServerReflexive, mappedConfig(*config)).on(config.Network)
}

// NewCandidatePeerReflexive makes a candidate that the peer has seen.
func NewCandidatePeerReflexive(config *CandidatePeerReflexiveConfig) (Candidate, error) {
	return mapped(CandidateTypePeerReflexive, mappedConfig(*config)).on(config.Network)
}

// NewCandidateRelay makes a candidate of a TURN server.
func NewCandidateRelay(config *CandidateRelayConfig) (Candidate, error) {
	return mapped(CandidateTypeRelay, mappedConfig(*config)).on(config.Network)
}

func mapped(typ CandidateType, config mappedConfig) *candidate {
	if config.CandidateID == "" {
		config.CandidateID = fmt.Sprintf("candidate:%016x%016x", rand.Uint64(), rand.Uint64())
	}
	return &candidate{
		id:         config.CandidateID,
		foundation: config.Foundation,
		component:  config.Component,
		priority:   config.Priority,
		address:    config.Address,
		port:       config.Port,
		typ:        typ,
		related:    &CandidateRelatedAddress{Address: config.RelAddr, Port: config.RelPort},
	}
}

// on finds the candidate's network from a transport and its address.
func (c *candidate) on(transport string) (Candidate, error) {
	ip := net.ParseIP(c.address)
	transport = strings.ToLower(transport)
	switch {
	case ip == nil:
		return nil, fmt.Errorf("%w %q", ErrAddressParseFailed, c.address)
	case strings.HasPrefix(transport, "udp"):
		c.network = NetworkTypeUDP4
	case strings.HasPrefix(transport, "tcp"):
		c.network = NetworkTypeTCP4
	default:
		return nil, fmt.Errorf("unable to determine network type from %s %s", transport, ip)
	}
	if ip.To4() == nil {
		c.network++ // the same over IPv6
	}
	return c, nil
}
