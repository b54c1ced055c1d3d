package gateway

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
)

// bufferSize is what a WebSocket keeps for reading and for writing, in bytes. Most messages fit; net/http's own
// buffers are 4 KiB each, and most connections are idle.
const bufferSize = 512

// smallBuffers is a ResponseWriter whose connection has small buffers once it is hijacked.
type smallBuffers struct{ http.ResponseWriter }

// Hijack implements http.Hijacker.
func (w smallBuffers) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, large, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	early, err := large.Reader.Peek(large.Reader.Buffered())
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	r := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(early), conn), max(bufferSize, len(early)))
	if _, err := r.Peek(len(early)); err != nil { // the new owner looks for them in the buffer
		conn.Close()
		return nil, nil, err
	}
	return conn, bufio.NewReadWriter(r, bufio.NewWriterSize(conn, bufferSize)), nil
}
