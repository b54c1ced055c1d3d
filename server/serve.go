package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// How long the steps after the end of ctx may take: together less than leaveWithin.
const (
	callsGrace = 3 * time.Second // telling members that their calls end, and closing their connections
	httpGrace  = time.Second     // requests under way
)

// newHTTPServer bounds what one client can hold: a connection that sends nothing is closed.
func newHTTPServer(routes http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           routes,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// serve answers HTTP on all listeners until ctx ends or one of them fails. Then it calls end, which
// ends calls and their connections (HTTP's own shutdown does not know upgraded ones), and closes the
// listeners.
func serve(ctx context.Context, server *http.Server, listeners []net.Listener, end func(context.Context) error) error {
	failed := make(chan error, len(listeners))
	var serving sync.WaitGroup
	for _, l := range listeners {
		serving.Go(func() { failed <- server.Serve(l) })
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		err = fmt.Errorf("serve HTTP: %w", err)
	}
	err = errors.Join(err, within(callsGrace, end))
	if within(httpGrace, server.Shutdown) != nil {
		server.Close() // cuts off what is left; its error adds nothing
	}
	serving.Wait()
	return err
}

// within runs f with a deadline. When the server ends, the context of the signal has ended already, so it
// cannot bound how long that takes.
func within(limit time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return f(ctx)
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// browsable returns host:port in a form fit for a URL: a listener on all addresses is reached as localhost, and
// so is one on the usual loopback addresses, because people remember that name.
func browsable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip, err := netip.ParseAddr(host); err == nil && (ip.IsUnspecified() || host == "127.0.0.1" || host == "::1") {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
