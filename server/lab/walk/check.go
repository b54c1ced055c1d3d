package walk

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// causes says which of the server's events each event of a client comes from: the client reports it once.
var causes = map[string]string{
	api.EventCallEnd:    protocol.EventEnded,
	api.EventCancel:     protocol.EventCancelled,
	api.EventReject:     protocol.EventRejected,
	api.EventLineBusy:   protocol.EventBusy,
	api.EventTimeout:    protocol.EventTimeout,
	api.EventNoResponse: protocol.EventNoResponse,
	api.EventUserEnter:  protocol.EventEntered,
	api.EventUserAccept: protocol.EventAccepted,
	api.EventInvited:    protocol.TypeInvited,
}

// grace is the time by which a state may outlive its timer.
const grace = 5 * time.Second

// atRest checks what holds whenever nothing happens at this moment, whatever is under way.
func (w *World) atRest() {
	w.truth.oneCallEach()
	for _, p := range w.pages {
		p.atRest()
	}
}

func (p *page) atRest() {
	held := p.media.released()
	p.mu.Lock()
	defer p.mu.Unlock()
	status := p.shown.CallStatus
	if status == api.StatusIdle && held != nil {
		p.broken("it is idle: %v", held)
	}
	until := p.ringsFor[p.shown.CallID]
	if status == api.StatusCalling && !p.isUnderWay("joinInGroupCall") && !until.IsZero() && !p.silent && time.Now().After(until) && time.Now().After(p.grace) {
		p.broken("it rings %s after its time", time.Since(until)+grace)
	}
}

// agreement checks what holds when everything has settled: whatever could end has ended, and clients and server
// see the same calls.
func (w *World) agreement() {
	members := w.truth.members()
	talking := map[string][]string{}
	for _, p := range w.pages {
		s := p.agrees()
		if s.CallStatus == api.StatusConnected {
			talking[s.CallID] = append(talking[s.CallID], s.UserID)
			w.sees(p, s, members[s.CallID])
		}
	}
	for id, users := range members {
		if slices.Sort(talking[id]); !slices.Equal(users, talking[id]) || len(users) < 2 {
			w.broken("call %s has %v for the server and %v for the clients", id, users, talking[id])
		}
	}
	if n := w.server.calls.Len(); n != len(members) || n != len(talking) {
		w.broken("the server has %d calls and %d rooms, the clients show %d", n, len(members), len(talking))
	}
}

// sees checks that a client shows the call as the server has it.
func (w *World) sees(p *page, s api.Snapshot, members []string) {
	others := slices.DeleteFunc(slices.Clone(members), func(user string) bool { return user == s.UserID })
	if got := slices.Sorted(slices.Values(s.RemoteUsers)); !slices.Equal(got, others) {
		p.broken("it is with %v in %s, for the server with %v", got, s.CallID, others)
	}
	if len(s.UnHandledInviteeList) > 0 {
		p.broken("it waits for %v, who can no longer be ringing", s.UnHandledInviteeList)
	}
	if app := w.truth.appOf(s.CallID); app != p.app.bus() {
		p.broken("it is in call %s of app %d", s.CallID, app)
	}
}

// agrees checks what concerns this client alone.
func (p *page) agrees() api.Snapshot {
	s := p.snapshot()
	p.mu.Lock()
	pending, lines := slices.Sorted(maps.Values(p.pending)), slices.Clone(p.lines)
	p.mu.Unlock()
	connections := 0
	switch {
	case len(pending) > 0:
		p.broken("these have not settled: %v", pending)
	case s.CallStatus == api.StatusCalling:
		p.broken("it is still calling: %+v", s)
	case s.CallStatus == api.StatusConnected:
		connections = 1
	}
	if n := p.media.connections(); n != connections {
		p.broken("%d media connections are open, want %d", n, connections)
	}
	p.linesAgree(s, lines)
	return s
}

// linesAgree checks that the server has reported every call except the current one as over.
func (p *page) linesAgree(s api.Snapshot, lines []line) {
	open := 0
	for _, l := range lines {
		if l.ended() {
			continue
		}
		open++
		calls, requests := l.tap.open()
		calls = slices.DeleteFunc(calls, func(id string) bool { return id == s.CallID })
		if len(calls) > 0 || len(requests) > 0 {
			p.broken("nothing more was heard of calls %v and requests %v", calls, requests)
		}
	}
	if want := min(len(s.UserID), 1); open != want {
		p.broken("signed in as %q with %d connections", s.UserID, open)
	}
}

// infoAgrees checks that getCallInfo says what the server has.
func (p *page) infoAgrees(info api.CallInfo) {
	s := p.snapshot()
	if s.CallStatus == api.StatusIdle {
		return
	}
	var users []string
	for _, m := range info.Members {
		users = append(users, m.UserID)
	}
	want := append(slices.Clone(s.RemoteUsers), s.UserID)
	slices.Sort(users)
	slices.Sort(want)
	got := fmt.Sprint(info.CallID, info.CallType, info.RoomID, users)
	// A client need not know that another member has made the call a group as long as nobody came.
	if wanted := fmt.Sprint(s.CallID, s.CallType, s.RoomID, want); got != wanted || s.IsGroupCall && !info.IsGroupCall {
		p.broken("getCallInfo says %s, it shows %s", got, wanted)
	}
}
