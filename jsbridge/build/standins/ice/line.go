package ice

import (
	"fmt"
	"strconv"
	"strings"
)

// Marshal writes a candidate in SDP form (RFC 8839, section 5.1), without "candidate:".
func (c *candidate) Marshal() string {
	foundation := c.Foundation()
	if foundation == " " {
		foundation = ""
	}
	address, _, _ := strings.Cut(c.address, "%")
	line := fmt.Sprintf("%s %d %s %d %s %d typ %s", foundation, c.component, c.network.NetworkShort(),
		c.Priority(), address, c.port, c.typ)
	if c.tcpType != TCPTypeUnspecified {
		line += " tcptype " + c.tcpType.String()
	}
	if c.related != nil && c.related.Address != "" && c.related.Port != 0 {
		line += fmt.Sprintf(" raddr %s rport %d", c.related.Address, c.related.Port)
	}
	return line
}

// UnmarshalCandidate reads a candidate in SDP form, with or without "candidate:". Some have no foundation and
// begin with a space.
func UnmarshalCandidate(line string) (Candidate, error) {
	fields := strings.Fields(line)
	if strings.HasPrefix(line, " ") {
		fields = append([]string{" "}, fields...)
	}
	if len(fields) < 8 {
		return nil, fmt.Errorf("a candidate has at least 8 words, and this one has %d", len(fields))
	}
	r := reader{fields: fields}
	address, _, _ := strings.Cut(fields[4], "%")
	config := mappedConfig{
		Foundation: fields[0],
		Component:  uint16(r.number(1, 16)),
		Network:    fields[2],
		Priority:   uint32(r.number(3, 32)),
		Address:    address,
		Port:       int(r.number(5, 16)),
	}
	tcpType := r.extension(&config)
	if r.err != nil {
		return nil, r.err
	}
	return newCandidate(fields[7], config, tcpType)
}

// reader reads words and remembers the first thing that was wrong.
type reader struct {
	fields []string
	err    error
}

func (r *reader) number(index, bits int) uint64 {
	n, err := strconv.ParseUint(r.word(index), 10, bits)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("word %d of a candidate: %w", index+1, err)
	}
	return n
}

func (r *reader) word(index int) string {
	if index < len(r.fields) {
		return r.fields[index]
	}
	if r.err == nil {
		r.err = fmt.Errorf("a candidate ends after %q", r.fields[len(r.fields)-1])
	}
	return ""
}

// extension reads what may follow the type. What follows that is ignored.
func (r *reader) extension(config *mappedConfig) TCPType {
	if len(r.fields) == 8 {
		return TCPTypeUnspecified
	}
	switch r.fields[8] {
	case "raddr":
		config.RelAddr, config.RelPort = r.word(9), int(r.number(11, 16))
	case "tcptype":
		return NewTCPType(r.word(9))
	}
	return TCPTypeUnspecified
}

func newCandidate(typ string, config mappedConfig, tcpType TCPType) (Candidate, error) {
	switch typ {
	case "host":
		return host(config, tcpType)
	case "srflx":
		return mapped(CandidateTypeServerReflexive, config).on(config.Network)
	case "prflx":
		return mapped(CandidateTypePeerReflexive, config).on(config.Network)
	case "relay":
		return mapped(CandidateTypeRelay, config).on(config.Network)
	}
	return nil, fmt.Errorf("unknown candidate type %q", typ)
}
