//go:build linux

package main

import (
	"encoding/binary"
	"net"
	"unsafe"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

const (
	segmentsMax = 40    // packets in one message
	messageSize = 65536 // bytes of one message's buffer
	perLeg      = 8     // messages per leg and batch
)

// segment reads in batches and sends the packets for one destination as a few messages that the kernel cuts up
// (UDP_SEGMENT).
func (f *forwarder) segment() error {
	conn := ipv4.NewPacketConn(f.socket)
	in := messages(batchSize, mtu)
	out := newSegmented(len(f.legs) * perLeg)
	store := make([]byte, batchSize*mtu)
	packets := make([][]byte, 0, batchSize)
	for {
		n, err := conn.ReadBatch(in, 0)
		if err != nil {
			return err
		}
		packets = packets[:0]
		for i, m := range in[:n] {
			if packet, err := f.open.decrypt(store[i*mtu:i*mtu:(i+1)*mtu], m.Buffers[0][:m.N]); err == nil {
				packets = append(packets, packet)
			}
		}
		out.used = 0
		for i := range f.legs {
			if err := out.add(&f.legs[i], packets); err != nil {
				return err
			}
		}
		if err := writeAll(conn, out.messages[:out.used]); err != nil {
			return err
		}
	}
}

// segmented are messages that hold several packets each.
type segmented struct {
	messages []ipv4.Message
	used     int
}

func newSegmented(count int) *segmented {
	s := &segmented{messages: messages(count, messageSize)}
	for i := range s.messages {
		s.messages[i].OOB = segmentControl()
	}
	return s
}

// add encrypts packets for a leg. All packets of a message have the same size, except that the last may be
// shorter.
func (s *segmented) add(to *leg, packets [][]byte) error {
	var m *ipv4.Message
	size, count := 0, 0
	for _, packet := range packets {
		if m == nil || len(packet) > size || count == segmentsMax {
			if s.used == len(s.messages) {
				return nil // sizes change too often: the rest counts as lost
			}
			m, size, count = s.begin(to.udp), len(packet), 0
		}
		buffer := m.Buffers[0]
		sealed, err := to.seal.encrypt(buffer[len(buffer):len(buffer):cap(buffer)], packet)
		if err != nil {
			return err
		}
		if count == 0 {
			binary.NativeEndian.PutUint16(m.OOB[unix.CmsgLen(0):], uint16(len(sealed)))
		}
		m.Buffers[0] = buffer[:len(buffer)+len(sealed)]
		if count++; len(packet) < size {
			m = nil
		}
	}
	return nil
}

func (s *segmented) begin(to *net.UDPAddr) *ipv4.Message {
	m := &s.messages[s.used]
	m.Buffers[0], m.Addr = m.Buffers[0][:0], to
	s.used++
	return m
}

// segmentControl is a control message whose two last bytes say how long a segment is.
func segmentControl() []byte {
	b := make([]byte, unix.CmsgSpace(2))
	h := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
	h.Level, h.Type = unix.IPPROTO_UDP, unix.UDP_SEGMENT
	h.SetLen(unix.CmsgLen(2))
	return b
}
