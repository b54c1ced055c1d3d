// Roomserver is the server's media alone, for the load rig: POST /join?room=R&user=U takes an offer and answers
// it, and every user who joins is admitted at once. There is no signing in, so it listens on loopback.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu"
	"trtccalling/server/sfu/transport"
)

func main() {
	port := flag.Int("port", 8081, "TCP port on loopback")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *port); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, port int) error {
	quiet := slog.New(slog.DiscardHandler)
	mux, err := transport.Listen(transport.Config{Announce: []netip.Addr{netip.MustParseAddr("127.0.0.1")}, Log: quiet})
	if err != nil {
		return err
	}
	rooms := &rooms{media: sfu.New(mux, quiet), open: map[string]*sfu.Room{}}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return errors.Join(err, mux.Close())
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	routes.HandleFunc("POST /join", rooms.join)
	routes.HandleFunc("POST /leave", rooms.leave)
	server := &http.Server{Handler: routes}
	var serving sync.WaitGroup
	serving.Go(func() {
		<-ctx.Done()
		_ = server.Close() // its error adds nothing
	})
	err = server.Serve(listener)
	serving.Wait()
	if !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, mux.Close())
	}
	rooms.close()
	return mux.Close()
}

// rooms are made when the first user joins and stay until the end.
type rooms struct {
	media *sfu.SFU

	mu   sync.Mutex // protects:
	open map[string]*sfu.Room
}

func (r *rooms) room(name string) *sfu.Room {
	r.mu.Lock()
	defer r.mu.Unlock()
	room := r.open[name]
	if room == nil {
		room = r.media.Open(name, deaf{})
		r.open[name] = room
	}
	return room
}

func (r *rooms) join(w http.ResponseWriter, request *http.Request) {
	offer, err := io.ReadAll(io.LimitReader(request.Body, protocol.MaxMessageSDP))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	query := request.URL.Query()
	room, user := r.room(query.Get("room")), query.Get("user")
	room.Admit(user)
	answer, err := room.Answer(user, string(offer))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, answer) // a client that is gone needs no answer
}

func (r *rooms) leave(_ http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	r.room(query.Get("room")).Remove(query.Get("user"))
}

func (r *rooms) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, room := range r.open {
		room.Close()
	}
}

// deaf ignores what happens in rooms: the rig learns it from the packets.
type deaf struct{}

func (deaf) SlotsChanged(string, []protocol.Slot) {}
func (deaf) LinesWanted(string, protocol.Lines)   {}
func (deaf) Lost(string, error)                   {}
