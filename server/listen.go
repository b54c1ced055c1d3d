package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
)

// listen opens the TCP listeners for address. The host localhost means both loopback addresses,
// because a browser may try either; a machine without IPv6 has only the first.
func listen(ctx context.Context, address string, log *slog.Logger) ([]net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if host != "localhost" {
		l, err := listenTCP(ctx, address)
		if err != nil {
			return nil, err
		}
		return []net.Listener{l}, nil
	}
	v4, err := listenTCP(ctx, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	// With port 0 the second listener takes the port that the first one got.
	_, port, _ = net.SplitHostPort(v4.Addr().String())
	v6, err := listenTCP(ctx, net.JoinHostPort("::1", port))
	if isWithoutIPv6(err) {
		log.Info("this machine has no IPv6: not listening on [::1]", "error", err)
		return []net.Listener{v4}, nil
	}
	if err != nil {
		v4.Close()
		return nil, err
	}
	return []net.Listener{v4, v6}, nil
}

// listenTCP opens one listener and says what to do when its port is taken.
func listenTCP(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("TCP port %s is taken: stop the program that uses it, or choose another with --listen", address)
	}
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return l, nil
}

func isWithoutIPv6(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}
