package api

// Names of the events about devices and sound. The original has only the first.
const (
	EventVoiceVolume     = "onUserVoiceVolume" // VoiceVolumeEvent
	EventDeviceChanged   = "onDeviceChanged"   // DeviceChangedEvent
	EventAutoplayBlocked = "onAutoplayBlocked" // AutoplayBlockedEvent
)

// VoiceVolumeEvent comes about once a second in a call: this user first, then the others.
type VoiceVolumeEvent struct {
	VolumeMap []UserVolume `json:"volumeMap"`
}

// UserVolume is part of VoiceVolumeEvent; the original spells the name with a small d.
type UserVolume struct {
	UserID      string `json:"userId"`
	AudioVolume int    `json:"audioVolume"` // 0 to 100
}

// DeviceChangedEvent tells what devices there are after some came or went. Lists are never nil.
type DeviceChangedEvent struct {
	Cameras     []Device `json:"cameras"`
	Microphones []Device `json:"microphones"`
	Speakers    []Device `json:"speakers"`
}

// AutoplayBlockedEvent tells that the browser refuses sound until the user touches the page. The list
// names those who are not heard, as far as it is known by then.
type AutoplayBlockedEvent struct {
	UserIDList []string `json:"userIDList"`
}
