// Package segments makes Go's WebAssembly smaller for compressors.
//
// Go's linker starts a new data segment at every run of zero bytes, tens of thousands in a program. Each
// carries its own address, which no compressor can guess. Join writes the zeros out where the gap between two
// segments is small, so that only a few segments remain. The memory that the program starts with is the same,
// byte for byte.
//
// The format is https://webassembly.github.io/spec/core/binary/modules.html.
package segments

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Sections that Join changes.
const (
	sectionData      = 11
	sectionDataCount = 12
)

const header = "\x00asm\x01\x00\x00\x00"

// Segment is a part of a module's initial memory.
type Segment struct {
	Offset int
	Bytes  []byte
}

// Join returns the module with those data segments joined whose gap is at most gap bytes.
func Join(module []byte, gap int) ([]byte, error) {
	segments, err := Read(module)
	if err != nil {
		return nil, err
	}
	joined, err := join(segments, gap)
	if err != nil {
		return nil, err
	}
	out := []byte(header)
	err = Sections(module, func(id byte, content []byte) error {
		switch id {
		case sectionData:
			content = encode(joined)
		case sectionDataCount:
			content = binary.AppendUvarint(nil, uint64(len(joined)))
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(content)))
		out = append(out, content...)
		return nil
	})
	return out, err
}

// Read returns the data segments of a module. Their bytes are the module's own: changing them changes the
// module.
func Read(module []byte) ([]Segment, error) {
	var segments []Segment
	err := Sections(module, func(id byte, content []byte) (err error) {
		if id == sectionData {
			segments, err = decode(content)
		}
		return err
	})
	return segments, err
}

func join(segments []Segment, gap int) ([]Segment, error) {
	segments = slices.SortedStableFunc(slices.Values(segments), func(a, b Segment) int { return a.Offset - b.Offset })
	var joined []Segment
	end := 0
	for _, s := range segments {
		if s.Offset < end {
			return nil, fmt.Errorf("the data segment at %d overlaps the previous one", s.Offset)
		}
		if last := len(joined) - 1; last >= 0 && s.Offset-end <= gap {
			joined[last].Bytes = append(joined[last].Bytes, make([]byte, s.Offset-end)...)
			joined[last].Bytes = append(joined[last].Bytes, s.Bytes...)
		} else {
			joined = append(joined, Segment{s.Offset, bytes.Clone(s.Bytes)})
		}
		end = s.Offset + len(s.Bytes)
	}
	return joined, nil
}

// Sections calls f for each section of a module.
func Sections(module []byte, f func(id byte, content []byte) error) error {
	if !bytes.HasPrefix(module, []byte(header)) {
		return errors.New("not a WebAssembly module of version 1")
	}
	r := &reader{rest: module[len(header):]}
	for len(r.rest) > 0 {
		id := r.byte()
		content := r.take(r.unsigned())
		if r.err != nil {
			return r.err
		}
		if err := f(id, content); err != nil {
			return fmt.Errorf("section %d: %w", id, err)
		}
	}
	return nil
}

// Opcodes of an offset expression: an i32.const and its end.
const (
	opI32Const = 0x41
	opEnd      = 0x0b
)

func decode(content []byte) ([]Segment, error) {
	r := &reader{rest: content}
	segments := make([]Segment, 0, len(content)/16)
	for count := r.unsigned(); count > 0 && r.err == nil; count-- {
		if mode, op := r.unsigned(), r.byte(); mode != 0 || op != opI32Const {
			return nil, errors.New("a data segment is not active at a constant offset of memory 0")
		}
		offset := r.signed()
		if r.byte() != opEnd || offset < 0 {
			return nil, errors.New("a data segment has no plain offset")
		}
		segments = append(segments, Segment{offset, r.take(r.unsigned())})
	}
	return segments, r.err
}

func encode(segments []Segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, 0, opI32Const)
		out = appendSigned(out, s.Offset)
		out = append(out, opEnd)
		out = binary.AppendUvarint(out, uint64(len(s.Bytes)))
		out = append(out, s.Bytes...)
	}
	return out
}

// appendSigned appends signed LEB128, which is not the zigzag of encoding/binary.
func appendSigned(out []byte, value int) []byte {
	for {
		low := byte(value & 0x7f)
		value >>= 7
		if value == 0 && low&0x40 == 0 {
			return append(out, low)
		}
		out = append(out, low|0x80)
	}
}

// reader takes a module apart; its first error sticks.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) take(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.rest) {
		r.fail()
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *reader) unsigned() int {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 || value > 1<<32-1 {
		r.fail()
		return 0
	}
	r.take(n)
	return int(value)
}

// signed reads a signed LEB128 of 32 bits; an offset above 2 GiB would be negative.
func (r *reader) signed() int {
	value, shift := int64(0), 0
	for shift < 35 {
		b := r.byte()
		value |= int64(b&0x7f) << shift
		shift += 7
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				value |= -1 << shift
			}
			return int(value)
		}
	}
	r.fail()
	return 0
}

func (r *reader) fail() {
	r.rest = nil
	if r.err == nil {
		r.err = errors.New("the module ends early or holds a number that is too large")
	}
}
