package machine

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// FuzzStep plays any history of methods, messages and media results, sensible or not, and then closes the
// client. Whatever happened, each method settles once, what was opened is released, and the client is idle.
func FuzzStep(f *testing.F) {
	for _, seed := range []string{"\x00\x10\x20\x30\x41\x51", "aAbBcCdDeEfF0123456789", "\x00\x01\x00\x02\x10\x11\x12\x13\x14"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, history []byte) {
		w := newWorld(t)
		for _, b := range history[:min(len(history), 200)] {
			w.next(b)
		}
		w.apply(Stop{})
		w.finish()
		w.check()
	})
}

// world answers a state machine's effects, in an order that the fuzzer chooses.
type world struct {
	t       *testing.T
	state   Machine
	open    []Input // what will happen at some point: replies and results
	settled map[Ticket]int
	methods []Ticket // all that have to settle
	last    Ticket
	ended   map[int]string // attempt -> what happened to it: c connected, r released, d disconnected
}

func newWorld(t *testing.T) *world {
	return &world{t: t, settled: make(map[Ticket]int), ended: make(map[int]string)}
}

func (w *world) apply(in Input) {
	at := Moment{Now: time.Unix(1_700_000_000, 0), Support: api.Support{Secure: true}, JSON: api.NativeJSON{}}
	for _, e := range w.state.Step(at, in) {
		w.perform(e)
	}
}

func (w *world) perform(e Effect) {
	switch e := e.(type) {
	case Settle:
		w.settled[e.Ticket]++
	case Dial:
		w.open = append(w.open, SignedInto{Session: e.Session})
	case Request:
		w.open = append(w.open, w.reply(e))
	case Probe:
		w.open = append(w.open, Probed{Attempt: e.Attempt})
	case Open:
		w.open = append(w.open, DevicesOpened{Attempt: e.Attempt, Ticket: e.Ticket, Opened: api.Opened{Devices: e.Want}})
	case Connect:
		w.ended[e.Attempt] += "c"
		w.open = append(w.open, Offered{Attempt: e.Attempt, SDP: "an offer"})
	case Answer:
		w.open = append(w.open, Answered{Attempt: e.Attempt})
	case Renegotiate:
		w.open = append(w.open, Offered{Attempt: e.Attempt, SDP: "more lines"})
	case Speaker:
		w.open = append(w.open, SpeakerSet{Ticket: e.Ticket})
	case List:
		w.open = append(w.open, DevicesListed{Ask: e.Ask, Devices: []api.Device{{DeviceID: "c", Kind: api.KindCamera}}})
	case Swap:
		w.open = append(w.open, DeviceSwitched{Attempt: e.Attempt, Ticket: e.Ticket, Device: e.Device, ID: e.ID, Open: true})
	case Turn:
		w.open = append(w.open, CameraTurned{Attempt: e.Attempt, Ticket: e.Ticket, ID: "d", Open: true})
	case Replace:
		w.open = append(w.open, DeviceReplaced{Attempt: e.Attempt, Device: e.Device})
	case OpenScreen:
		w.open = append(w.open, ScreenOpened{Attempt: e.Attempt, Ticket: e.Ticket})
	case Listen:
		w.open = append(w.open, Heard{Attempt: e.Attempt})
	case Release:
		w.ended[e.Attempt] += "r"
	case Disconnect:
		w.ended[e.Attempt] += "d"
	}
}

