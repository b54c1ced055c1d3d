package transport

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// batchSize is the most datagrams that one system call reads.
const batchSize = 64

// messageHeader is struct mmsghdr of recvmmsg(2) and sendmmsg(2).
type messageHeader struct {
	header unix.Msghdr
	length uint32 // bytes that were received or sent
}

// batchSocket moves many datagrams with one system call. Everything that the kernel reads or writes is made
// once and points into itself, so that nothing is allocated.
//
// The calls are raw ones: they never sleep, so there is no reason to offer the processor to others meanwhile,
// as Go otherwise does. That would wake the runtime's monitor thread with nearly every batch.
type batchSocket struct {
	raw syscall.RawConn
	in  inBatch
	out outBatch
}

// newBatchSocket also returns how many datagrams a message may have.
func newBatchSocket(socket *net.UDPConn) (s *batchSocket, segments int, err error) {
	raw, err := socket.SyscallConn()
	if err != nil {
		return nil, 0, fmt.Errorf("reach media socket: %w", err)
	}
	isIPv4, segments := false, 1
	err = raw.Control(func(fd uintptr) {
		domain, domainErr := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_DOMAIN)
		isIPv4 = domainErr == nil && domain == unix.AF_INET
		// An older kernel (before 4.18) would ignore the request and send the message uncut.
		if _, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_UDP, unix.UDP_SEGMENT); err == nil {
			segments = maxSegments
		}
	})
	if err != nil {
		return nil, 0, fmt.Errorf("look at media socket: %w", err)
	}
	s = &batchSocket{raw: raw}
	s.in.prepare()
	s.out.prepare(isIPv4)
	return s, segments, nil
}

// receive hands batches to handle until the socket fails or is closed.
func (s *batchSocket) receive(handle func([]datagram)) error {
	var failed error
	err := s.raw.Read(func(fd uintptr) bool {
		for {
			n, errno := s.in.read(fd)
			switch {
			case errno == unix.EAGAIN:
				return false
			case errno == unix.EINTR:
				continue
			case errno != 0:
				failed = errno
				return true
			}
			handle(s.in.batch(n))
			if n < batchSize {
				// The socket is empty, and the poller reports what has arrived since then: staying inside Read
				// saves the call that would only find this out.
				return false
			}
		}
	})
	return errors.Join(err, failed)
}

// send implements sender.
func (s *batchSocket) send(messages []message) (int, error) {
	s.out.fill(messages)
	if err := s.raw.Write(s.out.write); err != nil {
		return s.out.sent, err
	}
	if s.out.errno != 0 {
		return s.out.sent, s.out.errno
	}
	return s.out.sent, nil
}

// inBatch is the memory of reads.
type inBatch struct {
	headers   [batchSize]messageHeader
	vectors   [batchSize]unix.Iovec
	names     [batchSize]unix.RawSockaddrInet6 // the larger of the two
	buffers   [batchSize][maxDatagram]byte
	datagrams [batchSize]datagram
}

func (b *inBatch) prepare() {
	for i := range b.headers {
		b.vectors[i].Base = &b.buffers[i][0]
		b.vectors[i].SetLen(maxDatagram)
		h := &b.headers[i].header
		h.Iov = &b.vectors[i]
		h.SetIovlen(1)
		h.Name = (*byte)(unsafe.Pointer(&b.names[i]))
		h.Namelen = unix.SizeofSockaddrInet6
	}
}

func (b *inBatch) read(fd uintptr) (int, syscall.Errno) {
	n, _, errno := unix.RawSyscall6(unix.SYS_RECVMMSG, fd,
		uintptr(unsafe.Pointer(&b.headers[0])), batchSize, unix.MSG_DONTWAIT, 0, 0)
	return int(n), errno
}

// batch is the n datagrams of the last read, and makes the headers ready for the next.
func (b *inBatch) batch(n int) []datagram {
	for i := range n {
		h := &b.headers[i]
		b.datagrams[i] = datagram{b: b.buffers[i][:h.length], from: addrPortOf(&b.names[i])}
		h.header.Namelen = unix.SizeofSockaddrInet6
	}
	return b.datagrams[:n]
}

// addrPortOf reads what the kernel wrote: an address of either family.
func addrPortOf(name *unix.RawSockaddrInet6) netip.AddrPort {
	if name.Family == unix.AF_INET {
		v4 := (*unix.RawSockaddrInet4)(unsafe.Pointer(name))
		return netip.AddrPortFrom(netip.AddrFrom4(v4.Addr), swapPort(v4.Port))
	}
	addr := netip.AddrFrom16(name.Addr).Unmap()
	if name.Scope_id != 0 {
		addr = addr.WithZone(strconv.FormatUint(uint64(name.Scope_id), 10))
	}
	return netip.AddrPortFrom(addr, swapPort(name.Port))
}

