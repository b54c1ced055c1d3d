package browser

import (
	"context"

	"trtccalling/server/protocol"
)

// Grow adds m-lines until there are this many of each kind; those on which this user sends count as well.
func (c *connection) Grow(_ context.Context, lines protocol.Lines) error {
	audio, video := c.countLines()
	for ; audio < lines.Audio; audio++ {
		if err := c.addReceiver(audioKind); err != nil {
			return err
		}
	}
	for ; video < lines.Video; video++ {
		if err := c.addReceiver(videoKind); err != nil {
			return err
		}
	}
	return nil
}

func (c *connection) countLines() (audio, video int) {
	transceivers := c.raw.Call("getTransceivers")
	for i := range transceivers.Length() {
		if transceivers.Index(i).Get("receiver").Get("track").Get("kind").String() == audioKind {
			audio++
		} else {
			video++
		}
	}
	return audio, video
}

func (c *connection) addReceiver(kind string) error {
	_, err := c.addTransceiver(kind, map[string]any{"direction": "recvonly"})
	return err
}

// SetType tells the views whether sound plays without a view.
func (c *connection) SetType(call protocol.CallType) {
	c.page.views.setAudioCall(c, call == protocol.AudioCall)
}

// ShowPicture tells the views whether a user sends a picture.
func (c *connection) ShowPicture(userID string, on bool) { c.page.views.setPicture(c, userID, on) }
