package native

import (
	"context"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/transport"
	"trtccalling/wasm/api"
)

// listener is the server's side of a connection: it passes on how loud each packet of sound is, -1 for a packet
// that does not say.
type listener struct{ levels chan int }

func (l listener) HandleRTP(p *transport.Packet) {
	switch {
	case p.Line.Kind != transport.Audio:
	case p.HasAudioLevel:
		l.levels <- int(p.AudioLevel)
	default:
		l.levels <- -1
	}
}

func (l listener) HandleConnected(time.Time)           {}
func (l listener) HandleRTCP([]rtcp.Packet, time.Time) {}
func (l listener) HandleTick(time.Time)                {}
func (l listener) HandleClosed(error)                  {}

func TestTheMicrophoneSaysHowLoudItIs(t *testing.T) {
	mux, err := transport.Listen(transport.Config{
		Announce: []netip.Addr{netip.MustParseAddr("127.0.0.1")}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := mux.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	m, heard := newMedia(t), listener{levels: make(chan int, 1000)}
	conn, err := m.Connect(ctx, protocol.AudioCall, func(api.ConnectionState) {})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	connect(ctx, t, conn, mux, heard)
	if err := openError(m, api.Devices{Microphone: true}); err != nil {
		t.Fatal(err)
	}
	if err := conn.Send(ctx, api.Devices{Microphone: true}); err != nil {
		t.Fatal(err)
	}
	heard.await(ctx, t, spoken, spoken)
	m.SetLevel(77)
	heard.await(ctx, t, 77, spoken)
	m.SetLevel(200)
	heard.await(ctx, t, 127, 77)
}

// connect does what the server and the client do with an offer.
func connect(ctx context.Context, t *testing.T, conn api.Connection, mux *transport.Mux, to transport.Handler) {
	t.Helper()
	offer, err := conn.Offer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, answer, err := mux.Answer(offer, to)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Answer(ctx, answer); err != nil {
		t.Fatal(err)
	}
}

// await waits for a level; until then only the previous one may come.
func (l listener) await(ctx context.Context, t *testing.T, want, before int) {
	t.Helper()
	for {
		select {
		case got := <-l.levels:
			if got == want {
				return
			}
			if got != before {
				t.Fatalf("a packet has level %d, want %d", got, want)
			}
		case <-ctx.Done():
			t.Fatalf("no packet with level %d", want)
		}
	}
}
