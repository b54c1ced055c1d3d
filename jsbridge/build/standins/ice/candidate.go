// Package ice stands in for pion/ice in the wasm. The browser does ICE itself; what remains is what webrtc does
// with candidates, states and URLs of servers. It behaves like pion/ice even where one would choose otherwise:
// a test compares the two.
package ice

import (
	"fmt"
	"hash/crc32"
	"net"
	"strconv"
)

// Candidate is an address at which a peer may be reached.
type Candidate interface {
	Foundation() string
	ID() string
	Component() uint16
	NetworkType() NetworkType
	Address() string
	Port() int
	Priority() uint32
	RelatedAddress() *CandidateRelatedAddress
	String() string
	Type() CandidateType
	TCPType() TCPType
	Marshal() string
}

// CandidateRelatedAddress is where a candidate comes from that is not the host's own.
type CandidateRelatedAddress struct {
	Address string
	Port    int
}

func (a *CandidateRelatedAddress) String() string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf(" related %s:%d", a.Address, a.Port)
}

// candidate is the one implementation.
type candidate struct {
	id         string
	foundation string // "": computed
	component  uint16
	network    NetworkType
	priority   uint32 // 0: computed
	address    string
	port       int
	typ        CandidateType
	tcpType    TCPType
	related    *CandidateRelatedAddress
}

func (c *candidate) ID() string                               { return c.id }
func (c *candidate) Component() uint16                        { return c.component }
func (c *candidate) NetworkType() NetworkType                 { return c.network }
func (c *candidate) Address() string                          { return c.address }
func (c *candidate) Port() int                                { return c.port }
func (c *candidate) RelatedAddress() *CandidateRelatedAddress { return c.related }
func (c *candidate) Type() CandidateType                      { return c.typ }
func (c *candidate) TCPType() TCPType                         { return c.tcpType }

// Foundation is the same for candidates with the same type, address and network.
func (c *candidate) Foundation() string {
	if c.foundation != "" {
		return c.foundation
	}
	sum := crc32.ChecksumIEEE([]byte(c.typ.String() + c.address + c.network.String()))
	return strconv.FormatUint(uint64(sum), 10)
}

func (c *candidate) String() string {
	return fmt.Sprintf("%s %s %s%s", c.network, c.typ, net.JoinHostPort(c.address, strconv.Itoa(c.port)), c.related)
}
