//go:build linux

// Floor measures the least CPU that forwarding RTP over UDP costs on a machine: a bare relay on one socket,
// with no ICE, DTLS, RTCP or bookkeeping. What a server spends above that is its own doing. See README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Ports of the relay and of its destinations, one per leg; all on loopback.
const (
	relayPort = 19000
	sinkPort  = 19100
)

// mtu is the size of all packet buffers.
const mtu = 1500

// settings are the command line.
type settings struct {
	mode   string
	cipher string
	fanout int
	rate   int
	burst  int
	size   int
	window time.Duration
	pid    int
}

func main() {
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("usage: floor relay|gen [flags]; see README.md")
	}
	s := parse(args)
	switch args[0] {
	case "relay":
		return relay(ctx, s)
	case "gen":
		result, err := generate(ctx, s)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(result)
	}
	return fmt.Errorf("there is no command %q", args[0])
}

func parse(args []string) (s settings) {
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	flags.StringVar(&s.mode, "mode", "plain", "relay: plain, batch or segment")
	flags.StringVar(&s.cipher, "srtp", "gcm-v3", "none, gcm-v2, gcm-v3, gcm-std, cm-v2 or cm-v3")
	flags.IntVar(&s.fanout, "fanout", 1, "packets out for each one in, each to its own destination with its own key")
	flags.IntVar(&s.rate, "rate", 10000, "gen: packets a second (0: as fast as it goes)")
	flags.IntVar(&s.burst, "burst", 5, "gen: packets sent back to back")
	flags.IntVar(&s.size, "size", 1200, "gen: bytes of a packet before SRTP")
	flags.DurationVar(&s.window, "dur", 8*time.Second, "gen: measured window")
	flags.IntVar(&s.pid, "pid", 0, "gen: the relay's process id")
	_ = flags.Parse(args[1:]) // it exits on an error
	return s
}
