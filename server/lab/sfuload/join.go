package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"
)

// joinAgain keeps one participant in a room and has another one join again and again: how long until each hears
// and sees the other.
func joinAgain(ctx context.Context, w *world, joins int) (result *joinResult, err error) {
	if _, isRoom := w.driver.(*roomDriver); !isRoom {
		return nil, errors.New("the scenario join needs -driver room: nobody joins a call of two")
	}
	room := fmt.Sprintf("j%x", time.Now().UnixMilli()&0xffffff)
	resident := w.participant(place{room: room, size: 2}, userOf(room, 0))
	defer func() { err = errors.Join(err, resident.close()) }()
	if err := w.join(ctx, resident); err != nil {
		return nil, err
	}
	if err := pause(ctx, 2*time.Second); err != nil {
		return nil, err
	}
	var hears, sees, isHeard []float64
	for i := range joins {
		v, err := joinOnce(ctx, w, resident, i+1)
		if err != nil {
			return nil, err
		}
		hears, sees, isHeard = append(hears, v[0]), append(sees, v[1]), append(isHeard, v[2])
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return nil, err
		}
	}
	return &joinResult{Hears: newSpread(hears), Sees: newSpread(sees), IsHeard: newSpread(isHeard)}, nil
}

// joinOnce returns after how many milliseconds the newcomer heard and saw the resident, and was heard.
func joinOnce(ctx context.Context, w *world, resident *participant, index int) (ms [3]float64, err error) {
	newcomer := w.participant(place{room: resident.room, index: index, size: 2}, userOf(resident.room, index))
	defer func() { err = errors.Join(err, newcomer.close()) }()
	start := sinceEpoch()
	if err := w.join(ctx, newcomer); err != nil {
		return ms, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		heard, seen := newcomer.sink.first(resident.source.publisher)
		isHeard, _ := resident.sink.first(newcomer.source.publisher)
		if seen != 0 && isHeard != 0 {
			return [3]float64{millis(heard - start), millis(seen - start), millis(isHeard - start)}, nil
		}
		if err := pause(ctx, time.Millisecond); err != nil {
			return ms, fmt.Errorf("join %d: seen %v, heard by the other %v: %w", index, seen != 0, isHeard != 0, err)
		}
	}
}

func millis(ns int64) float64 { return float64(ns) / 1e6 }

// invite has one user call another again and again: how long from sending the request to the callee's
// invitation. No media flows; both sides are native.
func invite(ctx context.Context, s settings) (*inviteResult, error) {
	d := &callDriver{server: s.server}
	w, err := newWorld(s)
	if err != nil {
		return nil, err
	}
	tag := fmt.Sprintf("i%x", time.Now().UnixMilli()&0xffffff)
	caller, err := d.signIn(ctx, tag+"-caller")
	if err != nil {
		return nil, err
	}
	defer caller.close()
	callee, err := d.signIn(ctx, tag+"-callee")
	if err != nil {
		return nil, err
	}
	defer callee.close()
	p := w.participant(place{room: tag, size: 2}, tag)
	defer func() {
		if err := p.close(); err != nil {
			log.Printf("close: %v", err)
		}
	}()
	_, offer, err := p.connect()
	if err != nil {
		return nil, err
	}
	var took []float64
	for range s.joins {
		ms, err := inviteOnce(ctx, caller, callee, offer)
		if err != nil {
			return nil, err
		}
		took = append(took, ms)
	}
	return &inviteResult{Invited: newSpread(took)}, nil
}
