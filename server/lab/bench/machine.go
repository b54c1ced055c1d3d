package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// machine is what figures mean little without.
type machine struct {
	processor, memory, kernel string
	commit                    string
	versions                  []string
}

func describeMachine(ctx context.Context) (m machine, err error) {
	processors, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return m, err
	}
	memory, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return m, err
	}
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return m, err
	}
	commit, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return m, fmt.Errorf("find the commit: %w", err)
	}
	versions, err := versions(ctx)
	if err != nil {
		return m, err
	}
	return machine{
		processor: field(string(processors), "model name"), memory: field(string(memory), "MemTotal"),
		kernel: strings.TrimSpace(string(kernel)), commit: strings.TrimSpace(string(commit)), versions: versions,
	}, nil
}

// field returns the value of the first line "name : value".
func field(text, name string) string {
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// versions lists the modules that forward packets.
func versions(ctx context.Context) ([]string, error) {
	list := []string{runtime.Version()}
	for _, module := range []string{"github.com/pion/srtp/v3", "github.com/pion/dtls/v3", "github.com/pion/webrtc/v4"} {
		text, err := exec.CommandContext(ctx, "go", "list", "-m", module).Output()
		if err != nil {
			return nil, fmt.Errorf("find the version of %s: %w", module, err)
		}
		list = append(list, strings.TrimPrefix(strings.TrimSpace(string(text)), "github.com/"))
	}
	return list, nil
}

// canPin says whether server and rig can have a core each.
func (m machine) canPin() bool {
	_, err := exec.LookPath("taskset")
	return err == nil && runtime.NumCPU() > 1
}
