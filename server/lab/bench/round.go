package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// results are all figures, one of each per round.
type results struct {
	calls, group []loadFigures
	join         []joinFigures
	invite       []inviteFigures
	idle         []idleFigures
	floor        map[string][]floorFigures // by scenario and mode
}

// loadFigures, joinFigures, inviteFigures, idleFigures and floorFigures are the reported parts of the programs'
// output.
type (
	loadFigures struct {
		Forwarded           int64
		CPUPerFwdUS         float64
		CPUPct              float64
		RSSPerParticipantKB float64
		LossPct             float64
		P50US, P99US        float64
		RigCPUPct           float64
		OtherCPUPct         float64
		SRTP                []string
	}
	spread struct {
		N                     int
		Median, Max, P90, P99 float64
	}
	joinFigures   struct{ Hears, Sees, IsHeard spread }
	inviteFigures struct{ Invited spread }
	idleFigures   struct{ RSSPerUserKB float64 }
	floorFigures  struct{ CPUPerFwdUS, LossPct, P99US float64 }
)

// shape is a number of rooms and of members in each.
type shape struct{ rooms, size int }

// What is measured under load; the floor forwards as many packets in the same way.
var (
	manyCalls = shape{rooms: 25, size: 2}
	oneGroup  = shape{rooms: 1, size: 9}
)

const packetsPerPublisher = 200 // a second

func (s shape) incoming() int { return s.rooms * s.size * packetsPerPublisher }

// round measures everything once: the calls and the group, each next to its floor.
func (b *bench) round(ctx context.Context) error {
	var calls, group loadFigures
	var join joinFigures
	var invite inviteFigures
	var idle idleFigures
	steps := []func() error{
		func() error {
			return b.withServer(ctx, func(a access) error { return b.load(ctx, a, manyCalls, &calls) })
		},
		func() error { return b.floor(ctx, manyCalls) },
		func() error {
			return b.withRooms(ctx, func(a access) error { return b.load(ctx, a, oneGroup, &group) })
		},
		func() error { return b.floor(ctx, oneGroup) },
		func() error {
			return b.withRooms(ctx, func(a access) error {
				return b.rig(ctx, a, &join, "-scenario", "join", "-joins", fmt.Sprint(b.settings.joins))
			})
		},
		func() error {
			return b.withServer(ctx, func(a access) error {
				return b.rig(ctx, a, &invite, "-scenario", "invite", "-joins", fmt.Sprint(b.settings.calls))
			})
		},
		func() error {
			return b.withServer(ctx, func(a access) error {
				return b.rig(ctx, a, &idle, "-scenario", "idle", "-users", fmt.Sprint(b.settings.users), "-warm", "3s")
			})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	r := &b.results
	r.calls, r.group = append(r.calls, calls), append(r.group, group)
	r.join, r.invite, r.idle = append(r.join, join), append(r.invite, invite), append(r.idle, idle)
	return nil
}

// access is how the rig reaches a server.
type access struct{ driver, address, pid string }

// withServer starts the whole server in development mode.
func (b *bench) withServer(ctx context.Context, f func(access) error) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	p, err := b.start(ctx, "server", "--dev", "--listen", address, "--media-port", "0", "--media-ip", "127.0.0.1",
		"--data", filepath.Join(b.folder, "data"), "--log-level", "error")
	if err != nil {
		return err
	}
	return b.with(ctx, p, access{driver: "call", address: "http://" + address, pid: p.pid()}, f)
}

// withRooms starts the server's media alone.
func (b *bench) withRooms(ctx context.Context, f func(access) error) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	p, err := b.start(ctx, "roomserver", "-port", fmt.Sprint(port))
	if err != nil {
		return err
	}
	return b.with(ctx, p, access{driver: "room", address: fmt.Sprintf("http://127.0.0.1:%d", port), pid: p.pid()}, f)
}

func (b *bench) with(ctx context.Context, p *process, a access, f func(access) error) error {
	err := awaitHealth(ctx, a.address)
	if err == nil {
		err = f(a)
	}
	return errors.Join(err, p.stop())
}

func (b *bench) rig(ctx context.Context, a access, into any, args ...string) error {
	return b.measure(ctx, into, "sfuload", append([]string{"-driver", a.driver, "-server", a.address, "-pid", a.pid}, args...)...)
}

func (b *bench) load(ctx context.Context, a access, s shape, into *loadFigures) error {
	return b.rig(ctx, a, into, "-rooms", fmt.Sprint(s.rooms), "-size", fmt.Sprint(s.size),
		"-warm", "3s", "-dur", b.window.String())
}

// floorModes are the relays that are measured next to the server.
func floorModes() []string { return []string{"plain", "batch", "segment"} }

// floor measures bare relays with the packets of a shape.
func (b *bench) floor(ctx context.Context, s shape) error {
	for _, mode := range floorModes() {
		figures, err := b.floorOnce(ctx, s, mode)
		if err != nil {
			return fmt.Errorf("floor, %s: %w", mode, err)
		}
		if b.results.floor == nil {
			b.results.floor = map[string][]floorFigures{}
		}
		key := floorKey(s, mode)
		b.results.floor[key] = append(b.results.floor[key], figures)
	}
	return nil
}

func floorKey(s shape, mode string) string { return fmt.Sprintf("%d of %d %s", s.rooms, s.size, mode) }

func (b *bench) floorOnce(ctx context.Context, s shape, mode string) (figures floorFigures, err error) {
	fanout := fmt.Sprint(s.size - 1)
	relay, err := b.start(ctx, "floor", "relay", "-mode", mode, "-fanout", fanout)
	if err != nil {
		return figures, err
	}
	defer func() { err = errors.Join(err, relay.stop()) }()
	select {
	case <-time.After(300 * time.Millisecond): // until its socket is open
	case <-ctx.Done():
		return figures, ctx.Err()
	}
	err = b.measure(ctx, &figures, "floor", "gen", "-pid", relay.pid(), "-fanout", fanout,
		"-rate", fmt.Sprint(s.incoming()), "-dur", (b.window / 2).String())
	return figures, err
}
