package walk

import (
	"context"

	"trtccalling/wasm/calling"
)

// What a page's media does when its user chooses devices.

// Observe is calling.DeviceMedia's: devices of the walk are not pulled out, but shared screens end.
func (m *media) Observe(o calling.Observer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.screen.observer = o
}

// ListDevices is calling.DeviceMedia's.
func (m *media) ListDevices(ctx context.Context) ([]calling.Device, error) {
	return []calling.Device{
		{DeviceID: "m1", Kind: calling.KindMicrophone}, {DeviceID: "c1", Kind: calling.KindCamera},
	}, m.wait(ctx, m.random[calling.Microphone])
}

// Choose is calling.DeviceMedia's.
func (*media) Choose(calling.Choice) {}

// Switch is calling.DeviceMedia's.
func (m *media) Switch(ctx context.Context, device, _ string) (open bool, err error) {
	if err := m.wait(ctx, m.random[device]); err != nil {
		return m.has(device), err
	}
	m.mu.Lock()
	if m.fails(m.random[device], 10) {
		err = m.refusal(device)
	}
	m.mu.Unlock()
	return m.has(device), err
}

func (m *media) has(device string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if device == calling.Microphone {
		return m.live.Microphone
	}
	return m.live.Camera
}

// Turn is calling.DeviceMedia's: there is no camera that looks the other way.
func (m *media) Turn(ctx context.Context) (id string, open bool, err error) {
	return "", m.has(calling.Camera), m.wait(ctx, m.random[calling.Camera])
}

// Replace is calling.DeviceMedia's.
func (m *media) Replace(ctx context.Context, device string) error {
	if err := m.wait(ctx, m.random[device]); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusal(device)
}

// SetSpeaker is calling.DeviceMedia's.
func (m *media) SetSpeaker(ctx context.Context, _ string) error {
	return m.wait(ctx, m.random[calling.Microphone])
}

// Levels says that nobody speaks.
func (*connection) Levels(context.Context) calling.Levels { return calling.Levels{} }

// ShowPicture does nothing: nobody looks.
func (*connection) ShowPicture(string, bool) {}
