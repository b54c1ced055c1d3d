package api

// SwitchParams are the parameters of SwitchDevice.
type SwitchParams struct {
	Type string `json:"deviceType"` // "video" or "audio"
	ID   string `json:"deviceId"`

	Passed string `json:"-"` // JSON text of what the page passed, for errors
}

// ReadSwitchParams reads what a page passed, as ReadCallParams does.
func ReadSwitchParams(text []byte, codec Codec) SwitchParams {
	fields := looseObject(text, codec)
	return SwitchParams{Type: fields.text("deviceType"), ID: fields.text("deviceId"), Passed: string(text)}
}

// device is "" for a type that is none.
func (p SwitchParams) Device() string {
	switch p.Type {
	case "video":
		return Camera
	case "audio":
		return Microphone
	}
	return ""
}
