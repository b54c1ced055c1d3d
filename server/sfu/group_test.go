package sfu

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"trtccalling/server/protocol"
)

// speaker is a member who sends sound all the time. Its packets begin with the letter that names it.
type speaker struct {
	*member
	level atomic.Uint32
}

// speak sends packets until the test ends.
func (m *member) speak(t testing.TB, level uint8) *speaker {
	t.Helper()
	s := &speaker{member: m}
	s.level.Store(uint32(level))
	id := uint8(0)
	for _, extension := range m.pc.GetSenders()[0].GetParameters().HeaderExtensions {
		if extension.URI == sdp.AudioLevelURI {
			id = uint8(extension.ID)
		}
	}
	if id == 0 {
		t.Fatalf("the answer to %s has no audio level", m.user)
	}
	var running sync.WaitGroup
	ended := make(chan struct{})
	running.Go(func() { s.run(t, id, ended) })
	t.Cleanup(func() { close(ended); running.Wait() })
	return s
}

func (s *speaker) run(t testing.TB, extension uint8, ended <-chan struct{}) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for seq := uint16(0); ; seq++ {
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
		packet := &rtp.Packet{
			Header:  rtp.Header{Version: 2, SequenceNumber: seq, Timestamp: uint32(seq) * 960},
			Payload: []byte{s.user[0], byte(seq >> 8), byte(seq)},
		}
		if err := packet.SetExtension(extension, []byte{byte(s.level.Load())}); err != nil {
			t.Errorf("%s has no level: %v", s.user, err)
		}
		if err := s.audio.WriteRTP(packet); err != nil {
			t.Errorf("%s speaks: %v", s.user, err)
		}
	}
}

// awaitVoices waits until a member hears eight of these users and nobody else.
func (m *member) awaitVoices(t testing.TB, of string) (users string) {
	t.Helper()
	of = strings.ReplaceAll(of, m.user, "")
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if users = m.voices(t); len(users) == 8 && strings.Trim(users, of) == "" {
			return users
		}
	}
	t.Fatalf("%s hears %s after %v, want eight of %s", m.user, users, patience, of)
	return ""
}

// voices says whose sound came in the next few packets.
func (m *member) voices(t testing.TB) (users string) {
	t.Helper()
	sound := m.received[webrtc.RTPCodecTypeAudio]
	for len(sound) > 0 {
		<-sound // from before
	}
	for range 100 {
		if from := string(receive(t, sound, "sound for "+m.user).Payload[0]); !strings.Contains(users, from) {
			users += from
		}
	}
	return users
}

// addLines adds m-lines to receive on.
func (m *member) addLines(t testing.TB, audio, video int) {
	t.Helper()
	for kind, count := range map[webrtc.RTPCodecType]int{webrtc.RTPCodecTypeAudio: audio, webrtc.RTPCodecTypeVideo: video} {
		for range count {
			init := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
			if _, err := m.pc.AddTransceiverFromKind(kind, init); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestOnlyTheLoudestEightArrive makes nine of twelve speak. Quiet users are not sent to anybody.
func TestOnlyTheLoudestEightArrive(t *testing.T) {
	const loud, quiet, talking, silent = 40, 80, "abcdefghi", "jkl"
	s := newSFU(t)
	r, events := openRoom(t, s)
	speakers := map[string]*speaker{}
	join := func(letters string, level uint8) {
		for _, letter := range letters {
			m := newMember(t, string(letter), loss{})
			m.addLines(t, 7, 0)
			m.join(t, r)
			speakers[m.user] = m.speak(t, level)
			r.Admit(m.user)
		}
	}
	join(talking, loud)
	speakers["a"].awaitVoices(t, talking)
	join(silent, quiet)
	for _, sp := range speakers {
		sp.awaitVoices(t, talking)
	}
	for _, user := range strings.Split(silent, "") {
		if got := s.Stats().Rooms["call"][user].ForwardedAudio; got != 0 {
			t.Errorf("%d packets of %s were forwarded, want none", got, user)
		}
	}
	speakers["l"].level.Store(20)
	for told := false; !told; {
		got := receive(t, events.slots, "word that somebody gets l")
		told = got.user == "k" && slices.ContainsFunc(got.slots, func(s protocol.Slot) bool {
			return s.UserID == "l" && s.Kind == "audio"
		})
	}
	if got := speakers["k"].awaitVoices(t, talking+"l"); !strings.Contains(got, "l") {
		t.Errorf("k hears %s, want l among them", got)
	}
	if got := s.Stats().Rooms["call"]["l"]; got.ForwardedAudio == 0 || got.ForwardedAudio != got.Forwarded {
		t.Errorf("of l's sound %d packets were forwarded, %d in all", got.ForwardedAudio, got.Forwarded)
	}
}

// TestLinesGrowOnDemand has a member with two m-lines join five others who send pictures.
func TestLinesGrowOnDemand(t *testing.T) {
	r, events := openRoom(t, newSFU(t))
	var others []*member
	for i := range 5 {
		other := newMember(t, fmt.Sprint("other", i), loss{})
		other.join(t, r)
		r.Admit(other.user)
		other.sendVideo(t, 3)
		others = append(others, other)
	}
	alice := newMember(t, "alice", loss{})
	alice.join(t, r) // rings, and is already told
	wanted := func() protocol.Lines {
		for {
			if got := receive(t, events.lines, "word that alice wants lines"); got.user == "alice" {
				return got.lines
			}
		}
	}
	if got, want := wanted(), (protocol.Lines{Audio: 8, Video: 8}); got != want {
		t.Fatalf("alice is asked for %+v, want %+v", got, want)
	}
	r.Admit("alice")
	t.Run("and again when they are too few", func(t *testing.T) {
		alice.addLines(t, 3, 3)
		alice.negotiate(t, r)
		if got, want := wanted(), (protocol.Lines{Audio: 8, Video: 8}); got != want {
			t.Fatalf("alice is asked for %+v, want %+v", got, want)
		}
	})
	t.Run("until everybody is seen", func(t *testing.T) {
		alice.addLines(t, 4, 4)
		alice.negotiate(t, r)
		for seen := 0; seen < 10; {
			if got := receive(t, events.slots, "word that alice has all slots"); got.user == "alice" {
				seen = len(got.slots)
			}
		}
		streams := map[uint32]bool{}
		for _, other := range others {
			other.sendVideo(t, 3)
			streams[last(t, alice, 3).SSRC] = true
		}
		if len(streams) != len(others) {
			t.Errorf("alice gets pictures as %d streams, want %d", len(streams), len(others))
		}
	})
}

func TestARoomHasFiftyMembersAtMost(t *testing.T) {
	r, _ := openRoom(t, newSFU(t))
	for i := range maxPeers {
		r.Admit(fmt.Sprint("user", i))
	}
	_, err := r.Answer("alice", "hello")
	var coded *protocol.Error
	if !errors.As(err, &coded) || coded.Code != protocol.CodeCallFull {
		t.Errorf("got %v, want a %d", err, protocol.CodeCallFull)
	}
	r.Remove("user7")
	if _, err := r.Answer("alice", "hello"); !errors.As(err, &coded) || coded.Code != protocol.CodeBadDescription {
		t.Errorf("got %v after somebody left, want a %d", err, protocol.CodeBadDescription)
	}
}
