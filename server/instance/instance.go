// Package instance is one server process without its command line and its HTTP listeners: it builds
// the parts, wires them, and closes them in order. The program and servertest share it.
package instance

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"

	"trtccalling/server/bus"
	"trtccalling/server/call"
	"trtccalling/server/gateway"
	"trtccalling/server/sfu"
	"trtccalling/server/sfu/transport"
)

// Config is what an instance needs to know.
type Config struct {
	// Verify returns nil when sig signs user in to app, else an error, which is a *protocol.Error when the
	// client is to blame.
	Verify    func(app uint32, user, sig string) error
	Origins   gateway.OriginPolicy
	MediaPort int          // UDP; 0: any free one
	MediaIPs  []netip.Addr // what is announced to clients; none: loopback and the host's addresses
	Log       *slog.Logger
}

// Instance is a running server.
type Instance struct {
	bus     *bus.Bus
	mux     *transport.Mux
	media   *sfu.SFU
	calls   *call.Service
	gateway *gateway.Gateway
}

// Start builds the parts and opens the media port.
func Start(cfg Config) (*Instance, error) {
	mux, err := transport.Listen(transport.Config{Port: cfg.MediaPort, Announce: cfg.MediaIPs, Log: cfg.Log})
	if err != nil {
		return nil, err
	}
	b, err := bus.Embedded(cfg.Log)
	if err != nil {
		return nil, errors.Join(err, mux.Close())
	}
	name := rand.Text()
	media := sfu.New(mux, cfg.Log)
	calls := call.NewService(b, rooms{media}, name, cfg.Log)
	g := gateway.New(gateway.Config{
		Bus: b, Calls: calls, Origins: cfg.Origins, Verify: cfg.Verify, Server: name, Log: cfg.Log,
	})
	return &Instance{bus: b, mux: mux, media: media, calls: calls, gateway: g}, nil
}

// Signal answers the WebSocket upgrades of clients, at protocol.Path.
func (i *Instance) Signal() http.Handler { return i.gateway }

// Media returns the counters of forwarded media.
func (i *Instance) Media() *sfu.SFU { return i.media }

// Calls returns how many calls there are.
func (i *Instance) Calls() int { return i.calls.Len() }

// Close ends all calls, which tells their members, then the connections, then the rest. Calls
// that have not ended when ctx does are cut off.
func (i *Instance) Close(ctx context.Context) error {
	err := i.calls.Close(ctx)
	i.gateway.Close()
	i.bus.Close()
	return errors.Join(err, i.mux.Close())
}

// rooms gives calls the rooms of the SFU: neither package knows the other.
type rooms struct{ media *sfu.SFU }

func (r rooms) Open(callID string, events call.RoomEvents) call.Room {
	return r.media.Open(callID, events)
}
