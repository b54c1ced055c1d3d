package browser

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall/js"
	"time"

	"honnef.co/go/js/dom/v2"

	"trtccalling/jsbridge"
)

// Pages ask for a view at the same moment as they make its element appear, so the element is looked for every
// lookInterval, for elementPatience at most.
const (
	elementPatience = 5 * time.Second
	lookInterval    = 50 * time.Millisecond
	awayInterval    = 100 * time.Millisecond // for an element that was there and was taken away
)

// target is where a page wants a view: an element, or the id of one that may not exist yet.
type target struct {
	document js.Value
	warn     func(text string)
	element  js.Value // undefined when there is only an id
	id       string
	seen     bool // the element was there once; protected by the lock of the views

	mu   sync.Mutex // protects:
	stop context.CancelFunc
}

func newTarget(v *views, element any) *target {
	t := &target{document: v.document, warn: v.warn}
	switch element := element.(type) {
	case string:
		t.id = element
	case js.Value:
		t.element = element
	}
	return t
}

// find returns nil when the element does not exist yet.
func (t *target) find() (*dom.BasicHTMLElement, error) {
	element := t.element
	if t.id != "" {
		element = t.document.Call("getElementById", t.id)
	} else if element.Type() != js.TypeObject {
		return nil, errors.New("a view needs the id of an element, or the element itself")
	}
	if element.IsNull() {
		return nil, nil
	}
	if !t.isDiv(element) {
		return nil, fmt.Errorf("a view needs a <div>, and %q is not one", t.name())
	}
	return wrapElement(element), nil
}

// isDiv trusts nothing about the object, which comes from the page: reading it may throw, and only the document
// can tell what is a node, even one from another window.
func (t *target) isDiv(object js.Value) bool {
	if _, err := jsbridge.Call(t.document, "contains", object); err != nil {
		return false
	}
	name, err := jsbridge.Get(object, "nodeName")
	return err == nil && name.Type() == js.TypeString && name.String() == "DIV"
}

func (t *target) name() string {
	if t.id != "" {
		return t.id
	}
	text, err := jsbridge.Call(t.element, "toString")
	if err != nil || text.Type() != js.TypeString {
		return "an object without a name"
	}
	return text.String()
}

// wait calls found once the element exists. The goroutine ends then, by stopWaiting, or when its patience is
// over, which never happens for an element that was there before.
func (t *target) wait(found func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop != nil {
		return
	}
	ctx, interval := context.Background(), awayInterval
	if t.seen {
		ctx, t.stop = context.WithCancel(ctx)
	} else {
		ctx, t.stop = context.WithTimeout(ctx, elementPatience)
		interval = lookInterval
	}
	go func() {
		exists := t.look(ctx, interval)
		t.stopWaiting()
		if exists {
			found()
		}
	}()
}

func (t *target) look(ctx context.Context, interval time.Duration) (exists bool) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if element, err := t.find(); element != nil || err != nil {
				return true
			}
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				t.warn(fmt.Sprintf("there is no element %q to show a view in", t.name()))
			}
			return false
		}
	}
}

// stopWaiting may be called at any time, even when nobody waits.
func (t *target) stopWaiting() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}
