// Sfuload puts synthetic participants on a running server and measures what the server's process spends on
// them: CPU per forwarded packet, memory per participant, loss, one-way delay, and how long joining takes.
// README.md says how to read the figures.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"time"
)

// settings are the command line.
type settings struct {
	driver, server string
	pid            int
	scenario       string
	rooms, size    int
	warm, window   time.Duration
	joins          int
	users          int
	bitrate        int
	iface          string
	profiles       string
}

func main() {
	log.SetFlags(log.Ltime)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, parse(os.Args[1:])); err != nil {
		log.Fatal(err)
	}
}

func parse(args []string) (s settings) {
	flags := flag.NewFlagSet("sfuload", flag.ExitOnError)
	flags.StringVar(&s.driver, "driver", "call", "call (calls of two, with the protocol) or room (a roomserver)")
	flags.StringVar(&s.server, "server", "http://localhost:8080", "the server's address")
	flags.IntVar(&s.pid, "pid", 0, "the server's process id, for CPU and memory (0: not measured)")
	flags.StringVar(&s.scenario, "scenario", "load", "load, join, invite or idle")
	flags.IntVar(&s.rooms, "rooms", 1, "load: rooms or calls")
	flags.IntVar(&s.size, "size", 2, "load: participants in a room")
	flags.DurationVar(&s.warm, "warm", 5*time.Second, "load, idle: between everybody connected and the window")
	flags.DurationVar(&s.window, "dur", 20*time.Second, "load: measured window")
	flags.IntVar(&s.joins, "joins", 20, "join, invite: how many times")
	flags.IntVar(&s.users, "users", 2000, "idle: how many sign in")
	flags.IntVar(&s.bitrate, "bitrate", 1_200_000, "video bit/s")
	flags.StringVar(&s.iface, "iface", "lo", "network interface of the participants (empty: all)")
	flags.StringVar(&s.profiles, "srtp", "chrome", "SRTP profiles that participants offer: chrome, gcm, sha1 or default")
	_ = flags.Parse(args) // it exits on an error
	return s
}

// run measures and prints one line of JSON.
func run(ctx context.Context, s settings) error {
	debug.SetGCPercent(400) // the rig's own collections would show as delay
	w, err := newWorld(s)
	if err != nil {
		return err
	}
	var result any
	switch s.scenario {
	case "load":
		result, err = load(ctx, w, s)
	case "join":
		result, err = joinAgain(ctx, w, s.joins)
	case "invite":
		result, err = invite(ctx, s)
	case "idle":
		result, err = idle(ctx, s)
	default:
		err = fmt.Errorf("there is no scenario %q", s.scenario)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}
