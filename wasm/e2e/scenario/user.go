package scenario

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"trtccalling/wasm/api"
	"trtccalling/wasm/calling"
	"trtccalling/wasm/native"
)

// user is one page: a client, its media and what it was told.
type user struct {
	name, id string
	backend  Backend
	client   *calling.Client
	media    *native.Media
	line     *line // to the server; cutting it is a crash
	events   *queue
	ignored  map[string]bool // names of events

	mu      sync.Mutex // protects:
	shown   api.Snapshot
	volumes api.VoiceVolumeEvent // the latest
	spoke   chan struct{}        // closed and replaced when that comes
}

// event is what a client emitted.
type event struct {
	name    string
	payload any
}

func (e event) String() string { return e.name + " " + text(e.payload) }

func newUser(name, id string, backend Backend, ignored map[string]bool) (*user, error) {
	media, err := native.New(native.Settings{})
	if err != nil {
		return nil, err
	}
	line, err := newLine(backend.Host)
	if err != nil {
		return nil, err
	}
	u := &user{
		name: name, id: id, backend: backend, media: media, line: line,
		events: newQueue(), ignored: ignored, spoke: make(chan struct{}), shown: api.Snapshot{CallStatus: api.StatusIdle},
	}
	u.client = calling.New(calling.Options{
		JSON:   api.NativeJSON{},
		Server: "ws://" + line.addr() + backend.Path, SDKAppID: backend.SDKAppID, Media: media,
		Emit: u.emit, State: u.keepState,
	})
	return u, nil
}

func (u *user) emit(name string, payload any) {
	if volumes, ok := payload.(api.VoiceVolumeEvent); ok {
		u.keepVolumes(volumes)
	}
	if u.ignored[name] {
		return
	}
	value, err := plain(payload)
	if err != nil {
		value = err.Error()
	}
	u.events.put(event{name, value})
}

func (u *user) keepState(s api.Snapshot) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.shown = s
}

func (u *user) hasStatus(words []string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if string(u.shown.CallStatus) != words[0] {
		return fmt.Errorf("%s is %s, want %s", u.name, u.shown.CallStatus, words[0])
	}
	return nil
}

// shows is what the getters return.
func (u *user) shows() (any, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return plain(u.shown)
}

// closeTab does what a closing page does, and waits until everything in it has stopped.
func (u *user) closeTab() {
	u.client.Close()
	<-u.client.Stopped()
	u.line.cut()
}

func (u *user) crash() {
	u.line.cut()
	u.closeTab()
}

func (u *user) device(name string, words []string) error {
	reasons := map[string]api.DeviceReason{
		"granted": "", "refused": api.DeviceRefused, "missing": api.DeviceMissing, "in use": api.DeviceInUse,
	}
	reason, known := reasons[strings.Join(words, " ")]
	if !known {
		return fmt.Errorf("a %s cannot be %v", name, words)
	}
	kinds := map[string]native.Kind{"microphone": native.Audio, "camera": native.Video, "screen": native.Screen}
	u.media.Break(kinds[name], reason)
	return nil
}

func count(c native.Counts, kind string) int {
	return map[string]int{"audio": c.Audio, "video": c.Video, "screen": c.Screen}[kind]
}

// receives waits for ten more packets, and for video also for a key frame in this call (a screen's packets
// count from its key frame on).
func (u *user) receives(kind, from string) error {
	before := count(u.media.Received(from), kind)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := u.media.Await(ctx, func() bool {
		now := u.media.Received(from)
		return count(now, kind) >= before+10 && (kind != "video" || now.KeyFrames > 0)
	})
	if err != nil {
		return fmt.Errorf("%s of %s: %+v after %+v", kind, from, u.media.Received(from), before)
	}
	return nil
}

// receivesNo waits until none arrives: the last packets of a camera that was just closed may still be on their
// way when the event arrives.
func (u *user) receivesNo(kind, from string) error {
	var err error
	for deadline := time.Now().Add(settle); time.Now().Before(deadline); {
		before := count(u.media.Received(from), kind)
		err = u.quiet(func() error {
			if now := count(u.media.Received(from), kind); now != before {
				return fmt.Errorf("%d packets of %s of %s", now-before, kind, from)
			}
			return nil
		})
		if err == nil {
			return nil
		}
	}
	return err
}

func (u *user) sendsNothing() error {
	before := u.media.Sent()
	return u.quiet(func() error {
		if now := u.media.Sent(); now != before {
			return fmt.Errorf("%s sent %+v after %+v", u.name, now, before)
		}
		return nil
	})
}

// quiet fails as soon as a check fails during the watch time.
func (u *user) quiet(check func() error) error {
	ctx, cancel := context.WithTimeout(context.Background(), watch)
	defer cancel()
	if u.media.Await(ctx, func() bool { return check() != nil }) == nil {
		return check()
	}
	return nil
}

func (u *user) released() error {
	if live := u.media.Live(); live != (api.Devices{}) {
		return fmt.Errorf("%s has open devices: %+v", u.name, live)
	}
	return nil
}

// settledOutcome turns what a method settled with into JSON values, as a page would see it.
func settledOutcome(result any, err error) outcome {
	var failure *api.Error
	if errors.As(err, &failure) {
		fields := failure.Fields()
		fields["message"] = failure.Message
		value, _ := plain(fields)
		return outcome{err: value.(map[string]any)}
	}
	value, err := plain(result)
	if err != nil {
		return outcome{err: map[string]any{"message": err.Error()}}
	}
	return outcome{result: value}
}

// loginParams reads the words sig=, user=, nick=, avatar= and offlineSupport=.
func (u *user) loginParams(args []string) (api.LoginParams, error) {
	p, kind := api.LoginParams{UserID: u.id}, ""
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "sig":
			kind = value
		case "user":
			p.UserID = value
		case "nick":
			p.Nick = value
		case "avatar":
			p.Avatar = value
		case "offlineSupport":
			p.OnlyNew = value == "false"
		default:
			return api.LoginParams{}, fmt.Errorf("login does not know %s", arg)
		}
	}
	var err error
	p.UserSig, err = u.signature(p.UserID, kind)
	return p, err
}

func (u *user) signature(id, kind string) (string, error) {
	switch kind {
	case "":
		return u.backend.Sign(id, time.Hour)
	case "garbage":
		return "garbage", nil
	case "expired":
		return u.backend.Sign(id, -time.Hour)
	case "forged":
		sig, err := u.backend.Sign(id, time.Hour)
		if err != nil {
			return "", err
		}
		other := "A"
		if sig[20] == 'A' {
			other = "B"
		}
		return sig[:20] + other + sig[21:], nil
	}
	return u.backend.Sign(kind, time.Hour) // another user's
}
