package calling

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"trtccalling/server/protocol"
)

// FuzzStep plays any history of methods, messages and media results, sensible or not, and then closes
// the client. Whatever happened: each method settles once, what was opened is released, and the client
// is idle.
func FuzzStep(f *testing.F) {
	for _, seed := range []string{"\x00\x10\x20\x30\x41\x51", "aAbBcCdDeEfF0123456789", "\x00\x01\x00\x02\x10\x11\x12\x13\x14"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, history []byte) {
		w := newWorld(t)
		for _, b := range history[:min(len(history), 200)] {
			w.next(b)
		}
		w.apply(stop{})
		w.finish()
		w.check()
	})
}

// world answers a state machine's effects, in an order that the fuzzer decides.
type world struct {
	t       *testing.T
	state   state
	open    []input // what will happen some time: replies and results
	settled map[ticket]int
	methods []ticket // all that have to settle
	last    ticket
	ended   map[int]string // attempt -> what happened to it: c connected, r released, d disconnected
}

func newWorld(t *testing.T) *world {
	return &world{t: t, settled: make(map[ticket]int), ended: make(map[int]string)}
}

func (w *world) apply(in input) {
	at := moment{now: time.Unix(1_700_000_000, 0), support: Support{Secure: true}, json: NativeJSON{}}
	for _, e := range w.state.step(at, in) {
		w.perform(e)
	}
}

func (w *world) perform(e effect) {
	switch e := e.(type) {
	case settle:
		w.settled[e.Ticket]++
	case dial:
		w.open = append(w.open, signedInto{Session: e.Session})
	case request:
		w.open = append(w.open, w.reply(e))
	case probe:
		w.open = append(w.open, probed{Attempt: e.Attempt})
	case open:
		w.open = append(w.open, devicesOpened{Attempt: e.Attempt, Ticket: e.Ticket, Opened: Opened{Devices: e.Want}})
	case connect:
		w.ended[e.Attempt] += "c"
		w.open = append(w.open, offered{Attempt: e.Attempt, SDP: "an offer"})
	case renegotiate:
		w.open = append(w.open, offered{Attempt: e.Attempt, SDP: "more lines"})
	case list:
		w.open = append(w.open, devicesListed{Ask: e.Ask, Devices: []Device{{DeviceID: "c", Kind: KindCamera}}})
	case swap:
		w.open = append(w.open, deviceSwitched{Attempt: e.Attempt, Ticket: e.Ticket, Device: e.Device, ID: e.ID, Open: true})
	case turn:
		w.open = append(w.open, cameraTurned{Attempt: e.Attempt, Ticket: e.Ticket, ID: "d", Open: true})
	case replace:
		w.open = append(w.open, deviceReplaced{Attempt: e.Attempt, Device: e.Device})
	case openScreen:
		w.open = append(w.open, screenOpened{Attempt: e.Attempt, Ticket: e.Ticket})
	case listen:
		w.open = append(w.open, heard{Attempt: e.Attempt})
	case release:
		w.ended[e.Attempt] += "r"
	case disconnect:
		w.ended[e.Attempt] += "d"
	}
}

func (w *world) reply(r request) reply {
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
	return reply{Session: w.state.session.number, Request: r, Body: raw}
}

// next lets one thing happen: the low bits say what, the high ones with what.
func (w *world) next(b byte) {
	what, with := b&0x3f, int(b>>6)
	if what >= 36 && len(w.open) > 0 {
		w.happen(int(what)%len(w.open), with == 0)
		return
	}
	w.last++
	inputs := []input{
		login{w.last, LoginParams{UserID: "A", UserSig: "sig"}},
		login{w.last, LoginParams{UserID: "C", UserSig: "sig"}},
		place{w.last, CallParams{UserID: "B", Type: protocol.VideoCall}},
		place{w.last, CallParams{UserID: "B", Type: protocol.AudioCall}},
		accept{w.last}, reject{w.last}, hangup{w.last}, logout{w.last},
		openCamera{w.last}, closeCamera{w.last}, muteMicrophone{w.last, with%2 == 0},
		invited{w.state.session.number, protocol.Invited{CallID: "c-in", InviteID: "i", From: "B", Type: protocol.VideoCall}},
		update{w.state.session.number, protocol.Update{CallID: w.callID(), Over: with%2 == 0, Events: events[with%len(events)], Lines: &protocol.Lines{Audio: with, Video: with}}},
		update{w.state.session.number, protocol.Update{CallID: "c-in", Over: true, Events: events[with%len(events)]}},
		busy{w.state.session.number, protocol.Busy{From: "B"}},
		mediaFailed{w.state.attempts, context.DeadlineExceeded},
		lost{w.state.session.number, context.DeadlineExceeded},
		kicked{w.state.session.number},
		bye{},
		startView{w.last, ViewParams{UserID: "B", Element: "x"}, RemoteView},
		groupCall{w.last, GroupCallParams{UserIDs: []string{"B", "C"}, Type: protocol.VideoCall}},
		inviteUser{w.last, GroupCallParams{UserIDs: []string{"D"}}},
		join{w.last, JoinParams{CallID: "c1"}},
		switchCall{w.last, protocol.CallType(1 + with%2)},
		info{w.last, with%2 == 0, "B"},
		listDevices{w.last, "getCameras", KindCamera},
		switchDevice{w.last, SwitchParams{Type: []string{"video", "audio"}[with%2], ID: "e"}},
		turnCamera{w.last},
		deviceLost{[]string{Camera, Microphone}[with%2]},
		devicesChanged{nil},
		startScreen{w.last}, stopScreen{w.last}, screenEnded{},
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

// happen lets one of the open things happen, or fail.
func (w *world) happen(i int, fails bool) {
	in := w.open[i]
	w.open = slices.Delete(w.open, i, i+1)
	if fails {
		in = failed(in)
	}
	w.apply(in)
}

func failed(in input) input {
	switch in := in.(type) {
	case signedInto:
		return loginFailed{in.Session, context.DeadlineExceeded}
	case reply:
		in.Err = protocol.Errorf(protocol.CodeInviteGone, "gone")
		return in
	case probed:
		in.Err = &DeviceError{Device: "microphone", Reason: DeviceRefused}
		return in
	case devicesOpened:
		in.Err = &DeviceError{Device: "microphone", Reason: DeviceMissing}
		return in
	case devicesListed:
		in.Err = context.DeadlineExceeded
		return in
	case deviceSwitched:
		in.Open, in.Err = false, &DeviceError{Device: in.Device, Reason: DeviceInUse}
		return in
	case cameraTurned:
		in.ID, in.Open, in.Err = "", false, &DeviceError{Device: Camera, Reason: DeviceInUse}
		return in
	case deviceReplaced:
		in.Err = &DeviceError{Device: in.Device, Reason: DeviceMissing}
		return in
	case screenOpened:
		in.Err = &DeviceError{Device: Screen, Reason: DeviceRefused}
		return in
	case offered:
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
		if what != "crd" && what != "crdd" { // a hangup's reply disconnects again what the media lost
			w.t.Errorf("attempt %d: %s", attempt, what)
		}
	}
}
