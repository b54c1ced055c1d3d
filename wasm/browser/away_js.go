package browser

import (
	"syscall/js"
	"time"
)

// Browsers pause what leaves the document, and frameworks take elements out and put them back, or put new ones
// with the same id in their place. A player goes on in between, so that at least the sound does, and appears
// again wherever its element does.

// replayPause bounds how often what is paused is played again: something else may want it to be paused.
const replayPause = time.Second

// stays says whether a player goes on where it is: its element has left the document, or the page wants the view in
// another one that is not there yet, or never will be.
func (v *views) stays(key view) bool {
	p := v.players[key]
	return p != nil && p.at != nil && v.wanted[key] != nil
}

// onPause listens to an element of a player.
func (p *player) onPause(o *output) {
	o.events.Listen(o.element.Value, "pause", func(js.Value) {
		// It ends at once: the browser must not wait for the lock of the views.
		go p.views.paused(p)
	})
}

// paused is for a player of which something was paused.
func (v *views) paused(p *player) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.players[p.key] == p {
		v.update(p.key)
	}
	p.playAgain()
}

// playAgain plays what is paused. It needs the views' mu.
func (p *player) playAgain() {
	if wait := time.Until(p.replayed.Add(replayPause)); wait > 0 {
		p.playLater(wait)
		return
	}
	for _, o := range [...]*output{p.audio, p.video} {
		if o != nil && o.element.Get("paused").Bool() {
			p.replayed = time.Now()
			p.play(o)
		}
	}
}

func (p *player) playLater(wait time.Duration) {
	if p.replay != nil {
		return
	}
	p.replay = time.AfterFunc(wait, func() {
		p.views.mu.Lock()
		defer p.views.mu.Unlock()
		p.replay = nil
		p.playAgain()
	})
}
