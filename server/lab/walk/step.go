package walk

import (
	"slices"
	"time"

	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
)

// A step is something that a user, the network, a device, the server or time does.

// Walk takes this many steps, as long as everything holds.
func (w *World) Walk(steps int) {
	for range steps {
		w.nextStep()
		if w.Err() != nil {
			return
		}
	}
	w.quiet()
}

// nextStep draws one of the steps by their weights, out of 1000; the rest are bursts.
func (w *World) nextStep() {
	w.mu.Lock()
	w.step++
	w.mu.Unlock()
	draw := w.random.IntN(1000)
	for _, s := range []struct {
		weight int
		take   func()
	}{
		{700, w.callMethod},
		{150, w.passTime},
		{50, w.actRaw},
		{8, w.cutLine},
		{8, w.silenceLine},
		{6, w.loseMedia},
		{6, w.replacePage},
		{3, w.sayBye},
		{10, w.becomeInsecure},
		{1, w.restart},
		{18, w.quiet},
	} {
		if draw -= s.weight; draw < 0 {
			s.take()
			return
		}
	}
	w.burst()
}

func (w *World) say(format string, args ...any) { w.log("# "+format, args...) }

func (w *World) somePage() *page { return w.pages[w.random.IntN(len(w.pages))] }

// callMethod usually lets a little time pass as well.
func (w *World) callMethod() {
	w.beginMethod()
	w.pass(w.short())
}

func (w *World) beginMethod() {
	p := w.actor()
	m := w.someMethod(p)
	w.say("%s %s", p.name, m.name)
	p.invoke(m.name, m.begin(w, p))
}

// actor picks who does something next: often a user whose page rings, because ringing is over soon.
func (w *World) actor() *page {
	ringing := slices.DeleteFunc(slices.Clone(w.pages), func(p *page) bool {
		return !p.rings()
	})
	if len(ringing) > 0 && w.random.IntN(2) == 0 {
		return ringing[w.random.IntN(len(ringing))]
	}
	return w.somePage()
}

// short is a time in which messages may or may not arrive.
func (w *World) short() time.Duration {
	most := []time.Duration{time.Microsecond, 5 * time.Millisecond, 40 * time.Millisecond, 150 * time.Millisecond}[w.random.IntN(4)]
	return time.Duration(w.random.Int64N(int64(most)))
}

// burst calls several methods at the same moment.
func (w *World) burst() {
	for range 2 + w.random.IntN(3) {
		w.beginMethod()
	}
	w.pass(w.short())
}

func (w *World) passTime() {
	most := 300 * time.Millisecond
	if w.random.IntN(8) == 0 {
		most = 5 * time.Second
	}
	d := time.Duration(w.random.Int64N(int64(most)))
	w.say("%s go by", d)
	w.pass(d)
}

func (w *World) actRaw() {
	w.dropRaws()
	if len(w.raws) < 2 && w.random.IntN(4) == 0 {
		app, user := w.apps[w.random.IntN(2)], "raw"
		if w.random.IntN(6) == 0 {
			user = w.someUser(w.random)
		}
		w.say("a raw client of app %d for %q", app.ID, user)
		if r := w.newRaw(app, user); r != nil {
			w.raws = append(w.raws, r)
			r.login()
		}
	}
	for _, r := range w.raws {
		w.say("the raw client for %q", r.user)
		r.act()
	}
	w.pass(w.short())
}

func (w *World) cutLine() {
	p := w.somePage()
	w.say("the line of %s is cut", p.name)
	p.cut()
	w.pass(w.short())
}

func (w *World) silenceLine() {
	p := w.somePage()
	d := time.Duration(w.random.Int64N(int64(15 * time.Second)))
	w.say("the line of %s is silent for %s", p.name, d)
	p.silence(true)
	timer := time.AfterFunc(d, func() { p.silence(false) })
	w.late = append(w.late, func() {
		if timer.Stop() {
			p.silence(false)
		}
	})
	w.pass(w.short())
}

