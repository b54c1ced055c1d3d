// Bench measures what the server's media costs, beside the floor of this machine, and prints it as a page of
// Markdown: CPU for each forwarded packet in 25 calls and in a group of 9, memory for each participant, the
// delay that the server adds, and how long joining takes. It fails when a figure is above its limit. The limits of CPU
// and delay are given against a bare relay of the same run, so that a slow machine does not fail. It builds and starts
// everything it needs, on loopback; on Linux only, because it reads /proc and pins processes to cores. Run it in the
// module's folder:
//
//	go run ./server/lab/bench -out server/lab/results/sfu.md
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// settings are the command line.
type settings struct {
	rounds int
	window time.Duration
	joins  int
	calls  int
	users  int
	out    string
}

func main() {
	log.SetFlags(log.Ltime)
	var s settings
	flag.IntVar(&s.rounds, "rounds", 3, "how often everything is measured, in turn")
	flag.DurationVar(&s.window, "dur", 8*time.Second, "measured window of a run under load")
	flag.IntVar(&s.joins, "joins", 20, "joins in a round")
	flag.IntVar(&s.calls, "calls", 500, "calls in a round, for the time to the invitation")
	flag.IntVar(&s.users, "users", 2000, "idle users in a round, for the memory of each")
	flag.StringVar(&s.out, "out", "", "file for the page, besides standard output")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, s); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, s settings) error {
	folder, err := os.MkdirTemp("", "bench-sfu-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	m, err := describeMachine(ctx)
	if err != nil {
		return err
	}
	log.Print("building")
	b := &bench{settings: s, folder: folder, pinned: m.canPin()}
	if err := b.build(ctx); err != nil {
		return err
	}
	for round := range s.rounds {
		log.Printf("round %d of %d", round+1, s.rounds)
		if err := b.round(ctx); err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
	}
	page := b.report(m)
	fmt.Print(page)
	if s.out != "" {
		if err := os.WriteFile(s.out, []byte(page), 0o644); err != nil {
			return err
		}
	}
	if len(b.missed) > 0 {
		return fmt.Errorf("above the limit:\n%s", strings.Join(b.missed, "\n"))
	}
	return nil
}
