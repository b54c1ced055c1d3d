package sfu

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"trtccalling/server/sfu/transport"
)

func TestVideoBeginsWithAKeyFrame(t *testing.T) {
	_, alice, _, toAlice, toBob := pair(t)
	alice.HandleRTP(frame(alice, 10, false, 0))
	alice.HandleRTP(frame(alice, 11, false, 0))
	if len(toBob.rtp) != 0 || count[*rtcp.PictureLossIndication](toAlice) != 1 {
		t.Fatalf("%d packets before a key frame, %d requests for one, want 0, 1", len(toBob.rtp), count[*rtcp.PictureLossIndication](toAlice))
	}
	alice.HandleRTP(frame(alice, 12, true, 0))
	alice.HandleRTP(frame(alice, 13, false, 0))
	alice.HandleRTP(frame(alice, 11, false, 0))
	if got, want := seqs(toBob.rtp), []uint16{1, 2}; !slices.Equal(got, want) {
		t.Errorf("numbers %v, want %v", got, want)
	}
}

func TestKeyframesAreAskedFor(t *testing.T) {
	running := func(t *testing.T) (*Room, *peer, *memoryConn) {
		r := newTestRoom(t)
		alice, toAlice := r.enter("alice", 1)
		r.admit(alice)
		alice.HandleRTP(frame(alice, 10, true, 0))
		return r, alice, toAlice
	}
	t.Run("when somebody gets a picture that is already running", func(t *testing.T) {
		r, _, toAlice := running(t)
		bob, _ := r.enter("bob", 1)
		r.admit(bob)
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 1 {
			t.Errorf("asked %d times, want 1", got)
		}
	})
	t.Run("not before that member is connected, then at once", func(t *testing.T) {
		r, _, toAlice := running(t)
		bob, _ := r.enter("bob", 1)
		bob.connected = false
		r.admit(bob)
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 0 {
			t.Errorf("asked %d times for somebody who cannot see, want 0", got)
		}
		bob.HandleConnected(start.Add(100 * time.Millisecond))
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 1 {
			t.Errorf("asked %d times on connection, want 1", got)
		}
	})
	t.Run("not of a picture that just starts", func(t *testing.T) {
		_, alice, _, toAlice, toBob := pair(t)
		alice.HandleRTP(frame(alice, 10, true, 0))
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 0 || len(toBob.rtp) != 1 {
			t.Errorf("asked %d times, %d packets sent, want 0, 1", got, len(toBob.rtp))
		}
	})
	t.Run("for a subscriber that lost the picture, throttled", func(t *testing.T) {
		_, alice, bob, toAlice, _ := pair(t)
		alice.HandleRTP(frame(alice, 10, true, 0))
		loss := []rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: bob.slots[1].line.SSRC}}
		bob.HandleRTCP(loss, start)
		bob.HandleRTCP(loss, start.Add(100*time.Millisecond))
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 1 {
			t.Errorf("asked %d times within 100 ms, want 1", got)
		}
		alice.HandleTick(start.Add(500 * time.Millisecond))
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 2 {
			t.Errorf("asked %d times after 500 ms, want 2", got)
		}
		alice.HandleRTP(frame(alice, 11, false, 550*time.Millisecond))
		bob.HandleRTCP(loss, start.Add(600*time.Millisecond))
		alice.HandleRTP(frame(alice, 12, true, 700*time.Millisecond))
		alice.HandleTick(start.Add(1100 * time.Millisecond))
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 2 {
			t.Errorf("asked %d times though a key frame came after the last wish, want 2", got)
		}
		bob.HandleRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: 4711}}, start.Add(time.Hour))
		if got := count[*rtcp.PictureLossIndication](toAlice); got != 2 {
			t.Error("asked for a stream that does not exist")
		}
	})
}

