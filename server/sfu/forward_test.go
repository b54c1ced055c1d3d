package sfu

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/packet"
)

func TestMediaIsDroppedBeforeAdmission(t *testing.T) {
	r := newTestRoom(t)
	alice, _ := r.enter("alice", 1)
	bob, toBob := r.enter("bob", 1)
	for _, tt := range []struct {
		name     string
		admitted []*peer
		reaches  bool
	}{
		{"nobody is admitted", nil, false},
		{"only the receiver is admitted", []*peer{bob}, false},
		{"both are admitted", []*peer{alice, bob}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			toBob.forget()
			r.admit(tt.admitted...)
			before := alice.count
			seq := uint16(before.Received) + 100
			alice.HandleRTP(sound(alice, seq, 0))
			if got := len(toBob.rtp) == 1; got != tt.reaches {
				t.Errorf("a packet reaches bob: %v, want %v", got, tt.reaches)
			}
			dropped := alice.count.DroppedBeforeAdmission - before.DroppedBeforeAdmission
			if forwarded := alice.count.Forwarded; (dropped == 1) == tt.reaches || (forwarded == 1) != tt.reaches {
				t.Errorf("%d dropped, %d forwarded", dropped, forwarded)
			}
		})
	}
	t.Run("only the sender is admitted", func(t *testing.T) {
		r := newTestRoom(t)
		alice, toAlice := r.enter("alice", 1)
		bob, toBob := r.enter("bob", 1)
		r.admit(alice)
		alice.HandleRTP(sound(alice, 1, 0))
		alice.HandleRTP(frame(alice, 1, true, 0))
		if len(toBob.rtp) != 0 {
			t.Error("a packet reaches somebody who has not accepted")
		}
		bob.HandleRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: bob.slots[1].line.SSRC}}, start)
		if len(toAlice.rtcp) != 0 {
			t.Error("somebody who has not accepted has a key frame made")
		}
		r.reconcile(start)
		bob.HandleConnected(start)
		if len(toAlice.rtcp) != 0 {
			t.Error("a key frame is made when somebody connects who has not accepted")
		}
	})
}

// pair is a room in which alice sends to bob.
func pair(t testing.TB) (r *Room, alice, bob *peer, toAlice, toBob *memoryConn) {
	r = newTestRoom(t)
	alice, toAlice = r.enter("alice", 1)
	bob, toBob = r.enter("bob", 1)
	r.admit(alice, bob)
	return r, alice, bob, toAlice, toBob
}

func seqs(packets []sentRTP) (list []uint16) {
	for _, p := range packets {
		list = append(list, p.header.SequenceNumber)
	}
	return list
}

func TestDuplicatesAndPaddingAreNotForwarded(t *testing.T) {
	_, alice, _, _, toBob := pair(t)
	alice.HandleRTP(frame(alice, 10, true, 0))
	alice.HandleRTP(frame(alice, 11, false, 0))
	alice.HandleRTP(repair(frame(alice, 10, true, 0))) // a probe
	padding := frame(alice, 12, false, 0)
	padding.Payload = nil
	alice.HandleRTP(padding)
	empty := frame(alice, 13, false, 0)
	empty.RTX, empty.SSRC, empty.PayloadType, empty.Payload = true, rtxSSRC, rtxType, nil
	alice.HandleRTP(empty)
	alice.HandleRTP(frame(alice, 13, false, 0))
	if got, want := seqs(toBob.rtp), []uint16{1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("numbers %v, want %v", got, want)
	}
}

