package wire

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
)

// patience is how long a message may take.
const patience = 10 * time.Second

// end is one end of a connection: what has arrived on it and not been looked at yet.
type end struct {
	ws      *websocket.Conn
	came    chan string
	aside   []string
	taken   []string // what came and was awaited
	reading sync.WaitGroup
}

// newEnd begins to read. sift takes messages that nobody waits for; it may be nil.
func newEnd(ws *websocket.Conn, sift func(text string) bool) *end {
	ws.SetReadLimit(protocol.MaxMessageSDP)
	e := &end{ws: ws, came: make(chan string, 256)}
	e.reading.Go(func() { e.read(sift) })
	return e
}

func (e *end) read(sift func(string) bool) {
	defer close(e.came)
	for {
		_, text, err := e.ws.Read(context.Background())
		if err != nil {
			e.came <- closing(websocket.CloseStatus(err))
			return
		}
		if sift == nil || !sift(string(text)) {
			e.came <- string(text)
		}
	}
}

// await takes the message that fits. Earlier ones are kept: messages from several sources have no order among
// themselves.
func (e *end) await(fits func(text string) error) error {
	var last error
	for i, text := range e.aside {
		if last = fits(text); last == nil {
			e.aside = append(e.aside[:i], e.aside[i+1:]...)
			e.taken = append(e.taken, text)
			return nil
		}
	}
	timeout := time.After(patience)
	for {
		select {
		case text, ok := <-e.came:
			if !ok {
				return e.complain(last)
			}
			if last = fits(text); last == nil {
				e.taken = append(e.taken, text)
				return nil
			}
			e.aside = append(e.aside, text)
		case <-timeout:
			return e.complain(last)
		}
	}
}

// had says whether something that fits was taken before.
func (e *end) had(fits func(text string) error) bool {
	return slices.ContainsFunc(e.taken, func(text string) bool { return fits(text) == nil })
}

func (e *end) complain(last error) error {
	left := []string{"what came instead:"}
	for _, text := range e.aside {
		left = append(left, short(text))
	}
	return fmt.Errorf("did not come (%v); %s", last, strings.Join(left, "\n    "))
}

// short is a message for an error's text.
func short(text string) string { return fmt.Sprintf("%.240s", text) }

func (e *end) send(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var code websocket.StatusCode
	if n, _ := fmt.Sscanf(text, "close %d", &code); n == 1 {
		_ = e.ws.Close(code, "") // the client closes as well, and may be faster
		return nil
	}
	return e.ws.Write(ctx, websocket.MessageText, []byte(text))
}

func (e *end) close() {
	_ = e.ws.CloseNow() // it may already be closed
	e.reading.Wait()
}
