// Package http holds the names of net/http that nhooyr.io/websocket has in its signatures. A browser opens
// WebSockets itself and shows nobody the answer, so nothing is behind them; net/http would bring TLS, HTTP/2
// and certificates to every page. It is built as a package of that module.
package http

// StatusSwitchingProtocols is the status of every connection that was opened.
const StatusSwitchingProtocols = 101

type (
	// Response is what Dial returns along with a connection.
	Response struct{ StatusCode int }
	// Request is what a server would accept, which a page never does.
	Request struct{}
	// ResponseWriter is where a server would answer.
	ResponseWriter interface{}
)
