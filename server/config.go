package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"

	"trtccalling/server/gateway"

	"github.com/urfave/cli/v3"
)

// config is what the flags say, checked.
type config struct {
	listen         string // host:port
	origins        gateway.OriginPolicy
	mediaPort      int          // 0: any free one
	mediaIPs       []netip.Addr // to announce; none: loopback and the host's addresses
	data           string       // the data folder
	dev            bool
	devAllowRemote bool
	logLevel       slog.Level
}

// readConfig reads and checks the flags of the server.
func readConfig(cmd *cli.Command) (config, error) {
	cfg := config{
		listen:         cmd.String("listen"),
		mediaPort:      cmd.Int("media-port"),
		data:           cmd.String("data"),
		dev:            cmd.Bool("dev"),
		devAllowRemote: cmd.Bool("dev-allow-remote"),
	}
	var err error
	if cfg.origins, err = gateway.NewOriginPolicy(cmd.StringSlice("origin"), cfg.dev); err != nil {
		return config{}, fmt.Errorf("--origin: %w", err)
	}
	if err := cfg.logLevel.UnmarshalText([]byte(cmd.String("log-level"))); err != nil {
		return config{}, fmt.Errorf("--log-level: %q is not debug, info, warn or error", cmd.String("log-level"))
	}
	if cfg.mediaPort < 0 || cfg.mediaPort > 65535 {
		return config{}, fmt.Errorf("--media-port: %d is not a port", cfg.mediaPort)
	}
	for _, text := range cmd.StringSlice("media-ip") {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			return config{}, fmt.Errorf("--media-ip: %q is not an IP address", text)
		}
		cfg.mediaIPs = append(cfg.mediaIPs, ip)
	}
	return cfg, cfg.checkListen()
}

// checkListen fills in the address to listen on and keeps development mode on this machine, because there
// everybody may sign in under any name.
func (c *config) checkListen() error {
	if c.listen == "" {
		c.listen = ":8080"
		if c.dev {
			c.listen = "localhost:8080"
		}
	}
	host, _, err := net.SplitHostPort(c.listen)
	if err != nil {
		return fmt.Errorf("--listen: %q is not HOST:PORT or :PORT", c.listen)
	}
	if c.dev && !c.devAllowRemote && !isThisMachine(host) {
		return fmt.Errorf("--listen: with --dev anybody who reaches %s can sign in under any name; "+
			"listen on localhost, or add --dev-allow-remote if that is what you want", c.listen)
	}
	return nil
}

// isThisMachine says whether only this machine can reach a listener on host.
func isThisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && ip.IsLoopback())
}
