// Package pctab makes Go's WebAssembly smaller: it takes out tables that no page reads.
//
// For each function the linker writes tables that map program counters to values: to the depth of the stack, to
// what is a pointer there, to file and line, and to where a thread may be interrupted. The runtime needs the
// first two. File and line serve only traces, which name functions without them; threads are interrupted by
// signals, which WebAssembly does not have. Compressed, these tables are a tenth of the program.
//
// A table that a function does not have is at offset 0, which the runtime takes for "unknown". So Trim sets the
// offsets of these tables to 0 and fills with zeros what is no longer used. The format is in runtime/symtab.go
// and runtime/runtime2.go of Go. It may change with any release, so Trim refuses a program unless the tables
// that it finds fill the place where they are.
package pctab

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"trtccalling/jsbridge/build/segments"
)

// Trim returns the module without the tables. Its memory does not differ in anything else.
func Trim(module []byte) ([]byte, error) {
	module = bytes.Clone(module)
	data, err := segments.Read(module)
	if err != nil {
		return nil, err
	}
	image := flatten(data)
	if err := trim(image); err != nil {
		return nil, fmt.Errorf("the program counter tables of this Go release are not as expected (look at "+
			"runtime/symtab.go, or build with make wasm-plain): %w", err)
	}
	for _, s := range data {
		copy(s.Bytes, image[s.Offset:])
	}
	return module, nil
}

// flatten is the memory that a program starts with.
func flatten(data []segments.Segment) []byte {
	var image []byte
	for _, s := range data {
		if end := s.Offset + len(s.Bytes); end > len(image) {
			image = append(image, make([]byte, end-len(image))...)
		}
		copy(image[s.Offset:], s.Bytes)
	}
	return image
}

func trim(image []byte) error {
	p, err := find(image)
	if err != nil {
		return err
	}
	used, err := p.used()
	if err != nil {
		return err
	}
	// Alignment leaves a few bytes over. More means that the offsets mean something else.
	if rest := bytes.Count(used, []byte{0}); rest > 16 {
		return fmt.Errorf("%d of %d bytes belong to no table", rest, len(used))
	}
	p.forget()
	if used, err = p.used(); err != nil {
		return err
	}
	for i := range p.tables {
		p.tables[i] *= used[i]
	}
	return nil
}

// magic begins what the linker writes about functions: the number of the format, 1 as the smallest step of a
// program counter, and 8 as the size of a pointer.
var magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Words of 8 bytes that follow magic; the last two are offsets from magic.
const (
	wordFunctions = 0
	wordTables    = 6
	wordRecords   = 7
	headerSize    = 8 + 8*8
)

// Offsets in a function's record.
const (
	fieldStack   = 16
	fieldFile    = 20
	fieldLine    = 24
	fieldCount   = 28 // of the tables in the list
	list         = 44 // where the other tables are
	listUnsafe   = list
	maxListCount = 8
)

// program is what Trim knows of a program; both are parts of its memory.
type program struct {
	tables  []byte
	records [][]byte // one per function
}

func find(image []byte) (*program, error) {
	at := bytes.Index(image, magic)
	if at < 0 || len(image) < at+headerSize {
		return nil, errors.New("there is no header")
	}
	word := func(i int) int { return int(binary.LittleEndian.Uint64(image[at+8+8*i:])) }
	count, tables, records := word(wordFunctions), word(wordTables), word(wordRecords)
	rest := image[at:]
	if tables < headerSize || records < tables || count < 1 || len(rest) < records || (len(rest)-records)/8 < count {
		return nil, errors.New("the header has other fields")
	}
	p := &program{tables: rest[tables:records]}
	for i := range count {
		record, err := findRecord(rest[records:], i)
		if err != nil {
			return nil, fmt.Errorf("function %d: %w", i, err)
		}
		p.records = append(p.records, record)
	}
	return p, nil
}

// findRecord reads an index of (entry, offset of the record); the record begins with the entry, too.
func findRecord(records []byte, i int) ([]byte, error) {
	entry, offset := field(records, 8*i), int(field(records, 8*i+4))
	if len(records) < offset+list || field(records, offset) != entry {
		return nil, errors.New("its record is not where it should be")
	}
	record := records[offset:]
	count := int(field(record, fieldCount))
	if count > maxListCount || len(record) < list+4*count {
		return nil, fmt.Errorf("it has %d tables", count)
	}
	return record[:list+4*count], nil
}

func field(record []byte, offset int) uint32 { return binary.LittleEndian.Uint32(record[offset:]) }

// used marks with 1 the bytes of tables that a function has.
func (p *program) used() ([]byte, error) {
	used := make([]byte, len(p.tables))
	for i, record := range p.records {
		for _, at := range fields(record) {
			if err := p.mark(used, int(field(record, at))); err != nil {
				return nil, fmt.Errorf("function %d: %w", i, err)
			}
		}
	}
	return used, nil
}

// fields are the offsets in a record that name tables.
func fields(record []byte) []int {
	all := []int{fieldStack, fieldFile, fieldLine}
	for at := list; at < len(record); at += 4 {
		all = append(all, at)
	}
	return all
}

// mark marks a table: pairs of a difference in value and one in program counters, until the former is 0. The
// first one may be 0, too.
func (p *program) mark(used []byte, start int) error {
	if start == 0 || (start < len(used) && used[start] == 1) {
		return nil // the function has none, or shares another one's
	}
	at, first := start, true
	for {
		if at >= len(p.tables) {
			return fmt.Errorf("the table at %d has no end", start)
		}
		if p.tables[at] == 0 && !first {
			break
		}
		first = false
		for range 2 {
			_, n := binary.Uvarint(p.tables[min(at, len(p.tables)):])
			if n <= 0 {
				return fmt.Errorf("the table at %d has no end", start)
			}
			at += n
		}
	}
	for i := start; i <= at; i++ {
		used[i] = 1
	}
	return nil
}

// forget removes from each function the tables that no page reads.
func (p *program) forget() {
	for _, record := range p.records {
		binary.LittleEndian.PutUint32(record[fieldFile:], 0)
		binary.LittleEndian.PutUint32(record[fieldLine:], 0)
		if len(record) > listUnsafe {
			binary.LittleEndian.PutUint32(record[listUnsafe:], 0)
		}
	}
}
