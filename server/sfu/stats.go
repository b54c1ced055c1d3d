package sfu

// Counters count packets of one user.
type Counters struct {
	Received               uint64 // RTP from the user, without duplicates
	DroppedBeforeAdmission uint64 // of them, because the user was not admitted
	Forwarded              uint64 // packets sent to others that came from the user, one for each receiver
	ForwardedAudio         uint64 // of them, sound
	Sent                   uint64 // packets sent to the user, without retransmissions
	Retransmitted          uint64 // packets sent to the user again
	KeyframeRequests       uint64 // sent to the user
	SendErrors             uint64 // RTP and RTCP to the user that the socket refused
}

func (c *Counters) add(o Counters) {
	c.Received += o.Received
	c.DroppedBeforeAdmission += o.DroppedBeforeAdmission
	c.Forwarded += o.Forwarded
	c.ForwardedAudio += o.ForwardedAudio
	c.Sent += o.Sent
	c.Retransmitted += o.Retransmitted
	c.KeyframeRequests += o.KeyframeRequests
	c.SendErrors += o.SendErrors
}

// Stats counts what the server has forwarded.
type Stats struct {
	Total Counters                       // of all users, including those who left
	Rooms map[string]map[string]Counters // by call and user, of the users who are there
}

// Stats returns the current counters.
func (s *SFU) Stats() Stats {
	stats := Stats{Rooms: map[string]map[string]Counters{}}
	s.mux.Do(func() {
		stats.Total = s.total
		for r := range s.rooms {
			users := map[string]Counters{}
			for _, p := range r.peers {
				users[p.user] = p.count
				stats.Total.add(p.count)
			}
			stats.Rooms[r.callID] = users
		}
	})
	return stats
}
