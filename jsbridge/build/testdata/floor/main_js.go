// Command floor is the smallest possible client on these libraries: it calls one function of each and nothing
// else. Its size, built plainly, is printed next to the client's.
package main

import (
	"context"
	"encoding/json"
	"log"

	"github.com/pion/webrtc/v3"
	"honnef.co/go/js/dom/v2"
	"nhooyr.io/websocket"
)

func main() {
	connection, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		log.Fatal(err)
	}
	socket, _, err := websocket.Dial(context.Background(), "ws://127.0.0.1:8080", nil)
	if err != nil {
		log.Fatal(err)
	}
	var state map[string]any
	if err := json.Unmarshal([]byte(`{}`), &state); err != nil {
		log.Fatal(err)
	}
	state["title"] = dom.GetWindow().Document().DocumentElement().TagName()
	state["connection"] = connection.ConnectionState().String()
	text, err := json.Marshal(state)
	if err != nil {
		log.Fatal(err)
	}
	if err := socket.Write(context.Background(), websocket.MessageText, text); err != nil {
		log.Fatal(err)
	}
}
