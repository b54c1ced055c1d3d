package native

import (
	"context"

	"trtccalling/wasm/calling"
)

// Levels says Loudness of everybody whose sound came since the last time.
func (c *connection) Levels(context.Context) calling.Levels {
	received, sent := c.media.counts()
	c.mu.Lock()
	defer c.mu.Unlock()
	levels := calling.Levels{Users: make(map[string]int)}
	for user, counts := range received {
		if counts.Audio > c.heard[user] {
			levels.Users[user] = Loudness
		}
		c.heard[user] = counts.Audio
	}
	if sent.Audio > c.spoken {
		levels.Self = Loudness
	}
	c.spoken = sent.Audio
	return levels
}
