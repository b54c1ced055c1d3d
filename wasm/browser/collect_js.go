package browser

import (
	"runtime"
	"time"
)

// collectAfter is how long nothing must have been let go before the collector runs.
const collectAfter = 2 * time.Second

// A collector frees what Go values refer to in the page: elements, tracks, connections. Go's own collector runs
// when Go's heap has grown, which says nothing of how much hangs on such a value, and it never runs while a
// page is idle.
type collector struct {
	timer *time.Timer
}

func newCollector() collector {
	timer := time.AfterFunc(collectAfter, runtime.GC)
	timer.Stop()
	return collector{timer}
}

// soon is to be called after something was let go.
func (c collector) soon() { c.timer.Reset(collectAfter) }
