package main

import (
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"
)

// world makes participants and numbers the publishers.
type world struct {
	api        *webrtc.API
	driver     driver
	window     window
	publishers atomic.Uint32
	media      mediaConfig
}

func newWorld(s settings) (*world, error) {
	d, err := newDriver(s)
	if err != nil {
		return nil, err
	}
	api, err := newAPI(s.iface, s.profiles)
	if err != nil {
		return nil, err
	}
	media := mediaConfig{bitrate: s.bitrate, fps: 30, payload: 1100, audio: 80, keyEach: 10 * time.Second}
	return &world{api: api, driver: d, media: media}, nil
}

// place says where a participant belongs.
type place struct {
	room  string
	index int // 0 comes first
	size  int // of the room
}

func (w *world) participant(at place, user string) *participant {
	src := newSource(uint16(w.publishers.Add(1)), user, w.media, &w.window)
	return &participant{
		place: at, user: user, api: w.api, source: src, sink: newSink(src.publisher, &w.window),
		profiles: map[string]bool{},
	}
}

// epoch is when the rig started; all its times count from it.
var epoch = time.Now()

func sinceEpoch() int64 { return int64(time.Since(epoch)) }

// window is the range of send times that is measured.
type window struct{ from, to atomic.Int64 }

func (w *window) has(at int64) bool { return at >= w.from.Load() && at < w.to.Load() }
