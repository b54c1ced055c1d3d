package browser

import (
	"context"
	"errors"
	"sync"
	"syscall/js"

	"trtccalling/jsbridge"
)

// playback plays media elements. A browser refuses sound before the user has touched the page: what
// was refused is played at the next gesture.
type playback struct {
	document js.Value
	warn     func(text string)

	mu        sync.Mutex // protects:
	playing   []*attempt
	refused   []js.Value
	gesture   *jsbridge.Scope // not nil while something is refused
	onGesture js.Value        // the listener, a function of gesture
}

// attempt is a call of play() that has not been answered.
type attempt struct {
	element js.Value
	cancel  context.CancelFunc
}

func newPlayback(document js.Value, warn func(string)) *playback {
	return &playback{document: document, warn: warn}
}

// play starts an element and returns at once.
func (p *playback) play(element js.Value) {
	promise, err := jsbridge.Call(element, "play")
	if err != nil {
		p.warn("play: " + err.Error())
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	a := &attempt{element: element, cancel: cancel}
	p.mu.Lock()
	p.playing = append(p.playing, a)
	p.mu.Unlock()
	// It ends with the answer, or by stop: an element without media never answers.
	go func() {
		_, err := jsbridge.Await(ctx, promise)
		p.done(a)
		p.answered(ctx, element, err)
	}()
}

func (p *playback) done(a *attempt) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.cancel()
	for i := range p.playing {
		if p.playing[i] == a {
			p.playing = append(p.playing[:i], p.playing[i+1:]...)
			return
		}
	}
}

func (p *playback) answered(ctx context.Context, element js.Value, err error) {
	var thrown *jsbridge.Exception
	switch {
	case err == nil || !errors.As(err, &thrown):
	case thrown.Name == "NotAllowedError":
		p.retryLater(element)
	case thrown.Name == "AbortError": // another call of play or the end of the element came first
	default:
		p.warn("play: " + err.Error())
	}
}

// retryLater plays an element at the next gesture.
func (p *playback) retryLater(element js.Value) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = append(p.refused, element)
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

// listen adds or removes the listener. It listens in the capture phase, as a page may keep events for
// itself afterwards.
func (p *playback) listen(method string) {
	for _, event := range [...]string{"pointerup", "keydown"} {
		p.document.Call(method, event, p.onGesture, true)
	}
}

// retry is called by the browser inside a gesture, which is when play() is allowed.
func (p *playback) retry() {
	for _, element := range p.takeRefused() {
		p.play(element)
	}
}

func (p *playback) takeRefused() []js.Value {
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
	kept := p.refused[:0]
	for _, e := range p.refused {
		if !e.Equal(element) {
			kept = append(kept, e)
		}
	}
	p.refused = kept
}

// forget drops what was refused.
func (p *playback) forget() { p.takeRefused() }
