package walk

import (
	"context"

	"trtccalling/wasm/api"
)

// What a page's media does when its user chooses devices.

// Observe is api.DeviceMedia's: devices of the walk are not unplugged, but shared screens end.
func (m *media) Observe(o api.Observer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.screen.observer = o
}

// ListDevices is api.DeviceMedia's.
func (m *media) ListDevices(ctx context.Context) ([]api.Device, error) {
	return []api.Device{
		{DeviceID: "m1", Kind: api.KindMicrophone}, {DeviceID: "c1", Kind: api.KindCamera},
	}, m.wait(ctx, m.random[api.Microphone])
}

// Choose is api.DeviceMedia's.
func (*media) Choose(api.Choice) {}

// Switch is api.DeviceMedia's.
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
	if device == api.Microphone {
		return m.live.Microphone
	}
	return m.live.Camera
}

// Turn is api.DeviceMedia's: there is no camera that faces the other way.
func (m *media) Turn(ctx context.Context) (id string, open bool, err error) {
	return "", m.has(api.Camera), m.wait(ctx, m.random[api.Camera])
}

// Replace is api.DeviceMedia's.
func (m *media) Replace(ctx context.Context, device string) error {
	if err := m.wait(ctx, m.random[device]); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusal(device)
}

// SetSpeaker is api.DeviceMedia's.
func (m *media) SetSpeaker(ctx context.Context, _ string) error {
	return m.wait(ctx, m.random[api.Microphone])
}

// Levels says that nobody speaks.
func (*connection) Levels(context.Context) api.Levels { return api.Levels{} }

// ShowPicture does nothing: nobody is watching.
func (*connection) ShowPicture(string, bool) {}
