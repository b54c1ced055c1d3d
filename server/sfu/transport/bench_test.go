package transport

import (
	"encoding/binary"
	"fmt"
	"net"
	"testing"
)

// BenchmarkForward measures the packet path: one packet in, decrypted, and sent to a number of others. The
// receivers do not read; the kernel drops what their sockets cannot hold.
func BenchmarkForward(b *testing.B) {
	for _, receivers := range []int{1, 8} {
		b.Run(fmt.Sprintf("to %d", receivers), func(b *testing.B) { benchmarkForward(b, receivers) })
	}
}

func benchmarkForward(b *testing.B, receivers int) {
	m := newTimedMux(b, patientTiming())
	sender := newKeyed(b, m, silentAddr(b), videoLine("1", "sendonly"))
	var others []*keyed
	for range receivers {
		others = append(others, newKeyed(b, m, silentAddr(b), videoLine("1", "recvonly")))
	}
	number := uint16(0)
	forwarded := 0
	sender.events.onRTP = func(p *Packet) {
		number++
		for _, other := range others {
			h := Header{SequenceNumber: number, Timestamp: p.Timestamp, Marker: p.Marker}
			if err := other.conn.SendRTP(other.conn.lines[0], h, p.Payload); err != nil {
				b.Fatal(err)
			}
			forwarded++
		}
	}
	packets := encryptedPackets(b, 4096)
	buf := make([]byte, maxDatagram)
	b.ReportAllocs()
	m.mu.Lock()
	defer m.unlock()
	i := 0
	for b.Loop() {
		if i%len(packets) == 0 {
			renewReceiver(b, sender) // the same packets again would be replays
		}
		m.handleDatagram(buf[:copy(buf, packets[i%len(packets)])], sender.addr, m.timing.now())
		m.flush()
		i++
	}
	if forwarded != i*receivers {
		b.Fatalf("forwarded %d packets, want %d", forwarded, i*receivers)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(forwarded), "ns/forwarded")
}

func renewReceiver(b *testing.B, k *keyed) {
	b.Helper()
	out := k.conn.srtpOut
	k.renewKeys(b)
	k.conn.srtpOut = out
}

func silentAddr(b *testing.B) (addr Candidate) {
	b.Helper()
	udp, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := udp.Close(); err != nil {
			b.Error(err)
		}
	})
	return udp.LocalAddr().(*net.UDPAddr).AddrPort()
}

func encryptedPackets(b *testing.B, n int) [][]byte {
	b.Helper()
	context := newContext(b)
	packets := make([][]byte, n)
	for i := range packets {
		plain := make([]byte, 1100)
		plain[0], plain[1], plain[11] = 0x80, 96, 1
		binary.BigEndian.PutUint16(plain[2:], uint16(i))
		var err error
		if packets[i], err = context.EncryptRTP(nil, plain, nil); err != nil {
			b.Fatal(err)
		}
	}
	return packets
}
