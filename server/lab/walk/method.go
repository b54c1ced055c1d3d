package walk

import (
	"math/rand/v2"
	"slices"
	"strings"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
)

// names are the users' names in both apps; "Z" never signs in.
const names = "ABCDEZ"

// someUsers are users to call, few of them sensible.
func (w *World) someUsers(random *rand.Rand) []string {
	var users []string
	for range 1 + random.IntN(4)*random.IntN(2) {
		users = append(users, w.someUser(random))
	}
	return users
}

func (w *World) someUser(random *rand.Rand) string {
	if random.IntN(40) == 0 {
		return []string{"", ">", "raw", "über", strings.Repeat("x", 200)}[random.IntN(5)]
	}
	at := random.IntN(w.people)
	if random.IntN(25) == 0 {
		at = len(names) - 1
	}
	return names[at : at+1]
}

// someCallee is often a user who can be reached.
func (w *World) someCallee(p *page) string {
	reachable := slices.DeleteFunc(slices.Clone(w.pages), func(other *page) bool {
		return other == p || other.app != p.app || !w.idle(other)
	})
	if len(reachable) == 0 || w.random.IntN(3) == 0 {
		return w.someUser(w.random)
	}
	return reachable[w.random.IntN(len(reachable))].userID()
}

// method is one step of a user: a method of the client with parameters that may be wrong.
type method struct {
	name   string
	weight [4]int // by status: idle, calling, ringing here, connected
	begin  func(w *World, p *page) func(calling.Done)
}

func plain(begin func(*calling.Client, calling.Done)) func(*World, *page) func(calling.Done) {
	return func(_ *World, p *page) func(calling.Done) {
		return func(done calling.Done) { begin(p.client, done) }
	}
}

func methods() []method {
	return []method{
		{"login", [4]int{1, 1, 1, 1}, login},
		{"logout", [4]int{1, 1, 1, 1}, plain((*calling.Client).Logout)},
		{"call", [4]int{30, 1, 1, 2}, callOne},
		{"groupCall", [4]int{30, 1, 1, 6}, groupCall},
		{"inviteUser", [4]int{1, 1, 1, 16}, inviteUser},
		{"joinInGroupCall", [4]int{20, 1, 1, 1}, join},
		{"accept", [4]int{2, 4, 70, 1}, plain((*calling.Client).Accept)},
		{"reject", [4]int{1, 4, 8, 1}, plain((*calling.Client).Reject)},
		{"hangup", [4]int{1, 8, 4, 8}, plain((*calling.Client).Hangup)},
		{"switchCall", [4]int{1, 3, 5, 8}, switchCall},
		{"openCamera", [4]int{1, 1, 1, 6}, plain((*calling.Client).OpenCamera)},
		{"closeCamera", [4]int{1, 1, 1, 6}, plain((*calling.Client).CloseCamera)},
		{"setMicMute", [4]int{1, 1, 1, 6}, mute},
		{"getCallInfo", [4]int{1, 1, 1, 3}, plain((*calling.Client).GetCallInfo)},
		{"getUserInfo", [4]int{1, 1, 1, 3}, userInfo},
		{"a view", [4]int{1, 1, 1, 3}, view},
		{"devices", [4]int{1, 1, 1, 4}, device},
	}
}

// column is the position of a page's status in a method's weights.
func (p *page) column() int {
	switch status := p.snapshot().CallStatus; {
	case status == api.StatusConnected:
		return 3
	case status == api.StatusCalling && p.rings():
		return 2
	case status == api.StatusCalling:
		return 1
	}
	return 0
}

// someMethod draws a method that suits a page's status, most of the time.
func (w *World) someMethod(p *page) method {
	s := p.snapshot()
	all := methods()
	if s.UserID == "" && w.random.IntN(10) > 0 {
		return all[0]
	}
	if w.random.IntN(20) == 0 {
		return all[w.random.IntN(len(all))]
	}
	if s.CallStatus == api.StatusIdle && len(w.truth.live(p.app.bus(), s.UserID)) > 0 && w.random.IntN(4) == 0 {
		return method{name: "joinInGroupCall", begin: join}
	}
	sum, column := 0, p.column()
	for _, m := range all {
		sum += m.weight[column]
	}
	draw := w.random.IntN(sum)
	for _, m := range all {
		if draw -= m.weight[column]; draw < 0 {
			return m
		}
	}
	return all[0]
}

func login(w *World, p *page) func(calling.Done) {
	user := p.home
	if w.random.IntN(12) == 0 {
		user = w.someUser(w.random)
	}
	params := api.LoginParams{UserID: user, UserSig: p.app.sign(user)}
	params.Nick = "nick of " + user
	if w.random.IntN(20) == 0 {
		params.UserSig = []string{"", "garbage", p.app.sign("Z")}[w.random.IntN(3)]
	}
	w.log("    as %q", user)
	return func(done calling.Done) { p.client.Login(params, done) }
}