func TestLostPacketsAreAskedForAndForwardedWhenTheyCome(t *testing.T) {
	_, alice, _, toAlice, toBob := pair(t)
	alice.HandleRTP(frame(alice, 10, true, 0))
	alice.HandleRTP(frame(alice, 12, false, 0))
	alice.HandleTick(start.Add(20 * time.Millisecond))
	if len(toAlice.rtcp) != 1 {
		t.Fatalf("%d packets to the publisher, want one request", len(toAlice.rtcp))
	}
	nack := toAlice.rtcp[0].(*rtcp.TransportLayerNack)
	if got := nack.Nacks[0].PacketList(); nack.MediaSSRC != videoSSRC || !slices.Equal(got, []uint16{11}) {
		t.Errorf("asked for %v of %d, want 11 of %d", got, nack.MediaSSRC, videoSSRC)
	}
	alice.HandleRTP(repair(frame(alice, 11, false, 0)))
	if got, want := seqs(toBob.rtp), []uint16{1, 3, 2}; !slices.Equal(got, want) {
		t.Errorf("numbers %v, want %v", got, want)
	}
	if last, first := toBob.rtp[2].payload, toBob.rtp[0].payload; len(last) != len(first) {
		t.Errorf("the repaired payload has %d bytes, want %d", len(last), len(first))
	}
	toAlice.forget()
	alice.HandleTick(start.Add(200 * time.Millisecond))
	if got := count[*rtcp.TransportLayerNack](toAlice); got != 0 {
		t.Error("asked again for a packet that came")
	}
}

func TestNothingIsAskedForThatIsDropped(t *testing.T) {
	r := newTestRoom(t)
	alice, toAlice := r.enter("alice", 1)
	alice.HandleRTP(frame(alice, 10, true, 0))
	alice.HandleRTP(frame(alice, 12, false, 0))
	alice.HandleTick(start.Add(20 * time.Millisecond))
	r.admit(alice)
	alice.HandleTick(start.Add(40 * time.Millisecond))
	if got := count[*rtcp.TransportLayerNack](toAlice); got != 0 {
		t.Errorf("asked %d times for what came before admission, want 0", got)
	}
}

func TestRetransmission(t *testing.T) {
	_, alice, bob, _, toBob := pair(t)
	alice.HandleRTP(frame(alice, 500, true, 0))
	alice.HandleRTP(frame(alice, 501, false, 0))
	sent := toBob.rtp[1]
	lost := []rtcp.Packet{&rtcp.TransportLayerNack{
		MediaSSRC: bob.slots[1].line.SSRC,
		Nacks:     rtcp.NackPairsFromSequenceNumbers([]uint16{2, 9}),
	}}
	for _, tt := range []struct {
		name string
		at   time.Duration
		want int
	}{
		{"is answered", 10 * time.Millisecond, 1},
		{"not again within a round trip", 40 * time.Millisecond, 0},
		{"again after it", 70 * time.Millisecond, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			toBob.forget()
			bob.HandleRTCP(lost, start.Add(tt.at))
			if len(toBob.rtp) != tt.want {
				t.Fatalf("%d packets, want %d", len(toBob.rtp), tt.want)
			}
			for _, p := range toBob.rtp {
				if !p.repair || p.original != 2 || p.payload != sent.payload || p.header.Timestamp != sent.header.Timestamp || !p.header.Marker {
					t.Errorf("sent again %+v, want %+v as a repair", p, sent)
				}
			}
		})
	}
	t.Run("does not change what comes next", func(t *testing.T) {
		toBob.forget()
		alice.HandleRTP(frame(alice, 502, false, 0))
		if got, _ := packet.ParseVP8([]byte(toBob.rtp[0].payload)); got.PictureID != 3 {
			t.Errorf("picture id %d, want 3", got.PictureID)
		}
	})
	t.Run("not of packets that came from an earlier stream", func(t *testing.T) {
		other := frame(alice, 501-packet.RingPackets, true, time.Second) // its place in the ring is that of the lost packet
		other.SSRC = videoSSRC + 1
		alice.HandleRTP(other)
		toBob.forget()
		bob.HandleRTCP(lost, start.Add(time.Minute))
		if len(toBob.rtp) != 0 {
			t.Errorf("%d packets, want none", len(toBob.rtp))
		}
	})
	t.Run("of packets from the new stream", func(t *testing.T) {
		bob.HandleRTCP([]rtcp.Packet{&rtcp.TransportLayerNack{
			MediaSSRC: bob.slots[1].line.SSRC, Nacks: rtcp.NackPairsFromSequenceNumbers([]uint16{4}),
		}}, start.Add(time.Minute))
		if len(toBob.rtp) != 1 || toBob.rtp[0].original != 4 {
			t.Errorf("sent %+v, want number 4 again", toBob.rtp)
		}
	})
	t.Run("not on a line without a repair stream", func(t *testing.T) {
		toBob.forget()
		bob.slots[1].line.RTXSSRC = 0
		bob.HandleRTCP(lost, start.Add(time.Hour))
		if len(toBob.rtp) != 0 {
			t.Errorf("%d packets, want none", len(toBob.rtp))
		}
	})
}

