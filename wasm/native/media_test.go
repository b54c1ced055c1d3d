package native

import (
	"context"
	"testing"
	"time"

	"github.com/pion/rtp/codecs"
	"go.uber.org/goleak"

	"trtccalling/server/protocol"
	"trtccalling/wasm/api"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newMedia(t *testing.T) *Media {
	t.Helper()
	m, err := New(Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var both = api.Devices{Microphone: true, Camera: true}

func TestRecordings(t *testing.T) {
	video, err := readFrames(camera)
	if err != nil || len(video) != 60 {
		t.Fatalf("%d frames of video: %v", len(video), err)
	}
	payloader := codecs.VP8Payloader{EnablePictureID: true}
	for i, frame := range video {
		packets := payloader.Payload(1200, frame)
		if got, want := isKeyFrame(packets[0]), i == 0; got != want {
			t.Errorf("frame %d is a key frame: %v", i, got)
		}
		for _, later := range packets[1:] {
			if isKeyFrame(later) {
				t.Errorf("a later packet of frame %d counts as a key frame", i)
			}
		}
	}
	audio, err := readFrames(microphone)
	if err != nil || len(audio) < 50 {
		t.Errorf("%d frames of audio: %v", len(audio), err)
	}
}

func TestDevices(t *testing.T) {
	ctx := context.Background()
	t.Run("a microphone that is missing", func(t *testing.T) {
		m := newMedia(t)
		m.Break(Audio, api.DeviceMissing)
		for name, err := range map[string]error{"probe": m.ProbeMicrophone(ctx), "open": openError(m, both)} {
			if device, ok := err.(*api.DeviceError); !ok || device.Reason != api.DeviceMissing {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if m.Live() != (api.Devices{}) {
			t.Errorf("open: %+v", m.Live())
		}
	})
	t.Run("a camera that is refused", func(t *testing.T) {
		m := newMedia(t)
		m.Break(Video, api.DeviceRefused)
		opened, err := m.Open(ctx, both)
		if err != nil || opened.CameraError == nil || m.Live() != (api.Devices{Microphone: true}) {
			t.Errorf("got %+v %v, open: %+v", opened, err, m.Live())
		}
	})
	t.Run("a call that is over", func(t *testing.T) {
		m := newMedia(t)
		ended, end := context.WithCancel(ctx)
		end()
		if _, err := m.Open(ended, both); err == nil || m.Live() != (api.Devices{}) {
			t.Errorf("got %v, open: %+v", err, m.Live())
		}
	})
	t.Run("closed", func(t *testing.T) {
		m := newMedia(t)
		if err := openError(m, both); err != nil {
			t.Fatal(err)
		}
		m.Close(api.Devices{Camera: true})
		if m.Live() != (api.Devices{Microphone: true}) {
			t.Errorf("open: %+v", m.Live())
		}
	})
}

func openError(m *Media, want api.Devices) error {
	_, err := m.Open(context.Background(), want)
	return err
}

func TestSendingFollowsDevices(t *testing.T) {
	m := newMedia(t)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := m.Connect(ctx, protocol.VideoCall, func(api.ConnectionState) {})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Offer(ctx); err != nil {
		t.Fatal(err)
	}
	if err := openError(m, both); err != nil {
		t.Fatal(err)
	}
	if err := conn.Send(ctx, api.Devices{Microphone: true}); err != nil {
		t.Fatal(err)
	}
	if err := m.Await(ctx, func() bool { return m.Sent().Audio >= 5 }); err != nil {
		t.Fatalf("sent %+v", m.Sent())
	}
	if sent := m.Sent(); sent.Video != 0 {
		t.Errorf("sent %+v, want no video", sent)
	}
	if err := conn.Send(ctx, both); err != nil {
		t.Fatal(err)
	}
	if err := m.Await(ctx, func() bool { return m.Sent().Video >= 2 }); err != nil {
		t.Fatalf("sent %+v", m.Sent())
	}
	m.Mute(true)
	m.Close(api.Devices{Camera: true})
	before := m.Sent()
	watched, stop := context.WithTimeout(ctx, 200*time.Millisecond)
	defer stop()
	// A frame may have been on its way when the devices closed.
	if m.Await(watched, func() bool { return m.Sent().Audio > before.Audio+1 || m.Sent().Video > before.Video+1 }) == nil {
		t.Errorf("sent %+v after %+v, muted and closed", m.Sent(), before)
	}
}
