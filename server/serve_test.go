package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestServe(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	open := func(t *testing.T) []net.Listener {
		listeners, err := listen(t.Context(), "localhost:0", quiet)
		if err != nil {
			t.Fatal(err)
		}
		return listeners
	}
	t.Run("ends calls first, with time left, and then closes its listeners", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		listeners := open(t)
		ctx, stop := context.WithCancel(t.Context())
		stop()
		ended := false
		err := serve(ctx, newHTTPServer(http.NotFoundHandler(), quiet), listeners, func(grace context.Context) error {
			ended = grace.Err() == nil
			return nil
		})
		if err != nil || !ended {
			t.Errorf("got %v, ended %t, want nil and true", err, ended)
		}
		for _, l := range listeners {
			if c, err := net.DialTimeout("tcp", l.Addr().String(), time.Second); err == nil {
				c.Close()
				t.Errorf("%s: still listens", l.Addr())
			}
		}
	})
	t.Run("a request that never ends is cut off", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		listeners := open(t)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		stuck := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			stop()
			<-r.Context().Done()
		})
		answered := make(chan error, 1)
		go func() {
			response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get("http://" + listeners[0].Addr().String())
			if err == nil {
				response.Body.Close()
			}
			answered <- err
		}()
		if err := serve(ctx, newHTTPServer(stuck, quiet), listeners, func(context.Context) error { return nil }); err != nil {
			t.Errorf("got %v, want nil", err)
		}
		if err := <-answered; err == nil || !errors.Is(err, io.EOF) {
			t.Errorf("client: got %v, want EOF", err)
		}
	})
	t.Run("a listener that fails ends the server", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		listeners := open(t)
		listeners[0].Close()
		ended := false
		err := serve(t.Context(), newHTTPServer(http.NotFoundHandler(), quiet), listeners, func(context.Context) error {
			ended = true
			return nil
		})
		if !errors.Is(err, net.ErrClosed) || !ended {
			t.Errorf("got %v, ended %t, want net.ErrClosed and true", err, ended)
		}
	})
}

func TestBrowsable(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:8080": "localhost:8080", "[::1]:8080": "localhost:8080", "[::]:8080": "localhost:8080", "0.0.0.0:80": "localhost:80",
		"127.0.0.2:8080": "127.0.0.2:8080", "10.0.0.1:8080": "10.0.0.1:8080", "[2001:db8::1]:8080": "[2001:db8::1]:8080",
	} {
		if got := browsable(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}
