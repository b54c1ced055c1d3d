package main_test

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestWithoutIPv6 starts the server in a network namespace of its own, where the kernel has no
// IPv6 address to give.
func TestWithoutIPv6(t *testing.T) {
	c := exec.Command("sh", "-c", `echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 && ip link set lo up && exec "$@"`, "sh",
		program, "--dev", "--listen", "localhost:0", "--media-port", "0", "--data", t.TempDir())
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{HostID: syscall.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: syscall.Getgid(), Size: 1}}}
	p := startCommand(t, c)
	if !strings.Contains(p.logged(), "not listening on [::1]") {
		t.Errorf("got %q, want a line about [::1]", p.logged())
	}
	if !strings.Contains(p.logged(), "ready") {
		t.Errorf("got %q, want it ready", p.logged())
	}
}
