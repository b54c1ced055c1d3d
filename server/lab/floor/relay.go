//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"golang.org/x/net/ipv4"
)

// socketBuffer is the size of the relay's and the sinks' buffers in the kernel.
const socketBuffer = 4 << 20

// leg is one destination with its own key.
type leg struct {
	udp     *net.UDPAddr
	address netip.AddrPort
	seal    cryptor
}

// forwarder is a relay in one mode: a socket, the key of incoming packets, and where they go.
type forwarder struct {
	socket *net.UDPConn
	open   cryptor
	legs   []leg
}

// relay forwards until ctx ends.
func relay(ctx context.Context, s settings) error {
	f, err := newForwarder(s)
	if err != nil {
		return err
	}
	modes := map[string]func() error{"plain": f.plain, "batch": f.batch, "segment": f.segment}
	mode := modes[s.mode]
	if mode == nil {
		return errors.Join(fmt.Errorf("there is no mode %q", s.mode), f.socket.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	var closing sync.WaitGroup
	closing.Go(func() {
		<-ctx.Done()
		_ = f.socket.Close() // ends the mode
	})
	err = mode()
	stop()
	closing.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func newForwarder(s settings) (*forwarder, error) {
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: relayPort})
	if err != nil {
		return nil, err
	}
	f := &forwarder{socket: socket}
	f.open, err = newCryptor(s.cipher, 0)
	err = errors.Join(err, socket.SetReadBuffer(socketBuffer), socket.SetWriteBuffer(socketBuffer))
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	for i := range s.fanout {
		to := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: sinkPort + i}
		seal, err := newCryptor(s.cipher, byte(i+1))
		if err != nil {
			return nil, errors.Join(err, socket.Close())
		}
		f.legs = append(f.legs, leg{udp: to, address: to.AddrPort(), seal: seal})
	}
	return f, nil
}

// plain makes one system call for each packet in and out.
func (f *forwarder) plain() error {
	in, clear, out := make([]byte, mtu), make([]byte, mtu), make([]byte, mtu)
	for {
		n, _, err := f.socket.ReadFromUDPAddrPort(in)
		if err != nil {
			return err
		}
		packet, err := f.open.decrypt(clear[:0], in[:n])
		if err != nil {
			continue // not the generator's
		}
		for i := range f.legs {
			sealed, err := f.legs[i].seal.encrypt(out[:0], packet)
			if err != nil {
				return err
			}
			if _, err := f.socket.WriteToUDPAddrPort(sealed, f.legs[i].address); err != nil {
				return err
			}
		}
	}
}

// batchSize is the most packets that one system call reads.
const batchSize = 64

// messages are buffers for one system call.
func messages(count, size int) []ipv4.Message {
	list := make([]ipv4.Message, count)
	for i := range list {
		list[i].Buffers = [][]byte{make([]byte, size)}
	}
	return list
}

// batch reads and writes many packets with one system call each (recvmmsg, sendmmsg).
func (f *forwarder) batch() error {
	conn := ipv4.NewPacketConn(f.socket)
	in, out := messages(batchSize, mtu), messages(batchSize*len(f.legs), mtu)
	clear := make([]byte, mtu)
	for {
		n, err := conn.ReadBatch(in, 0)
		if err != nil {
			return err
		}
		used := 0
		for _, m := range in[:n] {
			packet, err := f.open.decrypt(clear[:0], m.Buffers[0][:m.N])
			if err != nil {
				continue
			}
			for i := range f.legs {
				to := &out[used]
				if to.Buffers[0], err = f.legs[i].seal.encrypt(to.Buffers[0][:0:mtu], packet); err != nil {
					return err
				}
				to.Addr = f.legs[i].udp
				used++
			}
		}
		if err := writeAll(conn, out[:used]); err != nil {
			return err
		}
	}
}

func writeAll(conn *ipv4.PacketConn, out []ipv4.Message) error {
	for len(out) > 0 {
		n, err := conn.WriteBatch(out, 0)
		if err != nil {
			return err
		}
		out = out[n:]
	}
	return nil
}
