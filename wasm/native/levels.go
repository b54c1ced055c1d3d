package native

import (
	"context"

	"trtccalling/wasm/api"
)

// Levels reports Loudness for everybody whose sound came since the previous call.
func (c *connection) Levels(context.Context) api.Levels {
	received, sent := c.media.counts()
	c.mu.Lock()
	defer c.mu.Unlock()
	levels := api.Levels{Users: make(map[string]int)}
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