func TestSenderReportsDescribeTheSlot(t *testing.T) {
	_, alice, bob, _, toBob := pair(t)
	alice.HandleRTP(sound(alice, 100, 0))
	alice.HandleRTCP([]rtcp.Packet{&rtcp.SenderReport{SSRC: audioSSRC, NTPTime: 0x1111_2222_3333_4444, RTPTime: 96000, PacketCount: 77}}, start)
	if len(toBob.rtcp) != 1 {
		t.Fatalf("%d reports, want 1", len(toBob.rtcp))
	}
	got := *toBob.rtcp[0].(*rtcp.SenderReport)
	want := rtcp.SenderReport{SSRC: bob.slots[0].line.SSRC, NTPTime: 0x1111_2222_3333_4444, RTPTime: 96000, PacketCount: 1, OctetCount: 2}
	if got.SSRC != want.SSRC || got.NTPTime != want.NTPTime || got.RTPTime != want.RTPTime || got.PacketCount != want.PacketCount || got.OctetCount != want.OctetCount {
		t.Errorf("got %+v, want %+v", got, want)
	}
	bob.HandleRTCP([]rtcp.Packet{&rtcp.ReceiverReport{Reports: []rtcp.ReceptionReport{{
		SSRC: want.SSRC, LastSenderReport: 0x2222_3333, Delay: 65536 / 10,
	}}}}, start.Add(130*time.Millisecond))
	if got := bob.slots[0].roundTrip.Round(time.Millisecond); got != 30*time.Millisecond {
		t.Errorf("the round trip is %v, want 30 ms", got)
	}
}

func TestFeedbackToThePublisher(t *testing.T) {
	_, alice, _, toAlice, _ := pair(t)
	packet := sound(alice, 100, 0)
	packet.TransportSeq, packet.HasTransportSeq = 7, true
	alice.HandleRTP(packet)
	for i := range ticksPerReport {
		alice.HandleTick(start.Add(time.Duration(i+1) * 20 * time.Millisecond))
	}
	if got := count[*rtcp.RawPacket](toAlice); got != 1 {
		t.Errorf("%d transport-wide feedbacks about one packet, want 1", got)
	}
	if got := count[*rtcp.ReceiverReport](toAlice); got != 1 {
		t.Fatalf("%d receiver reports in a second, want 1", got)
	}
	report := toAlice.rtcp[len(toAlice.rtcp)-1].(*rtcp.ReceiverReport)
	if len(report.Reports) != 1 || report.Reports[0].SSRC != audioSSRC || report.Reports[0].LastSequenceNumber != 100 {
		t.Errorf("report %+v, want one about packet 100 of %d", report, audioSSRC)
	}
}

func TestForwardingDoesNotAllocate(t *testing.T) {
	r := newTestRoom(t)
	alice, _ := r.enter("alice", 1)
	alice.admitted = true
	for i := range 8 {
		p, conn := r.enter(mid(i), 1)
		conn.keep = false
		r.admit(p)
	}
	alice.HandleRTP(frame(alice, 0, true, 0))
	packet := frame(alice, 1, false, 0)
	packet.HasTransportSeq = true
	allocated := testing.AllocsPerRun(1000, func() {
		alice.HandleRTP(packet)
		packet.SequenceNumber++
		packet.TransportSeq++
	})
	if allocated != 0 {
		t.Errorf("%v allocations per packet, want none", allocated)
	}
	if got := r.peers[1].count.Sent; got < 1000 {
		t.Errorf("%d packets sent to the first subscriber, want all", got)
	}
}

func BenchmarkForward(b *testing.B) {
	r := newTestRoom(b)
	alice, _ := r.enter("alice", 1)
	bob, conn := r.enter("bob", 1)
	conn.keep = false
	r.admit(alice, bob)
	packet := frame(alice, 0, true, 0)
	packet.Payload = append(packet.Payload, make([]byte, 1100)...)
	packet.HasTransportSeq = true
	b.ReportAllocs()
	for b.Loop() {
		alice.HandleRTP(packet)
		packet.SequenceNumber++
		packet.TransportSeq++
	}
}
