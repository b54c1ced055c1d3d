package call

import (
	"testing"
	"time"

	"trtccalling/server/protocol"
)

// history makes inputs from bytes and records what the steps do, as a transcript does.
type history struct {
	call    *Call
	now     time.Time
	lines   []string
	asked   map[Request]int // requests, and how often each was answered
	ended   int
	waiting []Connect // effects without their input yet
}

// FuzzStep gives a call any inputs in any order, even ones that no session sends: every request is answered
// once, and the end comes once, after everything else.
func FuzzStep(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01\x00\x00\x02\x01\x00\x05\x01\x00\x07\x00\x00"))
	f.Add([]byte("\x00\x80\x07\x01\x00\x00\x02\x01\x00\x02\x02\x00\x0e\x00\x00\x05\x01\x00\x0a\x02\x00"))
	f.Fuzz(func(t *testing.T, script []byte) {
		h := newHistory()
		for ; len(script) >= 3; script = script[3:] {
			h.step(h.input(script[0], script[1], script[2]))
			if h.ended > 1 {
				t.Fatal("the call ended twice")
			}
		}
		for len(h.waiting) > 0 {
			h.step(h.connected())
		}
		for request, answers := range h.asked {
			if answers != 1 {
				t.Fatalf("request %v has %d answers", request, answers)
			}
		}
	})
}

func newHistory() *history {
	return &history{call: newCall("c1", 77, "node1"), now: begin, asked: map[Request]int{}}
}

func (h *history) step(in Input) {
	if asks, ok := in.(interface{ request() Request }); ok {
		if _, isConnected := in.(Connected); !isConnected {
			h.asked[asks.request()] = 0
		}
	}
	for _, e := range h.call.step(h.now, in) {
		h.lines = append(h.lines, describe(e))
		switch e := e.(type) {
		case Reply:
			h.asked[e.Request]++
		case Connect:
			h.waiting = append(h.waiting, e)
		case End:
			h.ended++
		}
	}
}

// connected delivers the outcome of the oldest Connect.
func (h *history) connected() Input {
	e := h.waiting[0]
	h.waiting = h.waiting[1:]
	in := Connected{Request: e.Request, Answer: "an answer"}
	if e.ID%5 == 0 {
		in.Err = protocol.Errorf(protocol.CodeBadDescription, "no media")
	}
	return in
}

func (h *history) input(kind, who, what byte) Input {
	h.now = h.now.Add(time.Duration(what>>4) * time.Second)
	by := Who{User: string('A' + rune(who%4)), Session: string('1' + rune(who>>2%2))}
	request := Request{By: by, ID: uint64(len(h.asked) + 1)}
	users := []string{"A", "B", "C", "D"}[what%4:]
	list := protocol.Invitees{UserIDs: users, Timeout: float64(who % 30)}
	if who&0x80 != 0 {
		list.GroupID = "g"
	}
	invite := []string{"", "invite-" + by.User, "invite-g"}[what%3]
	on := what&4 != 0
	switch kind % 19 {
	case 0:
		return Place{Request: request, Call: protocol.Call{Invitees: list, Type: protocol.CallType(1 + who>>3%2), Audio: on, Video: on}, Invites: invitesOf(list)}
	case 1:
		if len(h.waiting) > 0 {
			return h.connected()
		}
		return Expire{}
	case 2:
		return Rang{By: by, Invite: invite}
	case 3:
		return Occupied{By: by, Invite: invite}
	case 4:
		return Negotiate{Request: request}
	case 5:
		return Accept{Request: request, Invite: invite, Audio: on, Video: on}
	case 6:
		return Reject{Request: request, Invite: invite}
	case 7:
		return Hangup{Request: request, Invite: invite}
	case 8:
		return Media{Request: request, Media: protocol.Media{Audio: on, Screen: on}}
	case 9:
		return Add{Request: request, Invitees: list, Invites: invitesOf(list)}
	case 10:
		return Join{Request: request}
	case 11:
		return Switch{Request: request, Type: protocol.CallType(1 + what%2)}
	case 12:
		return Info{Request: request}
	case 13:
		return Gone{By: by}
	case 14:
		return Lost{User: by.User}
	case 15:
		return Slots{User: by.User, Slots: []protocol.Slot{}}
	case 16:
		return Lines{User: by.User}
	case 17:
		return Shutdown{}
	}
	return Expire{}
}
