package ice

import "strings"

const unknown = "Unknown"

// CandidateType says how an address was found.
type CandidateType byte

// The types of RFC 8445, section 5.1.1.
const (
	CandidateTypeUnspecified CandidateType = iota
	CandidateTypeHost
	CandidateTypeServerReflexive
	CandidateTypePeerReflexive
	CandidateTypeRelay
)

func (t CandidateType) String() string {
	switch t {
	case CandidateTypeHost:
		return "host"
	case CandidateTypeServerReflexive:
		return "srflx"
	case CandidateTypePeerReflexive:
		return "prflx"
	case CandidateTypeRelay:
		return "relay"
	}
	return "Unknown candidate type"
}

// NetworkType is a transport and a version of IP.
type NetworkType int

// The network types. Zero means none.
const (
	NetworkTypeUDP4 NetworkType = iota + 1
	NetworkTypeUDP6
	NetworkTypeTCP4
	NetworkTypeTCP6
)

func (t NetworkType) String() string {
	switch t {
	case NetworkTypeUDP4, NetworkTypeTCP4:
		return t.NetworkShort() + "4"
	case NetworkTypeUDP6, NetworkTypeTCP6:
		return t.NetworkShort() + "6"
	}
	return unknown
}

// NetworkShort is the transport, as candidates name it.
func (t NetworkType) NetworkShort() string {
	switch t {
	case NetworkTypeUDP4, NetworkTypeUDP6:
		return "udp"
	case NetworkTypeTCP4, NetworkTypeTCP6:
		return "tcp"
	}
	return unknown
}

func (t NetworkType) isTCP() bool { return t == NetworkTypeTCP4 || t == NetworkTypeTCP6 }

// TCPType says who opens a TCP connection (RFC 6544, section 4.5).
type TCPType int

// The TCP types. The first one is for candidates over UDP.
const (
	TCPTypeUnspecified TCPType = iota
	TCPTypeActive
	TCPTypePassive
	TCPTypeSimultaneousOpen
)

// NewTCPType reads a TCP type; anything else is unspecified.
func NewTCPType(text string) TCPType {
	switch strings.ToLower(text) {
	case "active":
		return TCPTypeActive
	case "passive":
		return TCPTypePassive
	case "so":
		return TCPTypeSimultaneousOpen
	}
	return TCPTypeUnspecified
}

func (t TCPType) String() string {
	switch t {
	case TCPTypeUnspecified:
		return ""
	case TCPTypeActive:
		return "active"
	case TCPTypePassive:
		return "passive"
	case TCPTypeSimultaneousOpen:
		return "so"
	}
	return unknown
}
