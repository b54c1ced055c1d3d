package walk

import (
	"bytes"
	"encoding/binary"
)

// frames takes one direction of a WebSocket connection apart, from its HTTP head on. It knows what the two
// programs here send: no extensions, and no message in several frames.
type frames struct {
	rest     []byte
	upgraded bool
}

const (
	textFrame = 1
)

// add takes bytes as they come and returns the text messages that are now complete.
func (f *frames) add(data []byte) (messages [][]byte) {
	f.rest = append(f.rest, data...)
	if !f.upgraded {
		_, after, found := bytes.Cut(f.rest, []byte("\r\n\r\n"))
		if !found {
			return nil
		}
		f.rest, f.upgraded = after, true
	}
	for {
		opcode, payload, size := frame(f.rest)
		if size == 0 {
			return messages
		}
		if opcode == textFrame {
			messages = append(messages, payload)
		}
		f.rest = f.rest[size:]
	}
}

// frame reads one frame (RFC 6455, 5.2); size is 0 when it is not complete.
func frame(b []byte) (opcode byte, payload []byte, size int) {
	if len(b) < 2 {
		return 0, nil, 0
	}
	at, length := 2, int(b[1]&0x7f)
	switch {
	case length == 126 && len(b) >= 4:
		at, length = 4, int(binary.BigEndian.Uint16(b[2:]))
	case length == 127 && len(b) >= 10:
		at, length = 10, int(binary.BigEndian.Uint64(b[2:]))
	case length >= 126:
		return 0, nil, 0
	}
	var mask [4]byte
	if b[1]&0x80 != 0 {
		if len(b) < at+4 {
			return 0, nil, 0
		}
		copy(mask[:], b[at:])
		at += 4
	}
	if len(b) < at+length {
		return 0, nil, 0
	}
	payload = make([]byte, length)
	for i := range payload {
		payload[i] = b[at+i] ^ mask[i%4]
	}
	return b[0] & 0x0f, payload, at + length
}
