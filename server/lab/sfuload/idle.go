package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// idleFirst users sign in before anything is measured: what the first ones cost is the server's own.
const idleFirst = 100

// idle signs in users who then do nothing, and measures what each of them costs in memory.
func idle(ctx context.Context, s settings) (result *idleResult, err error) {
	if s.pid == 0 {
		return nil, errors.New("the scenario idle needs -pid")
	}
	d := &callDriver{server: s.server}
	var users []*signalling
	defer func() {
		for _, u := range users {
			u.close()
		}
	}()
	signIn := func(count int) (rss int64, err error) {
		for range count {
			u, err := d.signIn(ctx, fmt.Sprintf("idle-%d", len(users)))
			if err != nil {
				return 0, err
			}
			users = append(users, u)
		}
		if err := pause(ctx, s.warm); err != nil {
			return 0, err
		}
		return rssKB(s.pid)
	}
	before, err := signIn(idleFirst)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	after, err := signIn(s.users)
	if err != nil {
		return nil, err
	}
	return &idleResult{
		Users: s.users, RSSBeforeKB: before, RSSAfterKB: after, RSSPerUserKB: float64(after-before) / float64(s.users),
		Seconds: time.Since(start).Seconds() - s.warm.Seconds(),
	}, nil
}
