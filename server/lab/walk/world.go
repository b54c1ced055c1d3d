package walk

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"
)

// World is a server and its users in one process and in virtual time: it lives in a bubble of testing/synctest.
type World struct {
	seed   uint64
	random *rand.Rand // decides the steps
	people int        // users with different names
	apps   [2]*application
	pages  []*page
	raws   []*raw
	truth  *truth
	server *server
	began  time.Time
	late   []func() // ends of things that have begun, due at the next quiet moment at the latest

	mu      sync.Mutex // protects:
	streams uint64     // random streams made so far
	step    int
	history []entry
	failure error
	rings   time.Duration // the longest time to ring since it was quiet
	reached map[string]int
}

// entry is one line of the history; it becomes text only when somebody reads it.
type entry struct {
	step   int
	at     time.Duration
	format string
	args   []any
}

const (
	keptEntries = 4000
	keptSteps   = 50
)

// New makes a world. Everything random in it follows from the seed.
func New(seed uint64) (*World, error) {
	w := &World{seed: seed, began: time.Now(), reached: map[string]int{}}
	w.random = w.newRandom()
	w.truth = newTruth(w)
	for i := range w.apps {
		w.apps[i] = newApplication(i)
	}
	var err error
	if w.server, err = w.startServer(); err != nil {
		return nil, err
	}
	pages := 3 + w.random.IntN(7)
	for i := range pages {
		w.people = i/2 + 1
		w.pages = append(w.pages, w.freshPage(i))
	}
	return w, nil
}

// freshPage makes the page in a place: the users of both apps have the same names.
func (w *World) freshPage(i int) *page {
	app := i % len(w.apps)
	user := names[i/2 : i/2+1]
	return w.newPage(fmt.Sprintf("%s%d", user, app+1), w.apps[app], user)
}

func (a *application) tag() string { return fmt.Sprintf("of app %d", a.ID) }

// newRandom makes a separate stream of random numbers, for draws at times that no seed decides.
func (w *World) newRandom() *rand.Rand {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.streams++
	return rand.New(rand.NewPCG(w.seed, w.streams))
}

// newDelay makes the delays of a line: short ones, and sometimes long ones.
func (w *World) newDelay() func() time.Duration {
	random := w.newRandom()
	var mu sync.Mutex
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		most := 10 * time.Millisecond
		if random.IntN(50) == 0 {
			most = 500 * time.Millisecond
		}
		return time.Duration(1 + random.Int64N(int64(most)))
	}
}

func (w *World) dial(ctx context.Context, delay func() time.Duration) (*conn, error) {
	return w.server.dial(ctx, delay)
}

// ringing notes that somebody may ring for this many seconds.
func (w *World) ringing(seconds float64) {
	if seconds <= 0 {
		seconds = 30
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rings = max(w.rings, time.Duration(seconds*float64(time.Second)))
}

// longestRing also resets it.
func (w *World) longestRing() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	longest := w.rings
	w.rings = 0
	return longest
}

// log adds to the history.
func (w *World) log(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.history = append(w.history, entry{w.step, time.Since(w.began), format, args})
	if len(w.history) > 2*keptEntries {
		w.history = append([]entry{}, w.history[keptEntries:]...)
	}
}

// broken notes that something does not hold. Only the first time counts.
func (w *World) broken(format string, args ...any) {
	w.log("!!! "+format, args...)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failure == nil {
		w.failure = fmt.Errorf("seed %d, step %d: "+format, append([]any{w.seed, w.step}, args...)...)
	}
}

// reach counts a method that has got its user somewhere.
func (w *World) reach(method string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reached[method]++
}

// Reached counts the methods that had a result, to show that a walk does not just meet closed doors.
func (w *World) Reached() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.reached)
}

// Err is what does not hold, or nil.
func (w *World) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failure
}

// Tell writes the last steps.
func (w *World) Tell(to io.Writer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.history {
		if e.step > w.step-keptSteps {
			fmt.Fprintf(to, "%5d %12s %s\n", e.step, e.at, strings.TrimRight(fmt.Sprintf(e.format, e.args...), "\n"))
		}
	}
}

// pass lets time go by, with everything that happens meanwhile.
func (w *World) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
	w.atRest()
}

// Close ends everything and checks that nothing is left.
func (w *World) Close() {
	w.finishLate()
	for _, r := range w.raws {
		r.close()
	}
	for _, p := range w.pages {
		w.closePage(p)
	}
	w.stopServer()
	w.pass(time.Minute) // longer than any timer that may still run
}

// within checks that something ends in time; otherwise virtual time would pass for ever.
func (w *World) within(limit time.Duration, what string, do func()) {
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(limit):
		w.broken("%s has not ended after %s", what, limit)
	}
	synctest.Wait()
}

func (w *World) closePage(p *page) {
	p.media.calmDown(true)
	p.silence(false)
	p.client.Close()
	w.within(time.Minute, p.name, func() { <-p.client.Stopped() })
	if pending := p.unsettled(); len(pending) > 0 {
		p.broken("these have not settled when the client was closed: %v", pending)
	}
	if held, n := p.media.released(), p.media.connections(); held != nil || n > 0 {
		p.broken("a closed client holds %d connections: %v", n, held)
	}
}

func (w *World) stopServer() {
	w.within(time.Minute, "the server", func() {
		if err := w.server.stop(); err != nil {
			w.broken("the server stops: %v", err)
		}
	})
	if left := w.truth.members(); len(left) > 0 || w.server.calls.Len() > 0 || w.server.gateway.Len() > 0 {
		w.broken("a server that was stopped has %d calls, %d connections, rooms %v",
			w.server.calls.Len(), w.server.gateway.Len(), left)
	}
}

func (w *World) restartServer() {
	w.stopServer()
	s, err := w.startServer()
	if err != nil {
		w.broken("the server starts again: %v", err)
		return
	}
	w.server = s
}

// finishLate ends what would end later.
func (w *World) finishLate() {
	for _, end := range w.late {
		end()
	}
	w.late = nil
}

func (w *World) dropRaws() {
	w.raws = slices.DeleteFunc(w.raws, func(r *raw) bool {
		if r.gone() {
			r.close()
			return true
		}
		return false
	})
}
