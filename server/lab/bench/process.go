package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// The cores of what is measured and of what measures.
const (
	serverCore = "0"
	rigCore    = "1"
)

// bench holds what was built and what was measured.
type bench struct {
	settings
	folder  string // of the programs and of the server's data
	pinned  bool
	results results
	missed  []string // figures above their limits
}

func (b *bench) build(ctx context.Context) error {
	command := exec.CommandContext(ctx, "go", "build", "-o", b.folder+"/", "./server",
		"./server/lab/roomserver", "./server/lab/sfuload", "./server/lab/floor")
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

// command runs one of the programs on a core.
func (b *bench) command(ctx context.Context, core, program string, args ...string) *exec.Cmd {
	path := filepath.Join(b.folder, program)
	if b.pinned {
		return exec.CommandContext(ctx, "taskset", append([]string{"-c", core, path}, args...)...)
	}
	return exec.CommandContext(ctx, path, args...)
}

// process is a program that runs until stop.
type process struct {
	command *exec.Cmd
	stderr  bytes.Buffer
}

// start starts a program on the server's core. taskset becomes the program, so the process id is the program's.
func (b *bench) start(ctx context.Context, program string, args ...string) (*process, error) {
	p := &process{command: b.command(ctx, serverCore, program, args...)}
	p.command.Stderr = &p.stderr
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return p, nil
}

func (p *process) pid() string { return strconv.Itoa(p.command.Process.Pid) }

// stop asks the program to end and waits until it has.
func (p *process) stop() error {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := p.command.Wait(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(p.command.Path), err, p.stderr.String())
	}
	return nil
}

// measure runs a program of the rig and reads its line of JSON.
func (b *bench) measure(ctx context.Context, into any, program string, args ...string) error {
	command := b.command(ctx, rigCore, program, args...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	text, err := command.Output()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, stderr.String())
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("read what %s says: %w", program, err)
	}
	return nil
}

// freePort returns a port that was free a moment ago.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// awaitHealth waits until a server answers.
func awaitHealth(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/healthz", nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			return response.Body.Close()
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", address, err)
		}
	}
}