func TestSimulcastSendsTheBestLayerThatRuns(t *testing.T) {
	_, alice, _, toAlice, toBob := pair(t)
	line := alice.tracks[1].line
	line.RIDs = []string{"f", "h", "q"}
	layer := func(rid string, ssrc uint32, seq uint16, key bool, at time.Duration) *transport.Packet {
		p := frame(alice, seq, key, at)
		p.RID, p.SSRC = rid, ssrc
		return p
	}
	alice.HandleRTP(layer("q", 3, 300, true, 0))
	alice.HandleRTP(layer("f", 1, 100, false, 0))
	alice.HandleRTP(layer("nobody", 9, 900, true, 0))
	if got := toBob.rtp; len(got) != 1 || alice.tracks[1].layers[0].rid != "f" {
		t.Fatalf("%d packets sent, the best layer is %q", len(got), alice.tracks[1].layers[0].rid)
	}
	alice.HandleTick(start.Add(20 * time.Millisecond))
	alice.HandleRTP(layer("f", 1, 101, false, 30*time.Millisecond))
	alice.HandleRTP(layer("q", 3, 301, false, 30*time.Millisecond))
	pli := toAlice.rtcp[0].(*rtcp.PictureLossIndication)
	if got := seqs(toBob.rtp); pli.MediaSSRC != 1 || !slices.Equal(got, []uint16{1, 2}) {
		t.Errorf("asked %d for a key frame and sent %v meanwhile, want 1 and [1 2]", pli.MediaSSRC, got)
	}
	alice.HandleRTP(layer("f", 1, 102, true, 60*time.Millisecond))
	alice.HandleRTP(layer("q", 3, 302, false, 60*time.Millisecond))
	if got := seqs(toBob.rtp); !slices.Equal(got, []uint16{1, 2, 3}) || toBob.rtp[2].payload[8] != 102 {
		t.Errorf("sent %v, want [1 2 3], the last one of layer f", got)
	}
	alice.HandleRTP(layer("q", 3, 303, true, 700*time.Millisecond))
	alice.HandleTick(start.Add(700 * time.Millisecond)) // f fell silent
	alice.HandleRTP(layer("q", 3, 304, true, 720*time.Millisecond))
	if got := seqs(toBob.rtp); !slices.Equal(got, []uint16{1, 2, 3, 4}) {
		t.Errorf("sent %v, want [1 2 3 4]", got)
	}
}

func TestABetterLayerIsSentFromItsFirstFrame(t *testing.T) {
	_, alice, _, toAlice, toBob := pair(t)
	alice.tracks[1].line.RIDs = []string{"f", "q"}
	for i, rid := range []string{"q", "f"} {
		p := frame(alice, uint16(100*i), true, 0)
		p.RID, p.SSRC = rid, uint32(i+1)
		alice.HandleRTP(p)
	}
	if got := seqs(toBob.rtp); !slices.Equal(got, []uint16{1, 2}) || toBob.rtp[1].payload[8] != 100 {
		t.Errorf("sent %v, want [1 2], the second of the better layer", got)
	}
	if got := count[*rtcp.PictureLossIndication](toAlice); got != 0 {
		t.Errorf("asked for %d key frames, want none", got)
	}
}

func TestAnotherStreamOfTheSameTrackBeginsAnew(t *testing.T) {
	_, alice, _, _, toBob := pair(t)
	alice.HandleRTP(frame(alice, 500, true, 0))
	other := frame(alice, 7, false, time.Second)
	other.SSRC = videoSSRC + 1
	alice.HandleRTP(other)
	other = frame(alice, 8, true, time.Second)
	other.SSRC = videoSSRC + 1
	alice.HandleRTP(other)
	if got, want := seqs(toBob.rtp), []uint16{1, 2}; !slices.Equal(got, want) {
		t.Fatalf("numbers %v, want %v", got, want)
	}
	if got, want := toBob.rtp[1].header.Timestamp-toBob.rtp[0].header.Timestamp, uint32(90000); got != want {
		t.Errorf("the timestamp went on by %d, want %d", got, want)
	}
}
