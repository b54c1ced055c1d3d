// Command server is the whole server of trtccalling in one program: signalling, media and the files
// that browsers load. Flags and configuration are read here, the parts are built in run.go, and the
// program runs until it is told to end.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// leaveWithin is how long the program may take to end after the first signal.
const leaveWithin = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the program at once
		time.AfterFunc(leaveWithin-500*time.Millisecond, func() {
			fmt.Fprintln(os.Stderr, "trtc-server: could not shut down cleanly in time")
			os.Exit(1)
		})
	})
	if err := newCommand().Run(ctx, os.Args); err != nil {
		fmt.Fprintf(os.Stderr, "trtc-server: %v\n", err)
		os.Exit(1)
	}
}
