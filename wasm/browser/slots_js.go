package browser

import (
	"syscall/js"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// Names of the kinds of tracks, as media stream tracks and slots have them.
const (
	audioKind = "audio"
	videoKind = "video"
)

// tracks are what there is to show of a user; a missing track is undefined.
type tracks struct{ audio, video js.Value }

func (t tracks) empty() bool { return t.audio.IsUndefined() && t.video.IsUndefined() }

// remoteTracks finds the tracks that the slots name, by the view that shows them.
func (c *connection) remoteTracks(slots []protocol.Slot) map[view]tracks {
	byMid := c.receivedTracks()
	all := make(map[view]tracks)
	for _, slot := range slots {
		track, ok := byMid[slot.Mid]
		if !ok {
			c.page.warn("the server names an m-line that does not exist: " + slot.Mid)
			continue
		}
		key := remoteView(slot.UserID)
		if slot.Source == protocol.SourceScreen {
			key.Kind = api.ScreenView
		}
		shown := all[key]
		if slot.Kind == audioKind {
			shown.audio = track
		} else {
			shown.video = track
		}
		all[key] = shown
	}
	return all
}

// receivedTracks lists the tracks of all m-lines. They exist from the beginning and stay the same, whatever is
// sent on them.
func (c *connection) receivedTracks() map[string]js.Value {
	byMid := c.receivers()
	for mid, receiver := range byMid {
		byMid[mid] = receiver.Get("track")
	}
	return byMid
}

// receivers lists the RTCRtpReceivers of all m-lines.
func (c *connection) receivers() map[string]js.Value {
	byMid := make(map[string]js.Value)
	transceivers := c.raw.Call("getTransceivers")
	for i := range transceivers.Length() {
		transceiver := transceivers.Index(i)
		if mid := transceiver.Get("mid"); mid.Type() == js.TypeString {
			byMid[mid.String()] = transceiver.Get("receiver")
		}
	}
	return byMid
}
