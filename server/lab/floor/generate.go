//go:build linux

package main

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/ipv4"
)

// result is one measurement.
type result struct {
	InPPS, OutPPS int // packets a second to the relay, and back from it
	LossPct       float64
	CPUPct        float64 // of one core, the relay's
	CPUPerFwdUS   float64 // CPU microseconds for each packet that came back
	P50US, P99US  float64 // from before it was sent until it was read, microseconds
	Packets       int64
}

// generate sends to a relay, counts what comes back and reads the relay's CPU time.
func generate(ctx context.Context, s settings) (r result, err error) {
	var got, sent atomic.Int64
	took := &delays{begun: time.Now()}
	var running sync.WaitGroup
	defer running.Wait()
	sinks, err := listenSinks(s.fanout)
	defer func() { err = errors.Join(err, closeAll(sinks)) }()
	if err != nil {
		return r, err
	}
	for _, sink := range sinks {
		running.Go(func() { count(sink, &got, took) })
	}
	sender, err := newSender(s, took)
	if err != nil {
		return r, err
	}
	ctx, stop := context.WithCancel(ctx)
	failed := make(chan error, 1)
	go func() { failed <- sender.run(ctx, &sent) }()
	r, err = measure(ctx, s, counters{&sent, &got, took})
	stop()
	return r, errors.Join(err, <-failed)
}

func listenSinks(fanout int) (sinks []*net.UDPConn, err error) {
	for i := range fanout {
		sink, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: sinkPort + i})
		if err != nil {
			return sinks, err
		}
		sinks = append(sinks, sink)
		if err := sink.SetReadBuffer(socketBuffer); err != nil {
			return sinks, err
		}
	}
	return sinks, nil
}

func closeAll(sinks []*net.UDPConn) (err error) {
	for _, sink := range sinks {
		err = errors.Join(err, sink.Close())
	}
	return err
}

// count ends when the sink is closed.
func count(sink *net.UDPConn, got *atomic.Int64, took *delays) {
	conn, in := ipv4.NewPacketConn(sink), messages(batchSize, mtu)
	for {
		n, err := conn.ReadBatch(in, 0)
		if err != nil {
			return
		}
		got.Add(int64(n))
		now := time.Now()
		for _, m := range in[:n] {
			took.add(m.Buffers[0], now)
		}
	}
}

// counters are what sender and sinks have counted.
type counters struct {
	sent, got *atomic.Int64
	took      *delays
}

// measure reads the counters and the relay's CPU time at both ends of the window.
func measure(ctx context.Context, s settings, c counters) (r result, err error) {
	if err := pause(ctx, time.Second); err != nil {
		return r, err
	}
	cpu0, err := cpuSeconds(s.pid)
	if err != nil {
		return r, err
	}
	got0, sent0, took0, start := c.got.Load(), c.sent.Load(), c.took.counts(), time.Now()
	if err := pause(ctx, s.window); err != nil {
		return r, err
	}
	cpu1, err := cpuSeconds(s.pid)
	if err != nil {
		return r, err
	}
	in, out, seconds := c.sent.Load()-sent0, c.got.Load()-got0, time.Since(start).Seconds()
	took1 := c.took.counts()
	if out == 0 {
		return r, errors.New("nothing came back: is a relay with the same -srtp and -fanout running?")
	}
	return result{
		InPPS: int(float64(in) / seconds), OutPPS: int(float64(out) / seconds),
		LossPct: 100 * (1 - float64(out)/float64(in*int64(s.fanout))),
		CPUPct:  100 * (cpu1 - cpu0) / seconds, CPUPerFwdUS: (cpu1 - cpu0) * 1e6 / float64(out), Packets: out,
		P50US: microseconds(quantile(took0, took1, 0.5)), P99US: microseconds(quantile(took0, took1, 0.99)),
	}, nil
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sender sends packets in bursts, as video frames are.
type sender struct {
	settings
	conn  *net.UDPConn
	seal  cryptor
	plain []byte
	took  *delays
	out   []ipv4.Message
}

func newSender(s settings, took *delays) (*sender, error) {
	seal, err := newCryptor(s.cipher, 0)
	if err != nil {
		return nil, err
	}
	conn, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: relayPort})
	if err != nil {
		return nil, err
	}
	plain := make([]byte, s.size)
	plain[0], plain[1] = 0x80, 96
	binary.BigEndian.PutUint32(plain[8:], 0x1000) // an SSRC
	return &sender{settings: s, conn: conn, seal: seal, plain: plain, took: took, out: messages(s.burst, mtu)}, nil
}

// run sends until ctx ends.
func (s *sender) run(ctx context.Context, sent *atomic.Int64) (err error) {
	defer func() { err = errors.Join(err, s.conn.Close()) }()
	conn := ipv4.NewPacketConn(s.conn)
	next := time.Now()
	for seq := 0; ctx.Err() == nil; seq += s.burst {
		for i := range s.out {
			binary.BigEndian.PutUint16(s.plain[2:], uint16(seq+i))
			s.took.stamp(s.plain)
			if s.out[i].Buffers[0], err = s.seal.encrypt(s.out[i].Buffers[0][:0:mtu], s.plain); err != nil {
				return err
			}
		}
		if err := writeAll(conn, s.out); err != nil {
			return err
		}
		sent.Add(int64(s.burst))
		if s.rate > 0 {
			next = next.Add(time.Second * time.Duration(s.burst) / time.Duration(s.rate))
			time.Sleep(time.Until(next))
		}
	}
	return nil
}

// cpuSeconds is user and system time of a process.
func cpuSeconds(pid int) (float64, error) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	const utime, stime, ticksPerSecond = 11, 12, 100 // after the name, see proc(5)
	fields := strings.Fields(rest)
	user, errUser := strconv.ParseFloat(fields[utime], 64)
	sys, errSys := strconv.ParseFloat(fields[stime], 64)
	return (user + sys) / ticksPerSecond, errors.Join(errUser, errSys)
}
