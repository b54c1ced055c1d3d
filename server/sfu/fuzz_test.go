package sfu

import (
	"testing"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/transport"
)

// FuzzRTCP gives a peer any RTCP that its client could send: the only result is packets that it asked for.
func FuzzRTCP(f *testing.F) {
	for _, packet := range []rtcp.Packet{
		&rtcp.TransportLayerNack{MediaSSRC: 11, Nacks: []rtcp.NackPair{{PacketID: 1, LostPackets: 0xffff}}},
		&rtcp.PictureLossIndication{MediaSSRC: 11},
		&rtcp.FullIntraRequest{FIR: []rtcp.FIREntry{{SSRC: 11}}},
		&rtcp.SenderReport{SSRC: videoSSRC, NTPTime: 1 << 40, RTPTime: 5, Reports: []rtcp.ReceptionReport{{SSRC: 11}}},
		&rtcp.ReceiverReport{Reports: []rtcp.ReceptionReport{{SSRC: 11, LastSenderReport: 1 << 24, Delay: 1 << 31}}},
	} {
		raw, err := packet.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		packets, err := rtcp.Unmarshal(raw)
		if err != nil {
			return
		}
		_, alice, bob, _, toBob := pair(t)
		for i := range uint16(20) {
			alice.HandleRTP(frame(alice, i, i == 0, 0))
		}
		toBob.forget()
		for i, p := range []*peer{bob, alice, bob} {
			p.HandleRTCP(packets, start.Add(time.Duration(i)*time.Second))
		}
		if len(toBob.rtp) > 2*20 {
			t.Errorf("%d packets were sent again for two requests; 20 had been sent", len(toBob.rtp))
		}
		alice.HandleTick(start.Add(time.Minute))
	})
}

// FuzzForward sends any mixture of packets, repairs, padding, streams and changes of members through a room:
// what reaches the subscriber has numbers that are never used twice, and afterwards payloads are as before.
func FuzzForward(f *testing.F) {
	f.Add([]byte{0, 1, 3, 0, 2, 1, 1, 2, 5, 2, 3, 1, 4, 4, 4, 6, 7, 0})
	f.Add([]byte{0, 0, 3, 5, 0, 0, 0, 9, 3, 7, 1, 0, 0, 8, 3})
	f.Fuzz(func(t *testing.T, script []byte) {
		_, alice, bob, _, toBob := pair(t)
		alice.tracks[1].line.RIDs = []string{"f", "q"}
		for i := 0; i+2 < len(script); i += 3 {
			if before, after := step(alice, bob, script[i:i+3], time.Duration(i)*time.Millisecond); before != after {
				t.Fatalf("a payload of % x was left as % x", before, after)
			}
		}
		sent := map[uint16]bool{}
		for _, p := range toBob.rtp {
			if p.repair {
				continue
			}
			if sent[p.header.SequenceNumber] {
				t.Fatalf("number %d is used twice", p.header.SequenceNumber)
			}
			sent[p.header.SequenceNumber] = true
		}
	})
}

// step does one thing that a client could do, and returns the payload before and after.
func step(alice, bob *peer, script []byte, at time.Duration) (before, after string) {
	packet := frame(alice, 100+uint16(script[1]), script[2]&1 != 0, at)
	packet.RID = []string{"f", "q", "", "x"}[script[2]>>1&3]
	packet.SSRC += uint32(script[2] >> 3 & 1)
	switch script[0] % 8 {
	case 1:
		packet = repair(packet)
	case 2:
		packet.Payload = nil
	case 3:
		packet.Payload = packet.Payload[:script[1]%9]
	case 4:
		packet.RTX, packet.PayloadType, packet.Payload = true, rtxType, packet.Payload[:1]
	case 5:
		alice.HandleTick(start.Add(at))
	case 6:
		lost := &rtcp.TransportLayerNack{MediaSSRC: 11, Nacks: []rtcp.NackPair{{PacketID: uint16(script[1]), LostPackets: 0xffff}}}
		bob.HandleRTCP([]rtcp.Packet{lost}, start.Add(at))
	case 7:
		assign(bob.slots, nil, start)
		assign(bob.slots, []*track{alice.tracks[1]}, start)
	}
	packet.Line = &transport.Line{Index: 1}
	before = string(packet.Payload)
	alice.HandleRTP(packet)
	return before, string(packet.Payload)
}
