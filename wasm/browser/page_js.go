package browser

import (
	"context"

	"honnef.co/go/js/dom/v2"

	"trtccalling/wasm/api"
)

// Page is the part of a web page that belongs to one signed-in user: its devices, connections and views.
type Page struct {
	devices *devices
	screen  screen
	views   *views
	collect collector
	support api.Support
	warn    func(text string)
}

var _ api.Media = (*Page)(nil)

// New makes a Page for the document of this window. warn is told, at any time, of what is not an error of the
// program but may surprise the page's author; it must not block.
func New(warn func(text string)) *Page {
	p := &Page{
		devices: &devices{}, views: newViews(dom.GetWindow().Document().Underlying(), warn),
		collect: newCollector(), support: findSupport(), warn: warn,
	}
	p.views.playback.blocked = func(users []string) {
		p.devices.tell(func(o api.Observer) { o.Blocked(users) })
	}
	p.devices.changed = func() { p.views.setLocal(p.devices.tracks()) }
	return p
}

// Support says what the browser can do and whether the page may use devices.
func (p *Page) Support() api.Support { return p.support }

// ProbeMicrophone asks for the microphone and gives it back at once.
func (p *Page) ProbeMicrophone(ctx context.Context) error {
	stream, err := p.devices.capture(ctx, api.Devices{Microphone: true})
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		return deviceError(microphone, err)
	}
	stopAll(stream)
	return nil
}

// Open opens the devices that are wanted and not open yet.
func (p *Page) Open(ctx context.Context, want api.Devices) (api.Opened, error) {
	return p.devices.open(ctx, want)
}

// Close ends the capture of the given devices.
func (p *Page) Close(which api.Devices) { p.devices.close(which) }

// Mute stops speech without giving the microphone back.
func (p *Page) Mute(mute bool) { p.devices.mute(mute) }

// StartView shows a user in an element: an id (a string) or a js.Value that is an HTMLDivElement.
func (p *Page) StartView(v api.View, element any) { p.views.start(viewOf(v), element) }

// StopView removes what StartView made.
func (p *Page) StopView(v api.View) {
	p.views.stop(viewOf(v))
	p.collect.soon()
}

// EndViews removes all views, and the sound of audio calls.
func (p *Page) EndViews() {
	p.views.end()
	p.collect.soon()
}