func (w *World) loseMedia() {
	w.say("the media of %s is lost", w.truth.lose(w.random.IntN))
	w.pass(w.short())
}

// replacePage closes a page or crashes it, and opens it again.
func (w *World) replacePage() {
	i := w.random.IntN(len(w.pages))
	p := w.pages[i]
	w.say("%s is closed and opened again", p.name)
	if w.random.IntN(2) == 0 {
		p.cut()
	}
	w.closePage(p)
	w.pages[i] = w.freshPage(i)
	w.pass(w.short())
}

func (w *World) sayBye() {
	p := w.somePage()
	w.say("%s says bye", p.name)
	p.client.Bye()
	w.pass(w.short())
}

func (w *World) becomeInsecure() {
	p := w.somePage()
	p.media.mu.Lock()
	p.media.insecure = w.random.IntN(20) == 0
	w.say("%s is insecure: %t", p.name, p.media.insecure)
	p.media.mu.Unlock()
	w.pass(w.short())
}

func (w *World) restart() {
	w.say("the server restarts")
	w.restartServer()
	w.pass(w.short())
}

// quiet lets everything settle and checks that all agree, and that idle users can call and be called.
func (w *World) quiet() {
	w.say("quiet")
	w.finishLate()
	for _, r := range w.raws {
		r.close()
	}
	w.raws = nil
	for _, p := range w.pages {
		p.media.calmDown(true)
		p.silence(false)
	}
	w.pass(settling + w.longestRing() + grace)
	w.agreement()
	for _, p := range w.pages {
		w.askInfo(p)
	}
	w.callAll()
	for _, p := range w.pages {
		p.media.calmDown(false)
	}
}

// settling is how long requests, logins, closing and lost connections may take: 10 s at most each, and some
// follow one another.
const settling = 16 * time.Second

func (w *World) askInfo(p *page) {
	if p.snapshot().CallStatus == api.StatusConnected {
		p.invoke("getCallInfo", func(done calling.Done) {
			p.client.GetCallInfo(func(result any, err error) {
				info, _ := result.(api.CallInfo)
				p.infoAgrees(info)
				done(result, err)
			})
		})
		w.pass(time.Second)
	}
}

// callAll makes every idle page call another one: nobody may be taken for busy who is not.
func (w *World) callAll() {
	if w.Err() != nil {
		return
	}
	for i, caller := range w.pages {
		callee := w.pages[(i+2)%len(w.pages)]
		if w.idle(caller) && w.idle(callee) && caller.app == callee.app && caller.userID() != callee.userID() {
			w.tryCall(caller, callee)
		}
	}
}

func (w *World) idle(p *page) bool {
	s := p.snapshot()
	return s.UserID != "" && s.CallStatus == api.StatusIdle && p.media.Support().Secure
}

func (w *World) tryCall(caller, callee *page) {
	params := api.CallParams{UserID: callee.userID(), Type: 1, InviteOptions: api.InviteOptions{Timeout: 20}}
	caller.invoke("call", func(done calling.Done) { caller.client.Call(params, done) })
	w.pass(2 * time.Second)
	if c, r := caller.snapshot(), callee.snapshot(); c.CallID == "" || c.CallID != r.CallID || r.CallStatus != api.StatusCalling {
		w.broken("%s calls %s, who is idle, and does not reach it: %s %s and %s %s",
			caller.name, callee.name, c.CallStatus, c.CallID, r.CallStatus, r.CallID)
	}
	caller.invoke("hangup", caller.client.Hangup)
	w.pass(time.Second)
	if c, r := caller.snapshot(), callee.snapshot(); c.CallID != "" || r.CallID != "" {
		w.broken("%s has cancelled its call of %s: %s and %s", caller.name, callee.name, c.CallStatus, r.CallStatus)
	}
}
