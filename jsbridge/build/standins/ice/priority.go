package ice

// Priority is the candidate's own, or that of RFC 8445, section 5.1.2.1.
func (c *candidate) Priority() uint32 {
	if c.priority != 0 {
		return c.priority
	}
	return c.typePreference()<<24 + c.localPreference()<<8 + 256 - uint32(c.component)
}

// typePreference puts TCP below UDP: where both work, UDP is better for media.
func (c *candidate) typePreference() uint32 {
	var preference uint32
	switch c.typ {
	case CandidateTypeHost:
		preference = 126
	case CandidateTypePeerReflexive:
		preference = 110
	case CandidateTypeServerReflexive:
		preference = 100
	default:
		return 0
	}
	if c.network.isTCP() {
		preference -= 27
	}
	return preference
}

// localPreference is the one of RFC 6544, section 4.2: for TCP the direction counts.
func (c *candidate) localPreference() uint32 {
	if !c.network.isTCP() {
		return 65535
	}
	return c.directionPreference()<<13 + 8191
}

func (c *candidate) directionPreference() uint32 {
	order := []TCPType{TCPTypeSimultaneousOpen, TCPTypePassive, TCPTypeActive}
	if c.typ == CandidateTypeServerReflexive || c.typ == CandidateTypePeerReflexive {
		order = []TCPType{TCPTypePassive, TCPTypeActive, TCPTypeSimultaneousOpen}
	}
	for i, t := range order {
		if t == c.tcpType {
			return uint32(2 * (i + 1))
		}
	}
	return 0
}
