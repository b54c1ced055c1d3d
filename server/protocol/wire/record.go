package wire

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"nhooyr.io/websocket"

	"trtccalling/server/protocol"
	"trtccalling/wasm/e2e/scenario"
)

// record plays a scenario against a server and writes down what passes.
func record(text string, backend scenario.Backend) (recording, error) {
	t := &tap{to: "ws://" + backend.Host + backend.Path, names: newNames(), connections: map[string]int{}}
	http := httptest.NewServer(t)
	backend.Host = strings.TrimPrefix(http.URL, "http://")
	err := scenario.Play(text, backend)
	http.Close()
	t.passing.Wait()
	return recording{scenario: text, lines: t.lines}, err
}

// tap passes connections on to a server and writes down each message before it passes.
type tap struct {
	to      string
	passing sync.WaitGroup

	mu          sync.Mutex // protects:
	names       *names
	lines       []line
	connections map[string]int // of each user
}

func (t *tap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	client, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	server, _, err := websocket.Dial(context.Background(), t.to, nil)
	if err != nil {
		client.Close(websocket.StatusBadGateway, err.Error())
		return
	}
	for _, ws := range []*websocket.Conn{client, server} {
		ws.SetReadLimit(protocol.MaxMessageSDP)
	}
	t.passing.Add(1)
	defer t.passing.Done()
	user := ""
	var down sync.WaitGroup
	for {
		kind, message, err := client.Read(context.Background())
		if err != nil {
			break
		}
		if user == "" { // the first message is login
			user = t.user(string(message))
			down.Go(func() { t.passDown(user, server, client) })
		}
		t.write(line{user, fromClient, string(message)})
		if server.Write(context.Background(), kind, message) != nil {
			break
		}
	}
	_ = server.CloseNow() // either the client went away without a word, or the server has closed
	down.Wait()
}

func (t *tap) passDown(user string, server, client *websocket.Conn) {
	for {
		kind, message, err := server.Read(context.Background())
		if code := websocket.CloseStatus(err); code > 0 {
			t.write(line{user, fromServer, closing(code)})
			client.Close(code, "")
			return
		}
		if err != nil {
			_ = client.CloseNow()
			return
		}
		t.write(line{user, fromServer, string(message)})
		if client.Write(context.Background(), kind, message) != nil {
			return
		}
	}
}

// user names the connection of a login.
func (t *tap) user(login string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := userOf(login)
	t.connections[name]++
	return numbered(name, t.connections[name])
}

// numbered names the nth connection of a user.
func numbered(user string, n int) string {
	if n == 1 {
		return user
	}
	return fmt.Sprintf("%s#%d", user, n)
}

func (t *tap) write(l line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	l.text = t.names.replace(l)
	t.lines = append(t.lines, l)
}
