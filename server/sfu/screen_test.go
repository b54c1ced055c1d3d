package sfu

import (
	"slices"
	"strings"
	"testing"

	"trtccalling/server/protocol"
	"trtccalling/server/sfu/transport"
)

// shareScreen offers a further video m-line, like a page that shares its screen.
func shareScreen(p *peer) *transport.Line {
	line := newLines(2)[3]
	line.Index, line.Mid, line.Receive = len(p.conn.Lines()), "screen", true
	conn := p.conn.(*memoryConn)
	conn.lines = append(conn.lines, line)
	p.adopt(start)
	p.room.reconcile(start)
	return line
}

func TestScreensAreTracksOfTheirOwn(t *testing.T) {
	r, alice, bob, _, toBob := pair(t)
	alice.HandleRTP(frame(alice, 1, true, 0))
	screen := shareScreen(alice)
	t.Run("they are asked for an m-line", func(t *testing.T) {
		if got, want := r.askedFor(), []string{"bob 1 4"}; !slices.Equal(got, want) {
			t.Errorf("asked for %v, want %v", got, want)
		}
		if got := contents(bob.slots); !slices.Equal(got, []string{"alice-audio", "alice-video"}) || bob.slots[1].track.isScreen {
			t.Errorf("bob's slots hold %v, want the camera until there is another m-line", got)
		}
	})
	bob.conn.(*memoryConn).lines = append(bob.conn.Lines(), newLines(2)[3:]...)
	bob.adopt(start)
	r.reconcile(start)
	t.Run("the table tells them from cameras", func(t *testing.T) {
		want := []protocol.Slot{
			{Mid: "0", UserID: "alice", Kind: "audio", Source: "microphone"},
			{Mid: "1", UserID: "alice", Kind: "video", Source: "camera"},
			{Mid: "3", UserID: "alice", Kind: "video", Source: "screen"},
		}
		if got := table(bob.slots); !slices.Equal(got, want) {
			t.Errorf("bob is told %v, want %v", got, want)
		}
	})
	t.Run("they are forwarded", func(t *testing.T) {
		before := len(toBob.rtp)
		p := frame(alice, 1, true, 0)
		p.Line, p.SSRC = screen, 4711
		alice.HandleRTP(p)
		if got := len(toBob.rtp) - before; got != 1 {
			t.Errorf("%d packets came, want one", got)
		}
	})
	t.Run("they leave their slot when they are no longer shared", func(t *testing.T) {
		screen.Receive = false
		alice.adopt(start)
		r.reconcile(start)
		if got := contents(bob.slots); !slices.Equal(got, []string{"alice-audio", "alice-video", "-"}) {
			t.Errorf("bob's slots hold %v, want no screen", got)
		}
	})
	t.Run("they may be shared again", func(t *testing.T) {
		screen.Receive = true
		alice.adopt(start)
		r.reconcile(start)
		if got := table(bob.slots)[2].Source; got != "screen" {
			t.Errorf("bob is told of a %s, want a screen", got)
		}
	})
}

func TestScreensInAnAudioCall(t *testing.T) {
	m := newMeeting(t, 20, 1)
	shareScreen(m.peers["a"])
	for user, p := range m.peers {
		if user == "a" {
			continue
		}
		i := slices.IndexFunc(p.slots, func(s *slot) bool { return s.track != nil && s.track.isScreen })
		if i < 0 {
			t.Errorf("%s does not get the screen", user)
		}
	}
	for _, wanted := range m.room.askedFor() {
		if !strings.HasSuffix(wanted, " 1") && wanted != "a 8 2" {
			t.Errorf("asked for %q, more than there are: nobody's camera sends", wanted)
		}
	}
}

func TestCamerasOfAnAudioCallDoNotPass(t *testing.T) {
	r, alice, _, _, toBob := pair(t)
	screen := shareScreen(alice)
	send := func(line *transport.Line, seq uint16) (came int) {
		before := len(toBob.rtp)
		p := frame(alice, seq, true, 0)
		if line != nil {
			p.Line, p.SSRC = line, 4711
		}
		alice.HandleRTP(p)
		return len(toBob.rtp) - before
	}
	r.noCameras = true
	if send(nil, 1) != 0 {
		t.Error("a picture of a camera came")
	}
	if send(screen, 1) != 1 {
		t.Error("no picture of the screen came")
	}
	screen.Receive = false
	alice.adopt(start)
	r.noCameras = false
	r.reconcile(start)
	if send(nil, 2) != 1 {
		t.Error("no picture of a camera came when it was a video call again")
	}
}
