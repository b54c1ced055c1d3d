package browser

import (
	"context"
	"math"
	"sync"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

// audible is the lowest level that counts as sound, -60 dB.
const audible = 0.001

// meter remembers what was measured, so that each level covers the time between two measurements.
type meter struct {
	last map[string]energy // by m-line; "" is this user

	mu       sync.Mutex // protects:
	closed   bool
	context  js.Value // an AudioContext, only in browsers whose statistics lack this user's own level
	analyser js.Value
	source   js.Value
	track    js.Value // what source is made from
}

// energy is what statistics add up: the square of the level times the time, and the time.
type energy struct{ sum, seconds float64 }

// Levels measures how loud everybody has been since the previous call.
func (c *connection) Levels(ctx context.Context) api.Levels {
	c.mu.Lock()
	slots := c.slots
	c.mu.Unlock()
	levels := api.Levels{Users: make(map[string]int)}
	receivers := c.receivers()
	for _, slot := range slots {
		if receiver, ok := receivers[slot.Mid]; ok && slot.Kind == audioKind {
			level, _ := c.measure(ctx, slot.Mid, receiver)
			levels.Users[slot.UserID] = max(levels.Users[slot.UserID], volume(level))
		}
	}
	level, known := c.measure(ctx, "", c.audio)
	if !known {
		level = c.meter.analyse(c.page.devices.tracks().audio)
	}
	levels.Self = volume(level)
	return levels
}

// volume is the number that a page gets for a level from 0 to 1.
func volume(level float64) int {
	if level < audible {
		return 0
	}
	return min(max(int(math.Round(100*level)), 1), 100)
}

// measure asks the statistics of a sender or receiver. Not every browser knows the level of what it sends.
func (c *connection) measure(ctx context.Context, name string, of js.Value) (level float64, known bool) {
	report, err := c.await(ctx, of, "getStats")
	if err != nil {
		return 0, false
	}
	now, known := energyIn(report)
	if !known {
		return 0, false
	}
	if c.meter.last == nil {
		c.meter.last = make(map[string]energy)
	}
	before := c.meter.last[name]
	c.meter.last[name] = now
	if now.seconds <= before.seconds || now.sum < before.sum {
		return 0, true // nothing was played, or it is another device
	}
	return math.Sqrt((now.sum - before.sum) / (now.seconds - before.seconds)), true
}

// energyIn looks for the one entry of a report that has a level.
func energyIn(report js.Value) (e energy, known bool) {
	values := report.Call("values")
	for {
		next := values.Call("next")
		if next.Get("done").Bool() {
			return e, false
		}
		entry := next.Get("value")
		sum, seconds := entry.Get("totalAudioEnergy"), entry.Get("totalSamplesDuration")
		kind := entry.Get("type").String()
		if (kind == "inbound-rtp" || kind == "media-source") && sum.Type() == js.TypeNumber && seconds.Type() == js.TypeNumber {
			return energy{sum.Float(), seconds.Float()}, true
		}
	}
}

// analyse measures a track itself. It needs a running AudioContext, which browsers may refuse before the user
// has touched the page; the result is silence then.
func (m *meter) analyse(track js.Value) (level float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || track.IsUndefined() {
		return 0
	}
	if err := jsbridge.Try(func() { m.connect(track) }); err != nil {
		return 0
	}
	samples := js.Global().Get("Uint8Array").New(m.analyser.Get("fftSize"))
	m.analyser.Call("getByteTimeDomainData", samples)
	buffer := make([]byte, samples.Length())
	js.CopyBytesToGo(buffer, samples)
	return rootMeanSquare(buffer)
}

// rootMeanSquare takes samples around 128.
func rootMeanSquare(samples []byte) float64 {
	sum := 0.0
	for _, sample := range samples {
		distance := (float64(sample) - 128) / 128
		sum += distance * distance
	}
	return math.Sqrt(sum / float64(len(samples)))
}

// connect must be called with mu held.
func (m *meter) connect(track js.Value) {
	if m.context.IsUndefined() {
		m.context = js.Global().Get("AudioContext").New()
		m.analyser = m.context.Call("createAnalyser")
		m.analyser.Set("fftSize", 32768) // the maximum: 0.7 s
	}
	if m.track.Equal(track) {
		return
	}
	if !m.source.IsUndefined() {
		m.source.Call("disconnect")
	}
	m.track = track
	m.source = m.context.Call("createMediaStreamSource", js.Global().Get("MediaStream").New([]any{track}))
	m.source.Call("connect", m.analyser)
}

func (m *meter) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	if !m.context.IsUndefined() {
		m.context.Call("close") // nothing in its promise matters
	}
}
