package browser

import (
	"syscall/js"
	"time"
)

// Browsers pause elements that leave the document, and frameworks take elements out and put them back, or put
// new ones with the same id in their place. Meanwhile a player keeps playing, so that at least its sound goes
// on, and it reappears wherever its element does.

// replayPause bounds how often a paused element is played again: something else may want it to be paused.
const replayPause = time.Second

// stays says whether a player goes on where it is: its element has left the document, or the page wants the
// view in another element that is not there yet, or never will be.
func (v *views) stays(key view) bool {
	p := v.players[key]
	return p != nil && p.at != nil && v.wanted[key] != nil
}

// onPause listens to an element of a player.
func (p *player) onPause(o *output) {
	o.events.Listen(o.element.Value, "pause", func(js.Value) {
		// This goroutine ends at once; it exists because the browser must not wait for the lock of the views.
		go p.views.paused(p)
	})
}

// paused is called when an element of a player was paused.
func (v *views) paused(p *player) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.players[p.key] == p {
		v.update(p.key)
	}
	p.playAgain()
}

// playAgain plays what is paused. It must be called with the views' mu held.
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
