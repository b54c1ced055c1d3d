package walk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

// media is a page's devices and connections: they answer after a while, fail, or hang like a prompt that nobody
// answers. It is an api.Media, and holds the client to what that requires.
type media struct {
	p *page

	mu       sync.Mutex // protects:
	calm     bool       // everything works, at once
	insecure bool
	random   map[string]*rand.Rand // one per device, because a call's lanes run at the same time
	network  *rand.Rand
	live     api.Devices
	screen   screen
	muted    bool
	open     map[*connection]bool
	answered chan struct{} // closed when the prompts that hang are answered
}

func newMedia(p *page) *media {
	return &media{
		p: p, network: p.w.newRandom(),
		random: map[string]*rand.Rand{api.Microphone: p.w.newRandom(), api.Camera: p.w.newRandom()},
		screen: screen{random: p.w.newRandom()},
		open:   map[*connection]bool{}, answered: make(chan struct{}),
	}
}

var (
	errConnection = errors.New("the connection cannot be made")
)

// calmDown answers the prompts that hang and makes everything work from now on; false ends that.
func (m *media) calmDown(calm bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calm = calm
	if calm {
		close(m.answered)
		m.answered = make(chan struct{})
	}
}

// Support is api.Media's.
func (m *media) Support() api.Support {
	m.mu.Lock()
	defer m.mu.Unlock()
	return api.Support{Secure: !m.insecure}
}

// wait takes as long as an operation takes; it fails when ctx ends.
func (m *media) wait(ctx context.Context, random *rand.Rand) error {
	m.mu.Lock()
	calm, answered := m.calm, m.answered
	draw, most := random.IntN(100), 30*time.Millisecond
	if draw < 4 {
		most = 3 * time.Second
	}
	delay := time.Duration(1 + random.Int64N(int64(most)))
	m.mu.Unlock()
	if calm {
		delay = 1 + delay%time.Microsecond // at once, but not at the same moment as something else
	}
	after := time.After(delay)
	if draw == 99 && !calm {
		after = nil
	}
	select {
	case <-after:
	case <-answered:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// fails says whether an operation fails, which is once in n times.
func (m *media) fails(random *rand.Rand, n int) bool {
	return random.IntN(n) == 0 && !m.calm
}

// refusal must be called with mu held.
func (m *media) refusal(device string) error {
	reasons := []api.DeviceReason{api.DeviceMissing, api.DeviceRefused, api.DeviceInUse}
	return &api.DeviceError{Device: device, Reason: reasons[m.random[device].IntN(len(reasons))], Text: "by the walk"}
}

// ProbeMicrophone is api.Media's.
func (m *media) ProbeMicrophone(ctx context.Context) error {
	if err := m.wait(ctx, m.random[api.Microphone]); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails(m.random[api.Microphone], 30) {
		return m.refusal(api.Microphone)
	}
	return nil
}

// Open is api.Media's.
func (m *media) Open(ctx context.Context, want api.Devices) (api.Opened, error) {
	m.p.mayCapture()
	first := api.Microphone
	if !want.Microphone {
		first = api.Camera
	}
	waited := m.wait(ctx, m.random[first])
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(waited, ctx.Err()); err != nil {
		return api.Opened{}, err
	}
	if want.Microphone && m.fails(m.random[api.Microphone], 30) {
		return api.Opened{}, m.refusal(api.Microphone)
	}
	opened := api.Opened{Devices: want}
	if want.Camera && m.fails(m.random[api.Camera], 15) {
		opened.Camera, opened.CameraError = false, m.refusal(api.Camera)
	}
	m.live.Microphone = m.live.Microphone || opened.Microphone
	m.live.Camera = m.live.Camera || opened.Camera
	return opened, nil
}

// Close is api.Media's.
func (m *media) Close(which api.Devices) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.live.Microphone = m.live.Microphone && !which.Microphone
	m.live.Camera = m.live.Camera && !which.Camera
}

// Mute is api.Media's.
func (m *media) Mute(mute bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.muted = mute
}

// StartView is api.Media's.
func (m *media) StartView(api.View, any) {}

// StopView is api.Media's.
func (m *media) StopView(api.View) {}

// EndViews is api.Media's.
func (m *media) EndViews() {}

// Connect is api.Media's.
func (m *media) Connect(
	ctx context.Context, _ protocol.CallType, report func(api.ConnectionState),
) (api.Connection, error) {
	allowed := m.p.allowances()
	if err := m.wait(ctx, m.network); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails(m.network, 40) {
		return nil, errConnection
	}
	c := &connection{m: m, allowed: allowed}
	m.open[c] = true
	if m.fails(m.network, 40) {
		time.AfterFunc(time.Duration(m.network.Int64N(int64(5*time.Second))), func() { report(api.ConnectionFailed) })
	}
	return c, nil
}

// connection is api.Connection.
type connection struct {
	m       *media
	allowed int // what the user had allowed when the connection was made
	offers  int // belongs to the lane
}

// use is called by the methods that must not come after Close.
func (c *connection) use(what string) {
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	if !c.m.open[c] {
		c.m.p.broken("%s on a closed connection", what)
	}
}

func (c *connection) Grow(ctx context.Context, _ protocol.Lines) error {
	c.use("Grow")
	return ctx.Err()
}

func (c *connection) SetType(protocol.CallType) { c.use("SetType") }
func (c *connection) SetSlots([]protocol.Slot)  { c.use("SetSlots") }

func (c *connection) Offer(ctx context.Context) (string, error) {
	c.use("Offer")
	if err := c.m.wait(ctx, c.m.network); err != nil {
		return "", err
	}
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	c.offers++
	if c.m.fails(c.m.network, 50) {
		return badOffer, nil
	}
	return offerOf(c.m.p.app.bus(), c.m.p.userID()) + fmt.Sprint(c.offers), nil
}

func (c *connection) Answer(ctx context.Context, _ string) error {
	c.use("Answer")
	return c.m.wait(ctx, c.m.network)
}

// Send may attach devices only when this user has called somebody, joined or accepted.
func (c *connection) Send(ctx context.Context, which api.Devices) error {
	c.use("Send")
	if which != (api.Devices{}) && c.m.p.allowances() == c.allowed {
		c.m.p.broken("%+v is sent before the user has called or accepted", which)
	}
	return ctx.Err()
}

func (c *connection) Close() {
	c.use("Close")
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	delete(c.m.open, c)
}

// released says what a page that is in no call still holds.
func (m *media) released() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.live != (api.Devices{}):
		return fmt.Errorf("devices are open: %+v", m.live)
	case m.screen.open:
		return errors.New("a screen is shared")
	case m.muted:
		return errors.New("the microphone is muted")
	}
	return nil
}

func (m *media) connections() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.open)
}
