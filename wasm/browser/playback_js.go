package browser

import (
	"context"
	"errors"
	"slices"
	"sync"
	"syscall/js"
	"time"

	"trtccalling/jsbridge"
)

// refusalPatience is how long a browser may take to refuse what it does not allow.
const refusalPatience = time.Second

// playback plays media elements. A browser refuses sound before the user has touched the page; what was refused
// is played at the next gesture.
type playback struct {
	document js.Value
	warn     func(text string)
	blocked  func(users []string) // told when an episode of refusals begins; never blocks

	mu        sync.Mutex // protects:
	playing   []*attempt
	refused   []media
	isBlocked bool            // from the first refusal until everything plays
	gesture   *jsbridge.Scope // not nil while something is refused
	onGesture js.Value        // the listener, a function of gesture
	speaker   string          // the id of the device that sound is played on; "" is the default
}

// media is an element and the user it plays.
type media struct {
	element js.Value
	user    string
}

// attempt is a call of play() that has not been answered yet.
type attempt struct {
	media
	again  bool // it was refused before
	cancel context.CancelFunc
	ended  chan struct{}
}

func newPlayback(document js.Value, warn func(string)) *playback {
	return &playback{document: document, warn: warn, blocked: func([]string) {}}
}

// play starts an element and returns at once.
func (p *playback) play(m media) { p.try(m, false) }

// try returns nil when not even the attempt is possible.
func (p *playback) try(m media, again bool) *attempt {
	promise, err := jsbridge.Call(m.element, "play")
	if err != nil {
		p.warn("play: " + err.Error())
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	a := &attempt{media: m, again: again, cancel: cancel, ended: make(chan struct{})}
	p.mu.Lock()
	p.playing = append(p.playing, a)
	p.mu.Unlock()
	// The goroutine ends with the answer, or by stop: an element without media never answers.
	go func() {
		defer close(a.ended)
		_, err := jsbridge.Await(ctx, promise)
		p.done(a, err)
	}()
	return a
}

func (p *playback) done(a *attempt, err error) {
	p.mu.Lock()
	a.cancel()
	p.playing = slices.DeleteFunc(p.playing, func(other *attempt) bool { return other == a })
	begins := false
	var thrown *jsbridge.Exception
	switch {
	case err == nil || !errors.As(err, &thrown):
	case thrown.Name == "NotAllowedError":
		begins = !p.isBlocked
		p.retryLater(a.media)
	case thrown.Name == "AbortError": // another call of play or the end of the element came first
	default:
		defer p.warn("play: " + err.Error())
	}
	p.unblock()
	users := p.refusedUsers()
	p.mu.Unlock()
	if begins {
		p.blocked(users)
	}
}

// unblock ends the episode when everything plays. It must be called with mu held, like the two below.
func (p *playback) unblock() {
	retried := func(a *attempt) bool { return a.again }
	if len(p.refused) == 0 && !slices.ContainsFunc(p.playing, retried) {
		p.isBlocked = false
	}
}

// retryLater plays an element at the next gesture.
func (p *playback) retryLater(m media) {
	p.refused, p.isBlocked = append(p.refused, m), true
	if p.gesture != nil {
		return
	}
	p.gesture = &jsbridge.Scope{}
	p.onGesture = p.gesture.Func(func(js.Value, []js.Value) any {
		p.retry()
		return nil
	})
	p.listen("addEventListener")
}

func (p *playback) refusedUsers() []string {
	users := []string{}
	for _, m := range p.refused {
		if m.user != "" && !slices.Contains(users, m.user) {
			users = append(users, m.user)
		}
	}
	return users
}

// listen adds or removes the listener. It listens in the capture phase, because later a page may keep events to
// itself.
func (p *playback) listen(method string) {
	for _, event := range [...]string{"pointerup", "keydown"} {
		p.document.Call(method, event, p.onGesture, true)
	}
}

// retry is called by the browser inside a gesture, which is when play() is allowed.
func (p *playback) retry() (tried []*attempt) {
	for _, m := range p.takeRefused() {
		if a := p.try(m, true); a != nil {
			tried = append(tried, a)
		}
	}
	return tried
}

// resume plays refused elements at once, as its caller may be inside a gesture, and says later whether all of
// them play. A refusal comes at once; an element that is not refused counts as playing even if its media is
// still to come.
func (p *playback) resume(settle func(plays bool)) {
	tried := p.retry()
	go func() { // it ends with refusalPatience
		patience, cancel := context.WithTimeout(context.Background(), refusalPatience)
		defer cancel()
		for _, a := range tried {
			select {
			case <-a.ended:
			case <-patience.Done():
			}
		}
		p.mu.Lock()
		plays := len(p.refused) == 0
		p.mu.Unlock()
		settle(plays)
	}()
}

func (p *playback) takeRefused() []media {
	p.mu.Lock()
	defer p.mu.Unlock()
	refused := p.refused
	p.refused = nil
	if p.gesture != nil {
		p.listen("removeEventListener")
		p.gesture.Release()
		p.gesture = nil
	}
	return refused
}

// stop forgets an element that is going to be removed.
func (p *playback) stop(element js.Value) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range p.playing {
		if a.element.Equal(element) {
			a.cancel()
		}
	}
	p.refused = slices.DeleteFunc(p.refused, func(m media) bool { return m.element.Equal(element) })
	p.unblock()
}

// forget drops the refused elements.
func (p *playback) forget() {
	p.takeRefused()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unblock()
}
