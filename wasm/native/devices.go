package native

import (
	"context"
	"maps"
	"slices"

	"trtccalling/wasm/api"
)

// Loudness is the level of the recording, which is a tone, and so of every user who is heard.
const Loudness = 50

// allDevices are two of each kind. All cameras play the same recording.
func allDevices() []api.Device {
	return []api.Device{
		{Label: "Recorded microphone", DeviceID: "microphone-1", Kind: api.KindMicrophone},
		{Label: "The same microphone", DeviceID: "microphone-2", Kind: api.KindMicrophone},
		{Label: "Recorded camera", DeviceID: "camera-1", Kind: api.KindCamera},
		{Label: "The same camera", DeviceID: "camera-2", Kind: api.KindCamera},
		{Label: "Nowhere", DeviceID: "speaker-1", Kind: api.KindSpeaker},
	}
}

// Observe keeps the observer that Unplug and Plug tell.
func (m *Media) Observe(o api.Observer) { m.update(func() { m.observer = o }) }

// ListDevices lists what is plugged in.
func (m *Media) ListDevices(context.Context) ([]api.Device, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.settings.Insecure {
		return nil, &api.DeviceError{Device: "camera", Reason: api.DeviceInsecure, Text: "not a secure context"}
	}
	return slices.Clone(m.devices), nil
}

// Choose keeps what is chosen.
func (m *Media) Choose(c api.Choice) { m.update(func() { m.choice = c }) }

// Chosen returns it.
func (m *Media) Chosen() api.Choice {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.choice
}

// Using returns the ids of the open devices, or of those that were open last.
func (m *Media) Using() map[Kind]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.using)
}

// Switch uses another device, if that one is plugged in.
func (m *Media) Switch(_ context.Context, device, id string) (open bool, err error) {
	m.update(func() {
		kind := kindOfDevice(device)
		open = m.isOpen(kind)
		if !open {
			return
		}
		if err = m.fault(kind); err == nil && !m.has(kind, id) {
			err = &api.DeviceError{Device: device, Reason: api.DeviceMissing, Text: "there is no " + id}
		}
		if err == nil {
			m.using[kind] = id
		}
	})
	return open, err
}

// Turn uses the next camera.
func (m *Media) Turn(context.Context) (id string, open bool, err error) {
	m.update(func() {
		for _, d := range m.devices {
			if d.Kind == api.KindCamera && d.DeviceID != m.using[Video] {
				id = d.DeviceID
			}
		}
		if open = m.open.Camera; open && id != "" {
			m.using[Video] = id
		}
	})
	return id, open, nil
}

// Replace opens a device of a kind if there is one.
func (m *Media) Replace(_ context.Context, device string) error {
	var err error
	m.update(func() {
		kind := kindOfDevice(device)
		if err = m.fault(kind); err != nil {
			return
		}
		m.setOpen(kind, true)
		m.use(kind, "")
	})
	return err
}

// SetSpeaker does nothing: nobody is listening.
func (m *Media) SetSpeaker(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(m.devices, func(d api.Device) bool { return d.Kind == api.KindSpeaker && d.DeviceID == id }) {
		return nil
	}
	return &api.DeviceError{Device: "speaker", Reason: api.DeviceMissing, Text: "there is no " + id}
}

// Unplug unplugs all devices of a kind: a device that was open ends on its own.
func (m *Media) Unplug(device Kind) {
	wasOpen := false
	m.update(func() {
		wasOpen = m.isOpen(device)
		m.faults[device] = api.DeviceMissing
		m.setOpen(device, false)
		m.devices = slices.DeleteFunc(m.devices, func(d api.Device) bool { return d.Kind == listKind(device) })
	})
	if wasOpen {
		m.observed(func(o api.Observer) { o.Lost(deviceOfKind(device)) })
	}
	m.tellDevices()
}

// Plug puts them back.
func (m *Media) Plug(device Kind) {
	m.update(func() {
		m.faults[device] = ""
		for _, d := range allDevices() {
			if d.Kind == listKind(device) && !m.has(device, d.DeviceID) {
				m.devices = append(m.devices, d)
			}
		}
	})
	m.tellDevices()
}

func (m *Media) tellDevices() {
	m.mu.Lock()
	all := slices.Clone(m.devices)
	m.mu.Unlock()
	m.observed(func(o api.Observer) { o.DevicesChanged(all) })
}

func (m *Media) observed(tell func(api.Observer)) {
	m.mu.Lock()
	observer := m.observer
	m.mu.Unlock()
	if observer != nil {
		tell(observer)
	}
}

// Those that follow must be called with mu held.

// use notes what is open: the wanted device if it is plugged in, else the first one.
func (m *Media) use(kind Kind, wanted string) {
	if m.has(kind, wanted) {
		m.using[kind] = wanted
		return
	}
	for _, d := range m.devices {
		if d.Kind == listKind(kind) {
			m.using[kind] = d.DeviceID
			return
		}
	}
}

func (m *Media) has(kind Kind, id string) bool {
	return slices.ContainsFunc(m.devices, func(d api.Device) bool { return d.Kind == listKind(kind) && d.DeviceID == id })
}

func (m *Media) isOpen(kind Kind) bool {
	if kind == Audio {
		return m.open.Microphone
	}
	return m.open.Camera
}

func (m *Media) setOpen(kind Kind, open bool) {
	if kind == Audio {
		m.open.Microphone = open
		return
	}
	m.open.Camera = open
}

func kindOfDevice(device string) Kind {
	if device == api.Microphone {
		return Audio
	}
	return Video
}

func deviceOfKind(kind Kind) string {
	if kind == Audio {
		return api.Microphone
	}
	return api.Camera
}

func listKind(kind Kind) string {
	if kind == Audio {
		return api.KindMicrophone
	}
	return api.KindCamera
}
