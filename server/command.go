package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/urfave/cli/v3"
)

// newCommand describes the command line. Every flag of the server is also an environment variable; where both
// are given, the flag counts.
func newCommand() *cli.Command {
	return &cli.Command{
		Name:        "trtc-server",
		Usage:       "audio and video calls for web pages, on your own server",
		Description: "To try it on this machine:  trtc-server --dev\nTo set it up:               trtc-server apps add, then trtc-server --listen :8080",
		Version:     version(),
		Flags:       serverFlags(),
		Commands:    []*cli.Command{appsCommand(), userSigCommand()},
		Action:      startServer,
		Suggest:     true,
		// main prints the error, once, and leaves with 1.
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
		OnUsageError: func(_ context.Context, cmd *cli.Command, err error, _ bool) error {
			return fmt.Errorf("%w (see %s --help)", err, cmd.FullName())
		},
	}
}

func serverFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "listen", Local: true, Sources: cli.EnvVars("TRTC_LISTEN"), DefaultText: "localhost:8080 with --dev, otherwise :8080",
			Usage: "`HOST:PORT` to serve HTTP and signalling on; localhost means 127.0.0.1 and [::1]"},
		&cli.StringSliceFlag{Name: "origin", Local: true, Sources: cli.EnvVars("TRTC_ORIGIN"), DefaultText: "the host that the page was loaded from",
			Usage: "`ORIGIN` whose pages may connect, exactly scheme://host or scheme://host:port; repeatable"},
		&cli.IntFlag{Name: "media-port", Local: true, Sources: cli.EnvVars("TRTC_MEDIA_PORT"), Value: 7882,
			Usage: "UDP `PORT` for audio and video, on all addresses"},
		&cli.StringSliceFlag{Name: "media-ip", Local: true, Sources: cli.EnvVars("TRTC_MEDIA_IP"), DefaultText: "loopback and this host's addresses",
			Usage: "`ADDRESS` that browsers are told to send media to; repeatable"},
		&cli.BoolFlag{Name: "dev", Local: true, Sources: cli.EnvVars("TRTC_DEV"),
			Usage: "development mode: on this machine only, and anybody can sign in under any name"},
		&cli.BoolFlag{Name: "dev-allow-remote", Local: true, Sources: cli.EnvVars("TRTC_DEV_ALLOW_REMOTE"),
			Usage: "let --dev serve HTTP to other machines too"},
		&cli.StringFlag{Name: "data", Sources: cli.EnvVars("TRTC_DATA"), Value: "data",
			Usage: "`FOLDER` with the apps and their keys"},
		&cli.StringFlag{Name: "log-level", Local: true, Sources: cli.EnvVars("TRTC_LOG_LEVEL"), Value: "info",
			Usage: "the lowest level to log: debug, info, warn or error"},
	}
}

// startServer runs the server until ctx ends.
func startServer(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Present() {
		return fmt.Errorf("there is no command %q (see trtc-server --help)", cmd.Args().First())
	}
	cfg, err := readConfig(cmd)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(cmd.Root().ErrWriter, &slog.HandlerOptions{Level: cfg.logLevel}))
	if err := run(ctx, cfg, log); err != nil {
		return err
	}
	log.Info("ended")
	return nil
}

// release is the version of the npm package that is built with this server; the linker sets it (Makefile).
var release string

// version is the release, or for other builds the module's version as the go command recorded it: a tag, or a commit.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "unknown"
	}
	return info.Main.Version
}
