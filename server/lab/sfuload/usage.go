package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// usage is what processes have used so far.
type usage struct {
	serverUser, serverSys float64 // CPU seconds
	serverRSS             int64   // KB
	rig, machine          float64 // CPU seconds, of the machine by everybody
	rcvbufErrors          int64   // packets that found a full socket buffer, on the whole machine
}

// takeUsage reads /proc. pid 0 means that there is no server to look at.
func takeUsage(pid int) (u usage, err error) {
	rigUser, rigSys, err := cpuSeconds(os.Getpid())
	u.rig = rigUser + rigSys
	var machineErr, udpErr, serverErr, rssErr error
	u.machine, machineErr = busySeconds()
	u.rcvbufErrors, udpErr = rcvbufErrors()
	if pid != 0 {
		u.serverUser, u.serverSys, serverErr = cpuSeconds(pid)
		u.serverRSS, rssErr = rssKB(pid)
	}
	return u, errors.Join(err, machineErr, udpErr, serverErr, rssErr)
}

// ticksPerSecond is USER_HZ, which is 100 on every Linux.
const ticksPerSecond = 100

// cpuSeconds is user and system time of a process, of all its threads, living and dead.
func cpuSeconds(pid int) (user, sys float64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, err
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	const utime, stime = 11, 12 // after the name, see proc(5)
	u, errUser := strconv.ParseFloat(string(fields[utime]), 64)
	s, errSys := strconv.ParseFloat(string(fields[stime]), 64)
	return u / ticksPerSecond, s / ticksPerSecond, errors.Join(errUser, errSys)
}

// rssKB is the resident set of a process.
func rssKB(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if size, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.ParseInt(strings.Fields(size)[0], 10, 64)
		}
	}
	return 0, fmt.Errorf("process %d has no resident set", pid)
}

// rcvbufErrors is the machine's count of packets that were dropped for lack of room in a socket.
func rcvbufErrors() (int64, error) {
	text, err := os.ReadFile("/proc/net/snmp")
	if err != nil {
		return 0, err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		fields, ok := strings.CutPrefix(line, "Udp: ")
		switch {
		case !ok:
		case names == nil:
			names = strings.Fields(fields)
		default:
			for i, value := range strings.Fields(fields) {
				if names[i] == "RcvbufErrors" {
					return strconv.ParseInt(value, 10, 64)
				}
			}
		}
	}
	return 0, errors.New("/proc/net/snmp has no RcvbufErrors")
}

// busySeconds is the time that all CPUs of the machine were busy.
func busySeconds() (busy float64, err error) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	const idle, iowait, last = 3, 4, 7
	for i, value := range strings.Fields(first)[1 : last+1] {
		if i == idle || i == iowait {
			continue
		}
		ticks, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc/stat: %w", err)
		}
		busy += ticks / ticksPerSecond
	}
	return busy, nil
}
