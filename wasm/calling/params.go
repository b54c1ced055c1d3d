package calling

import (
	"bytes"
	"encoding/json"
	"strconv"

	"trtccalling/server/protocol"
)

// LoginParams are the parameters of Login.
type LoginParams struct {
	UserID  string `json:"userID"`
	UserSig string `json:"userSig"`
}

// CallParams are the parameters of Call. What a page passes may have any type: a field of a wrong one is
// as if it were absent, and fields that are not listed here are ignored.
type CallParams struct {
	UserID  string            `json:"userID"`
	Type    protocol.CallType `json:"type"`
	Timeout float64           `json:"timeout,omitempty"` // seconds to ring, 1 to 3600; 0 means 30

	raw json.RawMessage // what the page passed, for the text of an error
}

// ViewParams are the parameters of the four view methods. Element is an element's id, or the element
// itself in whatever form Media.StartView takes it; the stop methods have none.
type ViewParams struct {
	UserID  string `json:"userID"`
	Element any    `json:"videoViewDomID,omitempty"`
}

// UnmarshalJSON takes whatever a page passed; it never fails on JSON.
func (p *LoginParams) UnmarshalJSON(data []byte) error {
	fields := looseObject(data)
	*p = LoginParams{UserID: fields.text("userID"), UserSig: fields.text("userSig")}
	return nil
}

// UnmarshalJSON takes whatever a page passed; it never fails on JSON.
func (p *CallParams) UnmarshalJSON(data []byte) error {
	fields := looseObject(data)
	*p = CallParams{
		UserID:  fields.text("userID"),
		Type:    protocol.CallType(fields.number("type")),
		Timeout: ringTime(fields.number("timeout")),
		raw:     bytes.Clone(data),
	}
	return nil
}

// MarshalJSON gives back what the page passed, or else the fields.
func (p CallParams) MarshalJSON() ([]byte, error) {
	if p.raw != nil {
		return p.raw, nil
	}
	type plain CallParams
	return json.Marshal(plain(p))
}

// UnmarshalJSON takes whatever a page passed; it never fails on JSON. An Element that is no JSON has to
// be set by the caller.
func (p *ViewParams) UnmarshalJSON(data []byte) error {
	fields := looseObject(data)
	*p = ViewParams{UserID: fields.text("userID")}
	if id := fields.text("videoViewDomID"); id != "" {
		p.Element = id
	}
	return nil
}

func (p CallParams) valid() bool {
	return p.UserID != "" && (p.Type == protocol.AudioCall || p.Type == protocol.VideoCall)
}

// ringTime brings what an application asks for into the range that the server takes; 0 is its default.
func ringTime(seconds float64) float64 {
	if !(seconds > 0) { // also not a number
		return 0
	}
	return min(max(seconds, 1), 3600)
}

type fields map[string]json.RawMessage

// looseObject is empty for anything but an object.
func looseObject(data []byte) fields {
	var f fields
	if json.Unmarshal(data, &f) != nil {
		return nil
	}
	return f
}

func (f fields) text(name string) string {
	var s string
	if json.Unmarshal(f[name], &s) != nil {
		return ""
	}
	return s
}

// number takes numbers and, as pages read them from forms, numeric strings.
func (f fields) number(name string) float64 {
	var n float64
	if json.Unmarshal(f[name], &n) == nil {
		return n
	}
	n, err := strconv.ParseFloat(f.text(name), 64)
	if err != nil {
		return 0
	}
	return n
}
