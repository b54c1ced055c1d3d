package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// httpGrace is how long requests under way may take after the server was told to end.
const httpGrace = time.Second

// serve answers HTTP on all listeners until ctx ends or one of them fails, and closes them.
func serve(ctx context.Context, routes http.Handler, listeners []net.Listener, log *slog.Logger) error {
	server := &http.Server{
		Handler:           routes,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { ended <- server.Serve(l) }()
	}
	var failed error
	waitFor := len(listeners)
	select {
	case <-ctx.Done():
		log.Info("ending")
	case failed = <-ended:
		waitFor--
	}
	// The context of the signal has ended: what is left gets a time of its own.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), httpGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		log.Info("requests were cut off", "error", server.Close())
	}
	for range waitFor {
		<-ended
	}
	if failed != nil && !errors.Is(failed, http.ErrServerClosed) {
		return fmt.Errorf("serve HTTP: %w", failed)
	}
	return nil
}

// browsable returns host:port as a URL can have it: a listener on all addresses is reached as
// localhost, and so is one on the usual loopback addresses, because people remember that name.
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
