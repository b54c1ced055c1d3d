package sfu

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"trtccalling/server/sfu/transport"
)

// meeting is a room in which everybody sends sound, and whose clock the test controls.
type meeting struct {
	room  *Room
	peers map[string]*peer
	order []string
	now   time.Duration
}

const (
	tick  = 20 * time.Millisecond // also the time between two packets of sound
	muted = 127
)

// newMeeting has this many members, called a, b, c and so on. All can receive sound on `lines` lines.
func newMeeting(t testing.TB, members, lines int) *meeting {
	m := &meeting{room: newTestRoom(t), peers: map[string]*peer{}}
	for i := range members {
		user := string(rune('a' + i))
		p, conn := m.room.enter(user, lines)
		conn.keep = false
		p.ticks = i
		m.room.admit(p)
		m.peers[user], m.order = p, append(m.order, user)
	}
	return m
}

// go20ms makes everybody send one packet as loud as level says, none for a negative level.
func (m *meeting) go20ms(level func(user string) int) {
	for _, user := range m.order {
		p := m.peers[user]
		if dBov := level(user); dBov >= 0 {
			packet := sound(p, uint16(m.now/tick), m.now)
			packet.AudioLevel, packet.HasAudioLevel = uint8(dBov), true
			p.HandleRTP(packet)
		}
		p.HandleTick(start.Add(m.now))
	}
	m.now += tick
}

// run lets time pass and returns how often what the listener hears changed.
func (m *meeting) run(d time.Duration, listener string, level func(user string) int) (changes int) {
	before := m.heard(listener)
	for end := m.now + d; m.now < end; {
		m.go20ms(level)
		if after := m.heard(listener); after != before {
			before, changes = after, changes+1
		}
	}
	return changes
}

// heard names those whose sound reaches a listener, in alphabetical order.
func (m *meeting) heard(listener string) (users string) {
	var list []rune
	for _, s := range m.peers[listener].slots {
		if s.track != nil && s.line.Kind == transport.Audio {
			list = append(list, rune(s.track.peer.user[0]))
		}
	}
	slices.Sort(list)
	return string(list)
}

// loud makes the users of a list speak, and the others make the noise of a quiet room.
func loud(users string) func(string) int {
	return func(user string) int {
		if strings.Contains(users, user) {
			return 30
		}
		return 80
	}
}

// with makes one of the users as loud as dBov says.
func with(who string, dBov int, others func(string) int) func(string) int {
	return func(user string) int {
		if user == who {
			return dBov
		}
		return others(user)
	}
}

func TestTheLoudestEightAreForwarded(t *testing.T) {
	m := newMeeting(t, 12, 8)
	m.run(2*time.Second, "a", loud("defghijkl"))
	for _, listener := range m.order {
		got := m.heard(listener)
		if want := strings.ReplaceAll("defghijkl", listener, ""); len(got) != 8 || strings.Trim(got, want) != "" {
			t.Errorf("%s hears %s, want eight of %s", listener, got, want)
		}
	}
	t.Run("and nobody else at all", func(t *testing.T) {
		before := m.peers["c"].count.ForwardedAudio
		m.run(10*time.Second, "a", loud("defghijkl"))
		if got := m.peers["c"].count.ForwardedAudio - before; got != 0 {
			t.Errorf("%d packets of c were forwarded in 10 s", got)
		}
	})
}

func TestWhoBeginsToSpeakIsHeardWithinHalfASecond(t *testing.T) {
	m := newMeeting(t, 12, 8)
	m.run(5*time.Second, "l", loud("abcdefg"))
	before := m.heard("l")
	speaker := "h"
	if strings.Contains(before, speaker) {
		speaker = "i"
	}
	if got := m.run(300*time.Millisecond, "l", loud("abcdefg"+speaker)); got != 1 || !strings.Contains(m.heard("l"), speaker) {
		t.Errorf("after %d changes in 300 ms l hears %s, want one change and %s", got, m.heard("l"), speaker)
	}
	speaking := m.heard("l")
	if got := m.run(20*time.Second, "l", loud("abcdefg")); got != 0 {
		t.Errorf("%d changes after %s stopped: %s became %s", got, speaker, speaking, m.heard("l"))
	}
}

func TestWhoIsMutedLeavesThePlaceToAnyoneWhoSpeaks(t *testing.T) {
	m := newMeeting(t, 12, 8)
	m.run(5*time.Second, "l", loud("abcdefgh"))
	for _, tt := range []struct {
		name  string
		level int
	}{{"sends silence", muted}, {"sends nothing", -1}} {
		t.Run("who "+tt.name, func(t *testing.T) {
			m.run(2*time.Second, "l", with("i", 30, with("c", tt.level, loud("abdefgh"))))
			if got := m.heard("l"); got != "abdefghi" {
				t.Errorf("l hears %s, want i in the place of c", got)
			}
			m.run(10*time.Second, "l", loud("abcdefgh"))
			if got := m.heard("l"); got != "abcdefgh" {
				t.Errorf("l hears %s, want c again", got)
			}
		})
	}
}

func TestEveryoneIsHeardWhenThereAreNineOfThem(t *testing.T) {
	m := newMeeting(t, 9, 8)
	random := rand.New(rand.NewPCG(1, 2))
	if got := m.run(time.Minute, "a", func(string) int { return random.IntN(128) }); got != 0 || m.heard("a") != "bcdefghi" {
		t.Errorf("a hears %s after %d changes, want everybody all the time", m.heard("a"), got)
	}
}

// TestAConversation has twenty people talk at random, three of them at a time: nearly everything that is said
// is heard, and places do not change at every word. What is lost is the first quarter of a second of a speaker
// who has no place yet.
func TestAConversation(t *testing.T) {
	m := newMeeting(t, 20, 8)
	talkers := map[string]*talker{}
	for i, user := range m.order {
		talkers[user] = &talker{random: rand.New(rand.NewPCG(1, uint64(i)))}
	}
	var said, lost int
	level := func(user string) int {
		dBov := talkers[user].next()
		if user != "a" && talkers[user].speaks {
			said++
			if !strings.Contains(m.heard("a"), user) {
				lost++
			}
		}
		return dBov
	}
	const minutes = 5
	changes := m.run(minutes*time.Minute, "a", level)
	t.Logf("%d of %d packets of speech were not heard, %d changes", lost, said, changes)
	if lost*8 > said || changes > minutes*90 {
		t.Errorf("%d of %d packets of speech were not heard, %d changes in %d minutes", lost, said, changes, minutes)
	}
}

// talker says sentences of words. Its level changes with every packet.
type talker struct {
	random *rand.Rand
	speaks bool
	left   int // packets of this sentence or pause
}

func (p *talker) next() int {
	if p.left == 0 {
		p.speaks = !p.speaks
		p.left = 50 + p.random.IntN(150) // 1 to 4 s
		if !p.speaks {
			p.left = 50 + p.random.IntN(1200) // 1 to 25 s
		}
	}
	p.left--
	if !p.speaks || p.random.IntN(5) == 0 { // between two words, too
		return 65 + p.random.IntN(20)
	}
	return 18 + p.random.IntN(25)
}

func BenchmarkFiftyMembers(b *testing.B) {
	m := newMeeting(b, 50, 8)
	m.run(5*time.Second, "a", loud("bcdefgh"))
	for b.Loop() {
		m.go20ms(loud("bcdefgh"))
	}
}
