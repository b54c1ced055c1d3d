package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"trtccalling/server/instance"
	"trtccalling/server/protocol"
	"trtccalling/server/site"
	"trtccalling/server/usersig"
)

// errNoApp says what to do when production starts in an empty data folder.
var errNoApp = errors.New("no app is set up yet, so nobody can sign in\n" +
	"  to try it on this machine:  trtc-server --dev\n" +
	"  to set it up:               trtc-server apps add")

// run builds the parts of the server, serves until ctx ends, and then ends calls and connections.
func run(ctx context.Context, cfg config, log *slog.Logger) error {
	apps := usersig.NewStore(cfg.data)
	data, err := openData(cfg, apps)
	if err != nil {
		return err
	}
	defer data.Close()
	routes, err := newRoutes()
	if err != nil {
		return err
	}
	listeners, err := listen(ctx, cfg.listen, log)
	if err != nil {
		return err
	}
	calling, err := startCalling(cfg, apps, log)
	if err != nil {
		closeAll(listeners)
		return err
	}
	routes.Handle(protocol.Path, calling.Signal())
	if cfg.dev {
		if err := addDevelopment(routes, development{
			origins: cfg.origins, allowRemote: cfg.devAllowRemote, log: log,
			stats: func() any { return calling.Media().Stats() },
		}, apps); err != nil {
			closeAll(listeners)
			return errors.Join(err, calling.Close(ctx))
		}
	}
	welcome(cfg, listeners[0].Addr().String(), log)
	return serve(ctx, newHTTPServer(routes, log), listeners, calling.Close)
}

// openData occupies the data folder. In production it must hold an app; a server that refuses to
// start for lack of one leaves no folder behind.
func openData(cfg config, apps *usersig.Store) (io.Closer, error) {
	known, err := apps.Apps()
	if err != nil {
		return nil, err
	}
	if len(known) == 0 && !cfg.dev {
		return nil, errNoApp
	}
	return occupy(cfg.data)
}

// newRoutes serves everything that is not signalling.
func newRoutes() (*http.ServeMux, error) {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /healthz", healthy)
	pages, err := site.Handler()
	if err != nil {
		return nil, err
	}
	routes.Handle("/", pages)
	return routes, nil
}

// startCalling builds everything behind the WebSocket: sessions, calls and media.
func startCalling(cfg config, apps *usersig.Store, log *slog.Logger) (*instance.Instance, error) {
	return instance.Start(instance.Config{
		Verify:    func(app uint32, user, sig string) error { return apps.Verify(app, user, sig, time.Now()) },
		Origins:   cfg.origins,
		MediaPort: cfg.mediaPort,
		MediaIPs:  cfg.mediaIPs,
		Log:       log,
	})
}

// devApp returns the first app, which it makes on the first start.
func devApp(apps *usersig.Store, log *slog.Logger) (usersig.App, error) {
	known, err := apps.Apps()
	if err != nil {
		return usersig.App{}, err
	}
	if len(known) > 0 {
		return known[0], nil
	}
	app, err := apps.Add(usersig.App{})
	if err != nil {
		return usersig.App{}, err
	}
	log.Info("created an app for development", "sdkAppID", app.ID)
	return app, nil
}

// welcome says where to find the server.
func welcome(cfg config, address string, log *slog.Logger) {
	if !cfg.dev {
		log.Info("ready", "http", address)
		return
	}
	log.Warn("development mode: anybody who reaches this server can sign in under any name")
	log.Info("ready: open the page in two tabs and let one call the other", "url", "http://"+browsable(address))
}

// healthy answers a load balancer or a monitor while the server runs.
func healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	io.WriteString(w, "ok\n")
}
