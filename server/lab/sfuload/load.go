package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Pauses of the scenario load.
const (
	betweenJoins  = 20 * time.Millisecond
	betweenRounds = 500 * time.Millisecond // everybody's first participant, then everybody's second
	stragglers    = 700 * time.Millisecond // after the window, for packets under way
	fillWithin    = 30 * time.Second
)

// crowd is all the participants.
type crowd struct {
	world   *world
	all     []*participant
	byRoom  map[string][]*participant
	started time.Time
}

// load fills rooms, waits until everybody sees everybody, and measures for a while.
func load(ctx context.Context, w *world, s settings) (result *loadResult, err error) {
	idle, err := takeUsage(s.pid)
	if err != nil {
		return nil, err
	}
	result = &loadResult{Driver: s.driver, Rooms: s.rooms, Size: s.size, RSSIdleKB: idle.serverRSS}
	c := &crowd{world: w, byRoom: map[string][]*participant{}, started: time.Now()}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := c.fill(ctx, s.rooms, s.size); err != nil {
		return nil, err
	}
	if err := c.awaitVideo(ctx); err != nil {
		return nil, err
	}
	result.SetupMS = float64(time.Since(c.started).Microseconds()) / 1000
	if err := pause(ctx, s.warm); err != nil {
		return nil, err
	}
	before, err := takeUsage(s.pid)
	if err != nil {
		return nil, err
	}
	from := sinceEpoch()
	w.window.to.Store(from + int64(s.window))
	w.window.from.Store(from)
	if err := pause(ctx, s.window); err != nil {
		return nil, err
	}
	after, err := takeUsage(s.pid)
	if err != nil {
		return nil, err
	}
	result.Seconds = float64(sinceEpoch()-from) / 1e9
	if err := pause(ctx, stragglers); err != nil {
		return nil, err
	}
	c.collect(result)
	result.account(before, after)
	return result, nil
}

// pause returns early, with an error, when ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *crowd) fill(ctx context.Context, rooms, size int) error {
	tag := fmt.Sprintf("%x", time.Now().UnixMilli()&0xffffff)
	for i := range size {
		for r := range rooms {
			room := fmt.Sprintf("r%s-%d", tag, r)
			p := c.world.participant(place{room: room, index: i, size: size}, userOf(room, i))
			c.all = append(c.all, p)
			c.byRoom[room] = append(c.byRoom[room], p)
			if err := c.world.join(ctx, p); err != nil {
				return err
			}
			if err := pause(ctx, betweenJoins); err != nil {
				return err
			}
		}
		if err := pause(ctx, betweenRounds); err != nil {
			return err
		}
	}
	return nil
}

// userOf names the participants of a room.
func userOf(room string, index int) string { return fmt.Sprintf("%s-%d", room, index) }

func (w *world) join(ctx context.Context, p *participant) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	leave, err := w.driver.join(ctx, p)
	if err != nil {
		return fmt.Errorf("join %s: %w", p.user, err)
	}
	p.leave = leave
	return nil
}

// awaitVideo waits until everybody has seen everybody else.
func (c *crowd) awaitVideo(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, fillWithin)
	defer cancel()
	for {
		seen, want := c.subscriptions()
		if seen == want {
			return nil
		}
		if err := pause(ctx, betweenJoins); err != nil {
			return fmt.Errorf("only %d of %d subscriptions have video: %w", seen, want, err)
		}
	}
}

func (c *crowd) subscriptions() (seen, want int) {
	for _, p := range c.all {
		for _, o := range c.others(p) {
			want++
			if _, video := p.sink.first(o.source.publisher); video != 0 {
				seen++
			}
		}
	}
	return seen, want
}

func (c *crowd) others(p *participant) []*participant {
	return slices.DeleteFunc(slices.Clone(c.byRoom[p.room]), func(o *participant) bool { return o == p })
}

// collect adds up what was sent and received in the window.
func (c *crowd) collect(r *loadResult) {
	var delays []int32
	profiles := map[string]bool{}
	for _, p := range c.all {
		r.SentIn += p.source.sent.Load()
		r.Publishers++
		for _, o := range c.others(p) {
			r.Expected += o.source.sent.Load()
		}
		delays = append(delays, p.collect(r, profiles)...)
	}
	for name := range profiles {
		r.SRTP = append(r.SRTP, name)
	}
	slices.Sort(r.SRTP)
	slices.Sort(delays)
	if n := len(delays); n > 0 {
		r.P50US, r.P95US, r.P99US, r.MaxUS = delays[n/2], delays[n*95/100], delays[n*99/100], delays[n-1]
	}
	if r.Expected > 0 {
		r.LossPct = 100 * (1 - float64(r.Forwarded)/float64(r.Expected))
	}
}

func (p *participant) collect(r *loadResult, profiles map[string]bool) (delays []int32) {
	p.sink.mu.Lock()
	for _, st := range p.sink.streams {
		r.Forwarded += st.got
		r.Dup += st.copies
		delays = append(delays, st.delays...)
	}
	p.sink.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	for name := range p.profiles {
		profiles[name] = true
	}
	return delays
}

func (c *crowd) close() (err error) {
	for _, p := range c.all {
		err = errors.Join(err, p.close())
	}
	return err
}

// account turns two usages into figures. It is called after collect.
func (r *loadResult) account(before, after usage) {
	r.ServerUser, r.ServerSys = after.serverUser-before.serverUser, after.serverSys-before.serverSys
	cpu := r.ServerUser + r.ServerSys
	r.CPUPct = 100 * cpu / r.Seconds
	if r.Forwarded > 0 {
		r.CPUPerFwdUS = cpu * 1e6 / float64(r.Forwarded)
		r.CPUPerIOUS = cpu * 1e6 / float64(r.Forwarded+r.SentIn)
	}
	r.RSSLoadedKB = after.serverRSS
	r.RSSPerParticipantKB = float64(r.RSSLoadedKB-r.RSSIdleKB) / float64(r.Rooms*r.Size)
	r.RigCPUPct = 100 * (after.rig - before.rig) / r.Seconds
	r.OtherCPUPct = 100*(after.machine-before.machine)/r.Seconds - r.RigCPUPct - r.CPUPct
	r.RcvbufErrors = after.rcvbufErrors - before.rcvbufErrors
}
