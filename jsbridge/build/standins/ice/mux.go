package ice

import (
	"io"
	"net"
)

// A mux shares a port between agents. A page has neither, but webrtc has functions that make them.
type (
	TCPMux       io.Closer
	UDPMux       io.Closer
	TCPMuxParams struct {
		Listener       net.Listener
		Logger         any
		ReadBufferSize int
	}
	UDPMuxParams struct {
		UDPConn net.PacketConn
		Logger  any
	}
)

// NewTCPMuxDefault returns a mux that only closes what it was given.
func NewTCPMuxDefault(params TCPMuxParams) TCPMux { return params.Listener }

// NewUDPMuxDefault returns a mux that only closes what it was given.
func NewUDPMuxDefault(params UDPMuxParams) UDPMux { return params.UDPConn }
