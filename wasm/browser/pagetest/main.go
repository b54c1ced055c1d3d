//go:build unix

// Pagetest runs a Go test binary built for js/wasm inside a page of a real, headless browser; Node has neither
// devices nor WebRTC nor a document. It is made for the -exec flag:
//
//	go build -o bin/pagetest ./wasm/browser/pagetest
//	GOOS=js GOARCH=wasm go test -exec "$PWD/bin/pagetest" ./wasm/browser
//
// The variable BROWSER chooses chromium (the default) or firefox. Everything stays on 127.0.0.1; the page posts
// what the test prints and its exit code.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// patience is how long a browser may take for all tests of one package.
const patience = 4 * time.Minute

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: pagetest test.wasm [test flags]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, patience)
	code, err := run(ctx, os.Args[1], os.Args[2:])
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "pagetest:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// run serves the page, opens it in the browser and returns the exit code of the test.
func run(ctx context.Context, wasm string, args []string) (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("listen: %w", err)
	}
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return 0, fmt.Errorf("find wasm_exec.js: %w", err)
	}
	loader := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js")
	exit := make(chan int, 1)
	server := &http.Server{Handler: handler(files{loader, wasm}, args, exit), ReadHeaderTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer func() {
		_ = server.Close()
		<-served
	}()

	b, err := launch(os.Getenv("BROWSER"), "http://"+listener.Addr().String()+"/")
	if err != nil {
		return 0, err
	}
	defer b.close()
	select {
	case code := <-exit:
		return code, nil
	case <-b.ended:
		return 0, errors.New("the browser ended before the test did")
	case <-ctx.Done():
		return 0, fmt.Errorf("the test did not end: %w", ctx.Err())
	}
}

//go:embed page.html
var page string

// files are what the page loads.
type files struct{ loader, wasm string }

// handler serves the page and takes what it posts.
func handler(load files, args []string, exit chan<- int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page)
	})
	mux.HandleFunc("GET /args", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Join(browserArgs(args), "\n"))
	})
	mux.HandleFunc("GET /wasm_exec.js", serveFile(load.loader))
	mux.HandleFunc("GET /test.wasm", serveFile(load.wasm))
	mux.HandleFunc("POST /output", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(os.Stdout, r.Body)
	})
	mux.HandleFunc("POST /exit", func(_ http.ResponseWriter, r *http.Request) {
		code, err := strconv.Atoi(r.URL.Query().Get("code"))
		if err != nil {
			code = 1
		}
		select {
		case exit <- code:
		default: // the test has already ended
		}
	})
	return mux
}

func serveFile(path string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, path) }
}

// browserArgs drops the flags that need a file system.
func browserArgs(args []string) []string {
	var kept []string
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-test.testlogfile=") {
			kept = append(kept, arg)
		}
	}
	return kept
}
