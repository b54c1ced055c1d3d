package machine

import "trtccalling/server/protocol"

// backlog keeps what came too early. It grows with what the server says while a request or a prompt is under
// way; the reply, the prompt's answer or the end of the call empties it.
type backlog struct {
	early   []protocol.Update // to be applied after the reply to call, join or accept
	untold  []protocol.Update // applied, but the page does not know of the call yet
	crossed *crossing         // an invitation that crossed a call of this user's own
}

// crossing is an invitation that waits for the end of the call it has crossed.
type crossing struct {
	protocol.Invited
	updates []protocol.Update // what has happened to it since then
}

func (b *backlog) takeEarly() []protocol.Update {
	early := b.early
	b.early = nil
	return early
}

func (b *backlog) takeUntold() []protocol.Update {
	untold := b.untold
	b.untold = nil
	return untold
}

// note records what happens to the waiting invitation, and forgets it when it stops ringing.
func (b *backlog) note(u protocol.Update) {
	switch {
	case b.crossed == nil || b.crossed.CallID != u.CallID:
	case u.Over:
		b.crossed = nil
	default:
		b.crossed.updates = append(b.crossed.updates, u)
	}
}
