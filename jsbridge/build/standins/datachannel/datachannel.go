// Package datachannel stands in for pion/datachannel in the wasm. The browser does data channels itself; webrtc
// only needs this name, as what a detached channel can do.
package datachannel

import "io"

// ReadWriteCloser reads and writes messages; in the longer methods a flag says that a message is text.
type ReadWriteCloser interface {
	io.ReadWriteCloser
	ReadDataChannel(message []byte) (n int, isText bool, err error)
	WriteDataChannel(message []byte, isText bool) (n int, err error)
}
