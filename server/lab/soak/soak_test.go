// Package soak repeats calls and looks at what they leave behind. `make soak` runs it at full length.
package soak

import (
	"context"
	"flag"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/server/servertest"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

var cycles = flag.Int("cycles", 60, "calls to make after the warm-up")

const (
	warmUp      = 0.1  // of the cycles, before the first look
	heapGrowth  = 0.05 // the live heap may differ by this fraction
	patience    = 10 * time.Second
	heapSamples = 5
)

// user is a native user whose events can be waited for.
type user struct {
	t      *testing.T
	client *calling.Client
	media  *native.Media
	events chan string
}

func newUser(t *testing.T, s *servertest.Server, name string) *user {
	t.Helper()
	media, err := native.New(native.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	u := &user{t: t, media: media, events: make(chan string, 100)}
	u.client = calling.New(calling.Options{
		JSON:   api.NativeJSON{},
		Server: s.URL, SDKAppID: servertest.App().ID, Media: media,
		Emit: func(event string, _ any) { u.events <- event }, State: func(api.Snapshot) {},
	})
	t.Cleanup(func() { u.client.Close(); <-u.client.Stopped() })
	params := api.LoginParams{UserID: name, UserSig: servertest.Sign(t, name)}
	u.must(func(done calling.Done) { u.client.Login(params, done) })
	u.sees(api.EventReady)
	return u
}

func (u *user) must(method func(calling.Done)) {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := calling.Await[any](ctx, method); err != nil {
		u.t.Fatal(err)
	}
}

// sees waits for an event and drops the ones before it.
func (u *user) sees(want string) {
	u.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case got := <-u.events:
			if got == want {
				return
			}
		case <-deadline:
			u.t.Fatalf("no %s within %s", want, patience)
		}
	}
}

// hears waits until video of somebody plays.
func (u *user) hears(name string) {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := u.media.Await(ctx, func() bool { return u.media.Received(name).KeyFrames > 0 }); err != nil {
		u.t.Fatalf("no picture from %s: %v", name, err)
	}
}

// talk is one whole call: rung, answered, seen by both, hung up.
func talk(a, b *user) {
	a.t.Helper()
	a.must(func(done calling.Done) {
		a.client.Call(api.CallParams{UserID: "B", Type: protocol.VideoCall}, done)
	})
	b.sees(api.EventInvited)
	b.must(b.client.Accept)
	a.hears("B")
	b.hears("A")
	a.must(a.client.Hangup)
	a.sees(api.EventCallEnd)
	b.sees(api.EventCallEnd)
}

// usage is what the process holds.
type usage struct {
	goroutines, descriptors int
	heap                    uint64
}

func look(t *testing.T, s *servertest.Server) usage {
	t.Helper()
	settle(t, s)
	var heaps []uint64
	for range heapSamples {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heaps = append(heaps, m.HeapAlloc)
	}
	slices.Sort(heaps)
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return usage{runtime.NumGoroutine(), len(open), heaps[heapSamples/2]}
}

// settle waits until the server has forgotten the last call and the number of goroutines has come to rest.
func settle(t *testing.T, s *servertest.Server) {
	t.Helper()
	const quiet = 20
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.Now().Add(patience)
	for last, same := -1, 0; same < quiet; {
		<-ticker.C
		now := runtime.NumGoroutine()
		if now == last && s.Calls() == 0 {
			same++
		} else {
			last, same = now, 0
		}
		if time.Now().After(deadline) {
			return // the comparison shows what does not come to rest
		}
	}
}

func TestCallsLeaveNothingBehind(t *testing.T) {
	s := servertest.Start(t, servertest.Options{})
	a, b := newUser(t, s, "A"), newUser(t, s, "B")
	for range max(int(float64(*cycles)*warmUp), 10) {
		talk(a, b)
	}
	before := look(t, s)
	began := time.Now()
	for i := range *cycles {
		talk(a, b)
		if (i+1)%100 == 0 {
			t.Logf("%d calls in %s", i+1, time.Since(began).Round(time.Second))
		}
	}
	after := look(t, s)
	t.Logf("before %+v, after %d calls %+v", before, *cycles, after)
	if after.goroutines != before.goroutines {
		t.Errorf("%d goroutines, %d before", after.goroutines, before.goroutines)
	}
	if after.descriptors != before.descriptors {
		t.Errorf("%d descriptors, %d before", after.descriptors, before.descriptors)
	}
	if grown := float64(after.heap)/float64(before.heap) - 1; grown > heapGrowth {
		t.Errorf("the live heap grew by %.1f %%", 100*grown)
	}
}