func (w *world) reply(r Request) Reply {
	body := any(protocol.Empty{})
	switch r.Type {
	case protocol.TypeCall:
		body = protocol.Called{CallID: fmt.Sprint("c", r.Attempt), Invites: []protocol.Invite{{InviteID: "i", UserID: "B"}}}
	case protocol.TypeHangup:
		body = protocol.HungUp{Cancelled: []protocol.Invite{{InviteID: "i", UserID: "B"}}}
	case protocol.TypeAccept:
		body = protocol.Accepted{Type: protocol.VideoCall}
	case protocol.TypeAdd:
		body = protocol.Added{Invites: []protocol.Invite{{InviteID: "j", UserID: "D"}}}
	case protocol.TypeJoin:
		body = protocol.Joined{Type: protocol.VideoCall, Inviter: "B"}
	case protocol.TypeInfo:
		body = protocol.CallInfo{CallID: "c1", Members: []protocol.MemberInfo{{UserID: "B"}}}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	return Reply{Session: w.state.session.number, Request: r, Body: raw}
}

// next makes one thing happen: the low bits say what, the high bits to what.
func (w *world) next(b byte) {
	what, with := b&0x3f, int(b>>6)
	if what >= 36 && len(w.open) > 0 {
		w.happen(int(what)%len(w.open), with == 0)
		return
	}
	w.last++
	inputs := []Input{
		Login{w.last, api.LoginParams{UserID: "A", UserSig: "sig"}},
		Login{w.last, api.LoginParams{UserID: "C", UserSig: "sig"}},
		Place{w.last, api.CallParams{UserID: "B", Type: protocol.VideoCall}},
		Place{w.last, api.CallParams{UserID: "B", Type: protocol.AudioCall}},
		Accept{w.last}, Reject{w.last}, Hangup{w.last}, Logout{w.last},
		OpenCamera{w.last}, CloseCamera{w.last}, MuteMicrophone{w.last, with%2 == 0},
		Invited{w.state.session.number, protocol.Invited{CallID: "c-in", InviteID: "i", From: "B", Type: protocol.VideoCall}},
		Update{w.state.session.number, protocol.Update{CallID: w.callID(), Over: with%2 == 0, Events: events[with%len(events)], Lines: &protocol.Lines{Audio: with, Video: with}}},
		Update{w.state.session.number, protocol.Update{CallID: "c-in", Over: true, Events: events[with%len(events)]}},
		Busy{w.state.session.number, protocol.Busy{From: "B"}},
		MediaFailed{w.state.attempts, context.DeadlineExceeded},
		Lost{w.state.session.number, context.DeadlineExceeded},
		Kicked{w.state.session.number},
		Bye{},
		StartView{w.last, api.ViewParams{UserID: "B", Element: "x"}, api.RemoteView},
		GroupCall{w.last, api.GroupCallParams{UserIDs: []string{"B", "C"}, Type: protocol.VideoCall}},
		InviteUser{w.last, api.GroupCallParams{UserIDs: []string{"D"}}},
		Join{w.last, api.JoinParams{CallID: "c1"}},
		SwitchCall{w.last, protocol.CallType(1 + with%2)},
		Info{w.last, with%2 == 0, "B"},
		ListDevices{w.last, "getCameras", api.KindCamera},
		SwitchDevice{w.last, api.SwitchParams{Type: []string{"video", "audio"}[with%2], ID: "e"}},
		TurnCamera{w.last},
		DeviceLost{[]string{api.Camera, api.Microphone}[with%2]},
		DevicesChanged{nil},
		StartScreen{w.last}, StopScreen{w.last}, ScreenEnded{}, Returned{}, SoundBlocked{[]string{"B"}},
		StopView{w.last, api.ViewParams{UserID: "B"}, api.RemoteView}, SetSpeaker{w.last, "s", with%2 == 0, ""},
		SetQuality{w.last, api.QualityParams{Quality: api.DefaultQuality}},
	}
	in := inputs[int(what)%len(inputs)]
	if reflect.ValueOf(in).FieldByName("Ticket").IsValid() {
		w.methods = append(w.methods, w.last)
	}
	w.apply(in)
}

var events = [][]protocol.Event{
	{{Type: protocol.EventEntered, UserID: "B"}, {Type: protocol.EventMedia, UserID: "B", Audio: true}},
	{{Type: protocol.EventLeft, UserID: "B"}, {Type: protocol.EventEnded, UserID: "B"}},
	{{Type: protocol.EventRejected, UserID: "B"}},
	{{Type: protocol.EventSwitched, UserID: "A", CallType: protocol.AudioCall}},
	nil,
}

func (w *world) callID() string {
	if w.state.call != nil {
		return w.state.call.id
	}
	return "c1"
}

// happen makes one of the open things happen, or fail.
func (w *world) happen(i int, fails bool) {
	in := w.open[i]
	w.open = slices.Delete(w.open, i, i+1)
	if fails {
		in = failed(in)
	}
	w.apply(in)
}

func failed(in Input) Input {
	switch in := in.(type) {
	case SignedInto:
		return LoginFailed{in.Session, context.DeadlineExceeded}
	case Reply:
		in.Err = protocol.Errorf(protocol.CodeInviteGone, "gone")
		return in
	case Probed:
		in.Err = &api.DeviceError{Device: "microphone", Reason: api.DeviceRefused}
		return in
	case DevicesOpened:
		in.Err = &api.DeviceError{Device: "microphone", Reason: api.DeviceMissing}
		return in
	case DevicesListed:
		in.Err = context.DeadlineExceeded
		return in
	case DeviceSwitched:
		in.Open, in.Err = false, &api.DeviceError{Device: in.Device, Reason: api.DeviceInUse}
		return in
	case CameraTurned:
		in.ID, in.Open, in.Err = "", false, &api.DeviceError{Device: api.Camera, Reason: api.DeviceInUse}
		return in
	case DeviceReplaced:
		in.Err = &api.DeviceError{Device: in.Device, Reason: api.DeviceMissing}
		return in
	case ScreenOpened:
		in.Err = &api.DeviceError{Device: api.Screen, Reason: api.DeviceRefused}
		return in
	case Offered:
		in.Err = context.DeadlineExceeded
		return in
	case Answered:
		in.Err = context.DeadlineExceeded
		return in
	}
	return in
}

func (w *world) finish() {
	for len(w.open) > 0 {
		w.happen(0, true)
	}
}

func (w *world) check() {
	if w.state.call != nil || w.state.session.phase != signedOut {
		w.t.Errorf("at the end: status %s, session %d", w.state.status(), w.state.session.phase)
	}
	for _, t := range w.methods {
		if w.settled[t] != 1 {
			w.t.Errorf("ticket %d settled %d times", t, w.settled[t])
		}
	}
	for attempt, what := range w.ended {
		if what != "crd" && what != "crdd" { // a hangup's reply disconnects again after a media loss
			w.t.Errorf("attempt %d: %s", attempt, what)
		}
	}
}
