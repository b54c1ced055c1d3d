//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// All implementations of a cipher read what the others write, across a wrap-around of sequence numbers.
func TestCryptorsReadEachOther(t *testing.T) {
	for _, names := range [][]string{{"none"}, {"gcm-v2", "gcm-v3", "gcm-std"}, {"cm-v2", "cm-v3"}} {
		for _, writer := range names {
			for _, reader := range names {
				t.Run(writer+" to "+reader, func(t *testing.T) { exchange(t, writer, reader) })
			}
		}
	}
}

func exchange(t *testing.T, writer, reader string) {
	seal, err := newCryptor(writer, 7)
	if err != nil {
		t.Fatal(err)
	}
	open, err := newCryptor(reader, 7)
	if err != nil {
		t.Fatal(err)
	}
	packet := make([]byte, 200)
	packet[0], packet[1], packet[50] = 0x80, 96, 1
	for seq := range 4 {
		binary.BigEndian.PutUint16(packet[2:], uint16(65534+seq))
		sealed, err := seal.encrypt(make([]byte, 0, mtu), packet)
		if err != nil {
			t.Fatal(err)
		}
		if writer != "none" && bytes.Contains(sealed, packet[40:60]) {
			t.Error("the payload can be read")
		}
		got, err := open.decrypt(make([]byte, 0, mtu), sealed)
		if err != nil || !bytes.Equal(got, packet) {
			t.Fatalf("packet %d: %v, % x, want % x", seq, err, got, packet)
		}
	}
}

func BenchmarkCryptors(b *testing.B) {
	for _, name := range []string{"gcm-v2", "gcm-v3", "gcm-std", "cm-v2", "cm-v3"} {
		b.Run(name, func(b *testing.B) {
			seal, err := newCryptor(name, 0)
			if err != nil {
				b.Fatal(err)
			}
			packet, out := make([]byte, 1200), make([]byte, 0, mtu)
			packet[0] = 0x80
			b.ReportAllocs()
			for seq := uint16(0); b.Loop(); seq++ {
				binary.BigEndian.PutUint16(packet[2:], seq)
				if _, err := seal.encrypt(out, packet); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
