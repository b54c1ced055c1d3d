package main_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is the path of the built server. TestMain sets it before the first test.
var program string

// TestMain builds the server once, unless TRTC_SERVER names a built one (.ci/release-check). The tests of this
// package start it as a process, as a user does, and talk to it.
func TestMain(m *testing.M) {
	if program = os.Getenv("TRTC_SERVER"); program != "" {
		os.Exit(m.Run())
	}
	folder, err := os.MkdirTemp("", "trtc-server")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(folder, "trtc-server")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// process is a running server.
type process struct {
	t       *testing.T
	command *exec.Cmd
	address string // host:port of HTTP
	mu      sync.Mutex
	log     strings.Builder // what it wrote to stderr; guarded by mu
	read    chan struct{}   // closed at the end of stderr
}

// readyLine finds the HTTP address in the line that says the server is ready.
var readyLine = regexp.MustCompile(`msg="?ready.*(?:http=|url=http://)"?([^\s"]+)`)

// start starts the server on free ports, waits until it says that it is ready, and ends it with the
// test.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	return startCommand(t, exec.Command(program, append([]string{"--media-port", "0"}, args...)...))
}

func startCommand(t *testing.T, command *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, command: command, read: make(chan struct{})}
	stderr, err := p.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.end(os.Kill) })
	ready := make(chan string, 1)
	go p.readLog(stderr, ready)
	select {
	case p.address = <-ready:
	case <-p.read:
		t.Fatalf("the server ended before it was ready:\n%s", p.logged())
	case <-time.After(30 * time.Second):
		t.Fatalf("the server was not ready within 30 s:\n%s", p.logged())
	}
	return p
}

func (p *process) readLog(stderr io.Reader, ready chan<- string) {
	defer close(p.read)
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		p.mu.Lock()
		p.log.WriteString(lines.Text() + "\n")
		p.mu.Unlock()
		if found := readyLine.FindStringSubmatch(lines.Text()); found != nil {
			ready <- found[1]
		}
	}
}

func (p *process) logged() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// end sends a signal, waits until the process has ended, and returns how it did. It may be called
// again.
func (p *process) end(signal os.Signal) error {
	p.command.Process.Signal(signal) // fails when the process has already ended, which is fine
	select {
	case <-p.read:
	case <-time.After(20 * time.Second):
		p.command.Process.Kill()
		<-p.read
	}
	return p.command.Wait()
}

// get requests a path and returns status, header and body.
func (p *process) get(path string, header http.Header) (*http.Response, string) {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+p.address+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
		if name == "Host" {
			r.Host = values[0]
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response, string(body)
}

// output is what a command wrote that ends on its own.
type output struct {
	stdout, stderr string
	code           int
}

// command runs the program until it ends, with input on its standard input.
func command(t *testing.T, input string, args ...string) output {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, program, args...)
	c.Stdin = strings.NewReader(input)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return output{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// succeed is command for a run that must end with 0; it returns the standard output.
func succeed(t *testing.T, input string, args ...string) string {
	t.Helper()
	out := command(t, input, args...)
	if out.code != 0 {
		t.Fatalf("%v: got exit code %d, want 0:\n%s", args, out.code, out.stderr)
	}
	return out.stdout
}

// wantRefusal expects an error that contains every one of the texts.
func wantRefusal(t *testing.T, out output, texts ...string) {
	t.Helper()
	if out.code != 1 {
		t.Errorf("got exit code %d, want 1", out.code)
	}
	for _, text := range texts {
		if !strings.Contains(out.stderr, text) {
			t.Errorf("got %q, want %q in it", out.stderr, text)
		}
	}
}

// occupyTCP listens on a free port of 127.0.0.1 for the length of the test and returns it.
func occupyTCP(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}
