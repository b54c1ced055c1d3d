package browser

import (
	"syscall/js"
	"time"
)

// Pages ask for a user's picture when they are told that the user has come, and by then the first picture has
// already been decoded. An element that comes later would show only the next one. So the picture plays outside
// of the document from the beginning, and the view takes the player over. A picture that nobody asks for is
// dropped after a while.

// preparePatience is how long a picture plays that nobody asks for.
const preparePatience = 5 * time.Second

// preparation is the picture of a user whom nobody has asked to see yet.
type preparation struct {
	player *player // nil once it was taken or dropped: one is enough
	drop   *time.Timer
}

// prepare plays a picture that may be asked for, once for each user.
func (v *views) prepare(key view, shown tracks) {
	p := v.prepared[key]
	if shown.video.IsUndefined() || v.audioCall {
		v.unprepare(key)
		return
	}
	if p == nil {
		p = &preparation{}
		v.prepared[key] = p
		if v.players[key] == nil {
			v.beginPreparing(key, p)
		}
	}
	if p.player != nil {
		p.player.show(tracks{video: shown.video})
	}
}

func (v *views) beginPreparing(key view, p *preparation) {
	p.player = newPlayer(v, key)
	p.player.onPlaying = func() {
		p.drop = time.AfterFunc(preparePatience, func() {
			v.mu.Lock()
			defer v.mu.Unlock()
			p.end()
		})
	}
}

// takePrepared hands the prepared player to a view that is about to be shown.
func (v *views) takePrepared(key view) *player {
	p := v.prepared[key]
	if p == nil || p.player == nil {
		return newPlayer(v, key)
	}
	taken := p.player
	taken.onPlaying = nil
	p.player = nil
	p.end()
	return taken
}

// unprepare drops the pictures of a user who has left.
func (v *views) unprepare(key view) {
	if p := v.prepared[key]; p != nil {
		p.end()
		delete(v.prepared, key)
	}
}

// end may be called more than once.
func (p *preparation) end() {
	if p.drop != nil {
		p.drop.Stop()
	}
	if p.player != nil {
		p.player.remove()
		p.player = nil
	}
}

// listenToPlaying listens to a picture that plays in no view.
func (p *player) listenToPlaying(o *output) {
	o.events.Listen(o.element.Value, "playing", func(js.Value) {
		// This goroutine ends at once; it exists because the browser must not wait for the lock of the views.
		go func() {
			p.views.mu.Lock()
			defer p.views.mu.Unlock()
			if begun := p.onPlaying; begun != nil {
				p.onPlaying = nil
				begun()
			}
		}()
	})
}
