package browser

import (
	"context"
	"errors"
	"syscall/js"

	"trtccalling/jsbridge"
	"trtccalling/wasm/api"
)

var errNoSpeakers = errors.New("this browser does not let a page choose where sound is played")

// SetSpeaker plays all sound on a device from now on. A silent element tries the device first, so that nothing
// changes when it cannot be used.
func (p *Page) SetSpeaker(ctx context.Context, id string) error {
	probe := newMediaElement(p.views.document, audioKind, "")
	if probe.Get("setSinkId").Type() != js.TypeFunction {
		return errNoSpeakers
	}
	if err := setSink(ctx, probe.Value, id); err != nil {
		return deviceError("speaker", err)
	}
	for _, element := range p.views.setSpeaker(id) {
		if err := setSink(ctx, element, id); err != nil {
			p.warn("play on another speaker: " + err.Error())
		}
	}
	return nil
}

func setSink(ctx context.Context, element js.Value, id string) error {
	promise, err := jsbridge.Call(element, "setSinkId", id)
	if err != nil {
		return err
	}
	_, err = jsbridge.Await(ctx, promise)
	return err
}

// setSpeaker remembers the speaker and returns the elements that are playing now.
func (v *views) setSpeaker(id string) (sounds []js.Value) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.playback.setSpeaker(id)
	for _, p := range v.players {
		if p.audio != nil && !p.local {
			sounds = append(sounds, p.audio.element.Value)
		}
	}
	for _, h := range v.hidden {
		if h.player.audio != nil {
			sounds = append(sounds, h.player.audio.element.Value)
		}
	}
	return sounds
}

func (p *playback) setSpeaker(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.speaker = id
}

// useSpeaker plays a new element on the chosen speaker. If that is gone by now, the browser plays it on another
// one.
func (p *playback) useSpeaker(element js.Value) {
	p.mu.Lock()
	id := p.speaker
	p.mu.Unlock()
	if id == "" {
		return
	}
	go func() { // ends with the browser's answer
		if err := setSink(context.Background(), element, id); err != nil {
			p.warn("play on the chosen speaker: " + err.Error())
		}
	}()
}

// Resume plays what the browser refused to play; settle is told whether everything plays. Where a browser
// requires a gesture, Resume must be called inside one, so it asks the browser before it returns.
func (p *Page) Resume(settle func(plays bool)) { p.views.playback.resume(settle) }

// LocalTracks are the tracks of the open devices, undefined for a closed device.
func (p *Page) LocalTracks() map[string]any {
	open := p.devices.tracks()
	return map[string]any{"audio": open.audio, "video": open.video}
}

var _ api.Media = (*Page)(nil)
