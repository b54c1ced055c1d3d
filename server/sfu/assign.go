package sfu

import (
	"slices"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/transport"
)

// assign gives the wanted tracks to slots and returns whether anything changed. A slot keeps its track as long
// as that is wanted; tracks that find no free slot of their kind wait, and get the next ones that become free
// in the order of wanted.
func assign(slots []*slot, wanted []*track, now time.Time) (changed bool) {
	for _, s := range slots {
		if s.track != nil && !slices.Contains(wanted, s.track) {
			s.carry(nil, now)
			changed = true
		}
	}
	for _, t := range wanted {
		if slices.ContainsFunc(slots, func(s *slot) bool { return s.track == t }) {
			continue
		}
		i := slices.IndexFunc(slots, func(s *slot) bool { return s.track == nil && s.line.Kind == t.line.Kind })
		if i >= 0 {
			slots[i].carry(t, now)
			changed = true
		}
	}
	return changed
}

// inUse counts the slots that carry something.
func inUse(slots []*slot) (count int) {
	for _, s := range slots {
		if s.track != nil {
			count++
		}
	}
	return count
}

// table lists the slots that are in use, as the client is told. It is never nil.
func table(slots []*slot) []protocol.Slot {
	list := []protocol.Slot{}
	for _, s := range slots {
		if s.track != nil {
			list = append(list, protocol.Slot{
				Mid: s.line.Mid, UserID: s.track.peer.user, Kind: string(s.line.Kind), Source: s.track.source(),
			})
		}
	}
	return list
}

// source names what a track shows.
func (t *track) source() string {
	switch {
	case t.line.Kind == transport.Audio:
		return protocol.SourceMicrophone
	case t.isScreen:
		return protocol.SourceScreen
	}
	return protocol.SourceCamera
}
