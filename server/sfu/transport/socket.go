package transport

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sort"
	"syscall"
)

// socketBuffer is asked of the kernel in both directions: a key frame for many receivers, or the
// packets of a scheduling pause, must fit.
const socketBuffer = 4 << 20

// listenUDP opens the one media socket on all addresses: IPv6 with IPv4 mapped into it, or only IPv4 on a host
// without IPv6.
func listenUDP(port int, log *slog.Logger) (socket *net.UDPConn, hasIPv6 bool, err error) {
	socket, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv6unspecified, Port: port})
	hasIPv6 = err == nil
	if errors.Is(err, syscall.EAFNOSUPPORT) || errors.Is(err, syscall.EADDRNOTAVAIL) {
		log.Info("no IPv6 on this host, media uses IPv4 alone")
		socket, err = net.ListenUDP("udp4", &net.UDPAddr{Port: port})
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, false, fmt.Errorf("UDP port %d for media is taken; choose another with --media-port: %w", port, err)
	}
	if err != nil {
		return nil, false, fmt.Errorf("open UDP port %d for media (--media-port): %w", port, err)
	}
	if err := enlargeBuffers(socket, log); err != nil {
		return nil, false, errors.Join(err, socket.Close())
	}
	return socket, hasIPv6, nil
}

// enlargeBuffers asks for socketBuffer and warns when the kernel grants much less, because packets are then
// lost under load and nothing else would say why.
func enlargeBuffers(socket *net.UDPConn, log *slog.Logger) error {
	if err := socket.SetReadBuffer(socketBuffer); err != nil {
		return fmt.Errorf("set receive buffer of media socket: %w", err)
	}
	if err := socket.SetWriteBuffer(socketBuffer); err != nil {
		return fmt.Errorf("set send buffer of media socket: %w", err)
	}
	granted, err := grantedReadBuffer(socket)
	if err != nil {
		return err
	}
	if granted < socketBuffer {
		log.Info("media socket has a small receive buffer; raise net.core.rmem_max for many participants",
			"bytes", granted, "wanted", socketBuffer)
	}
	return nil
}

// hostAddresses are the addresses that answers announce when the configuration names none: first those that a
// browser elsewhere can reach, loopback last.
func hostAddresses(withIPv6 bool) ([]netip.Addr, error) {
	interfaces, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("list addresses of this host: %w", err)
	}
	var found []netip.Addr
	for _, i := range interfaces {
		prefix, err := netip.ParsePrefix(i.String())
		if err != nil {
			continue // not an IP address
		}
		addr := prefix.Addr().Unmap()
		if addr.IsLinkLocalUnicast() || addr.IsMulticast() || addr.IsUnspecified() || addr.Is6() && !withIPv6 {
			continue
		}
		found = append(found, addr)
	}
	sort.SliceStable(found, func(i, j int) bool { return addressRank(found[i]) < addressRank(found[j]) })
	return found, nil
}

func addressRank(a netip.Addr) int {
	rank := 0
	if a.IsLoopback() {
		rank += 2
	}
	if a.Is6() {
		rank++
	}
	return rank
}