// outBatch is the memory of writes.
type outBatch struct {
	isIPv4   bool // the socket's family
	headers  [queueSize]messageHeader
	vectors  [queueSize]unix.Iovec
	names    [queueSize]unix.RawSockaddrInet6
	controls []byte                // controlSize for each header
	write    func(fd uintptr) bool // writeSome, made once

	filled int // headers in use
	sent   int
	errno  syscall.Errno // of the message after those that were sent
}

// prepare writes one control message for each header: how long a segment is (udp(7), UDP_SEGMENT).
func (b *outBatch) prepare(isIPv4 bool) {
	b.isIPv4, b.write = isIPv4, b.writeSome
	size := unix.CmsgSpace(2)
	b.controls = make([]byte, queueSize*size)
	for i := range b.headers {
		control := b.control(i)
		c := (*unix.Cmsghdr)(unsafe.Pointer(&control[0]))
		c.Level, c.Type = unix.IPPROTO_UDP, unix.UDP_SEGMENT
		c.SetLen(unix.CmsgLen(2))
		h := &b.headers[i].header
		h.Name = (*byte)(unsafe.Pointer(&b.names[i]))
	}
}

func (b *outBatch) control(i int) []byte {
	size := unix.CmsgSpace(2)
	return b.controls[i*size : (i+1)*size]
}

func (b *outBatch) fill(messages []message) {
	vectors := b.vectors[:]
	for i := range messages {
		m := &messages[i]
		h := &b.headers[i].header
		h.Namelen = b.writeName(&b.names[i], m.to.addr)
		h.Iov = &vectors[0]
		h.SetIovlen(m.count)
		for p, k := m.first, 0; k < m.count; p, k = p.next, k+1 {
			vectors[k].Base = &p.b[0]
			vectors[k].SetLen(len(p.b))
		}
		vectors = vectors[m.count:]
		b.writeControl(i, m)
	}
	b.filled, b.sent, b.errno = len(messages), 0, 0
}

func (b *outBatch) writeControl(i int, m *message) {
	h := &b.headers[i].header
	if m.count == 1 {
		h.Control = nil
		h.SetControllen(0)
		return
	}
	control := b.control(i)
	*(*uint16)(unsafe.Pointer(&control[unix.CmsgLen(0)])) = uint16(m.size())
	h.Control = &control[0]
	h.SetControllen(len(control))
}

// writeName returns the size of the name.
func (b *outBatch) writeName(name *unix.RawSockaddrInet6, to netip.AddrPort) uint32 {
	if b.isIPv4 {
		v4 := (*unix.RawSockaddrInet4)(unsafe.Pointer(name))
		*v4 = unix.RawSockaddrInet4{Family: unix.AF_INET, Port: swapPort(to.Port()), Addr: to.Addr().As4()}
		return unix.SizeofSockaddrInet4
	}
	*name = unix.RawSockaddrInet6{
		Family: unix.AF_INET6, Port: swapPort(to.Port()), Addr: to.Addr().As16(), Scope_id: scopeOf(to.Addr()),
	}
	return unix.SizeofSockaddrInet6
}

// scopeOf undoes what addrPortOf does. An address without a zone has scope 0.
func scopeOf(a netip.Addr) uint32 {
	if a.Zone() == "" {
		return 0
	}
	scope, err := strconv.ParseUint(a.Zone(), 10, 32)
	if err != nil {
		return 0 // the name of an interface, which addrPortOf does not make; the kernel refuses to send
	}
	return uint32(scope)
}

// writeSome reports false when the socket's buffer is full.
func (b *outBatch) writeSome(fd uintptr) bool {
	for b.sent < b.filled {
		n, _, errno := unix.RawSyscall6(unix.SYS_SENDMMSG, fd,
			uintptr(unsafe.Pointer(&b.headers[b.sent])), uintptr(b.filled-b.sent), unix.MSG_DONTWAIT, 0, 0)
		switch errno {
		case 0:
			b.sent += int(n)
		case unix.EAGAIN:
			return false
		case unix.EINTR:
		default:
			b.errno = errno
			return true
		}
	}
	return true
}

// swapPort turns a port in a socket address, which is in network order, into a number, and back.
func swapPort(port uint16) uint16 {
	b := *(*[2]byte)(unsafe.Pointer(&port))
	return uint16(b[0])<<8 | uint16(b[1])
}

// grantedReadBuffer is what the kernel granted of what was asked for: it does not say when that is less.
func grantedReadBuffer(socket *net.UDPConn) (int, error) {
	raw, err := socket.SyscallConn()
	if err != nil {
		return 0, fmt.Errorf("reach media socket: %w", err)
	}
	granted, getErr := 0, error(nil)
	err = raw.Control(func(fd uintptr) {
		granted, getErr = unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF)
	})
	if err := errors.Join(err, getErr); err != nil {
		return 0, fmt.Errorf("read receive buffer of media socket: %w", err)
	}
	return granted, nil
}
