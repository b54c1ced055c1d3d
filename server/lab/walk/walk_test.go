package walk

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/cryptotest"
	"testing/synctest"
	"time"
)

var (
	seed  = flag.Uint64("seed", 1, "of the first world; the next one has the next seed; 0: by the clock")
	steps = flag.Int("steps", 20_000, "to take in all worlds")
	each  = flag.Int("each", 2_000, "steps in one world")
)

// TestWalk takes its steps in many worlds, one after the other in one bubble: NATS keeps timers in a pool of
// the process, and a timer cannot leave its bubble.
func TestWalk(t *testing.T) {
	first := *seed
	if first == 0 {
		first = uint64(time.Now().UnixMilli())
	}
	t.Logf("the first seed is %d", first)
	var taken atomic.Int64
	stop := tellProgress(t, &taken)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // faster, and a replay is nearly always the same
	reached := map[string]int{}
	synctest.Test(t, func(t *testing.T) {
		for at, left := first, *steps; left > 0; at, left = at+1, left-*each {
			walk(t, at, min(left, *each), reached)
			taken.Add(int64(min(left, *each)))
		}
	})
	stop()
	t.Logf("methods with a result: %v", reached)
	for _, method := range []string{"accept", "joinInGroupCall", "inviteUser"} {
		if *steps >= 20_000 && reached[method] == 0 {
			t.Errorf("%s never had a result: the walk does not get into calls", method)
		}
	}
}

// walk plays one world. When something does not hold it ends the process, because what is left of the world is
// in no state to be closed.
func walk(t *testing.T, seed uint64, steps int, reached map[string]int) {
	cryptotest.SetGlobalRandom(t, seed)
	synctest.Wait()
	before := goroutines()
	w, err := New(seed)
	if err != nil {
		t.Fatal(err)
	}
	w.Walk(steps)
	if w.Err() == nil {
		w.Close()
	}
	if after := goroutines(); w.Err() == nil && len(after) > len(before) {
		w.broken("%d goroutines are left:\n%s", len(after)-len(before), strings.Join(after, "\n\n"))
	}
	if err := w.Err(); err != nil {
		w.Tell(os.Stderr)
		fmt.Fprintf(os.Stderr, "\n%v\nagain: go test ./server/lab/walk -args -seed %d -steps %d\n", err, seed, steps)
		os.Exit(1)
	}
	for method, times := range w.Reached() {
		reached[method] += times
	}
}

// goroutines returns the stacks of everything that runs in the bubble.
func goroutines() []string {
	all := make([]byte, 1<<20)
	stacks := strings.Split(string(all[:runtime.Stack(all, true)]), "\n\n")
	return slices.DeleteFunc(stacks, func(stack string) bool { return !strings.Contains(stack, "synctest bubble") })
}

// tellProgress runs outside of the bubble, where time is real.
func tellProgress(t *testing.T, taken *atomic.Int64) (stop func()) {
	began := time.Now()
	tell := func() {
		seconds := time.Since(began).Seconds()
		t.Logf("%d steps in %.0f s, %.0f a second", taken.Load(), seconds, float64(taken.Load())/seconds)
	}
	ticker, stopped := time.NewTicker(5*time.Second), make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				tell()
			case <-stopped:
				return
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(stopped)
		tell()
	}
}
