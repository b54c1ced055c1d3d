package sfu

import (
	"log/slog"

	"trtccalling/server/sfu/transport"
)

// SFU is the media of a server: all rooms over one socket.
type SFU struct {
	mux *transport.Mux
	log *slog.Logger

	// Protected by the Mux's lock:
	rooms map[*Room]struct{}
	phase int      // the tick at which the next peer begins
	total Counters // of peers that are gone
}

// New makes an SFU that uses the socket of mux.
func New(mux *transport.Mux, log *slog.Logger) *SFU {
	return &SFU{mux: mux, log: log, rooms: map[*Room]struct{}{}}
}

// Open makes a room for a call. It exists until Close.
func (s *SFU) Open(callID string, events Events) *Room {
	r := &Room{sfu: s, callID: callID, notices: newNotices(events)}
	s.mux.Do(func() { s.rooms[r] = struct{}{} })
	return r
}