// options make ringing short, so that not much virtual time has to pass.
func (w *World) options(p *page) api.InviteOptions {
	// Whole seconds would end just when an invitation is repeated, and which comes first would be luck.
	timeout := []float64{1.05, 1.1, 1.2, 1.3, 1.7, 2.1, 2.9, 0.3, 5.1}[w.random.IntN(9)]
	if w.random.IntN(50) == 0 {
		timeout = []float64{0, -1}[w.random.IntN(2)] // the default
	}
	w.ringing(timeout)
	return api.InviteOptions{Timeout: timeout, UserData: p.app.tag()}
}

func (w *World) callType() protocol.CallType {
	if w.random.IntN(25) == 0 {
		return protocol.CallType(w.random.IntN(5) - 1)
	}
	return protocol.CallType(1 + w.random.IntN(2))
}

func callOne(w *World, p *page) func(calling.Done) {
	params := api.CallParams{UserID: w.someCallee(p), Type: w.callType(), InviteOptions: w.options(p)}
	w.log("    %q type %d for %g s", params.UserID, params.Type, params.Timeout)
	return func(done calling.Done) { p.client.Call(params, done) }
}

func (w *World) groupParams(p *page) api.GroupCallParams {
	params := api.GroupCallParams{UserIDs: w.someUsers(w.random), Type: w.callType(), InviteOptions: w.options(p)}
	for i := range params.UserIDs {
		params.UserIDs[i] = w.someCallee(p)
	}
	if w.random.IntN(20) == 0 {
		params.UserIDs = nil
	}
	if w.random.IntN(3) == 0 {
		params.GroupID = "the group"
	}
	w.log("    %q type %d group %q for %g s", params.UserIDs, params.Type, params.GroupID, params.Timeout)
	return params
}

func groupCall(w *World, p *page) func(calling.Done) {
	params := w.groupParams(p)
	return func(done calling.Done) { p.client.GroupCall(params, done) }
}

func inviteUser(w *World, p *page) func(calling.Done) {
	params := w.groupParams(p)
	return func(done calling.Done) { p.client.InviteUser(params, done) }
}

func join(w *World, p *page) func(calling.Done) {
	var params api.JoinParams
	recent := w.truth.recent()
	if live := w.truth.live(p.app.bus(), p.userID()); len(live) > 0 && w.random.IntN(8) > 0 {
		recent = live
	}
	if len(recent) > 0 {
		params.CallID = recent[w.random.IntN(len(recent))]
	}
	if w.random.IntN(15) == 0 {
		params.CallID = "no call"
	}
	w.log("    %s", params.CallID)
	return func(done calling.Done) { p.client.JoinInGroupCall(params, done) }
}

func switchCall(w *World, p *page) func(calling.Done) {
	to := w.callType()
	w.log("    to %d", to)
	return func(done calling.Done) { p.client.SwitchCall(to, done) }
}

func mute(w *World, p *page) func(calling.Done) {
	on := w.random.IntN(2) == 0
	return func(done calling.Done) { p.client.SetMicMute(on, done) }
}

func userInfo(w *World, p *page) func(calling.Done) {
	params := api.UserParams{UserID: w.someUser(w.random)}
	return func(done calling.Done) { p.client.GetUserInfo(params, done) }
}

func view(w *World, p *page) func(calling.Done) {
	params := api.ViewParams{UserID: w.someUser(w.random), Element: "element"}
	if w.random.IntN(5) == 0 {
		params.Element = nil
	}
	all := []func(*calling.Client, api.ViewParams, calling.Done){
		(*calling.Client).StartLocalView, (*calling.Client).StopLocalView,
		(*calling.Client).StartRemoteView, (*calling.Client).StopRemoteView,
		(*calling.Client).StartScreenView, (*calling.Client).StopScreenView,
	}
	one := all[w.random.IntN(len(all))]
	return func(done calling.Done) { one(p.client, params, done) }
}

// device calls one of the methods for devices and the screen.
func device(w *World, p *page) func(calling.Done) {
	params := api.SwitchParams{
		Type: []string{"video", "audio", ""}[w.random.IntN(3)], ID: []string{"m1", "c1", "none"}[w.random.IntN(3)],
	}
	return []func(calling.Done){
		p.client.GetCameras, p.client.GetMicrophones, p.client.GetSpeakers, p.client.SwitchCamera,
		p.client.StartScreenShare, p.client.StartScreenShare, p.client.StopScreenShare,
		func(done calling.Done) { p.client.SwitchDevice(params, done) },
		func(done calling.Done) { p.client.SetSpeaker(params.ID, w.people > 1, "", done) },
	}[w.random.IntN(9)]
}
