package calling

import (
	"math"
	"strconv"

	"trtccalling/server/protocol"
)

// LoginParams are the parameters of Login.
type LoginParams struct {
	UserID  string `json:"userID"`
	UserSig string `json:"userSig"`
}

// CallParams are the parameters of Call.
type CallParams struct {
	UserID  string            `json:"userID"`
	Type    protocol.CallType `json:"type"`
	Timeout float64           `json:"timeout,omitempty"` // seconds to ring, 1 to 3600; 0 means 30

	Passed string `json:"-"` // JSON text of what the page passed, for errors; "" stands for the fields
}

// ViewParams are the parameters of the four view methods. Element is an element's id, or the element
// itself in whatever form Media.StartView takes it; the stop methods have none.
type ViewParams struct {
	UserID  string `json:"userID"`
	Element any    `json:"videoViewDomID,omitempty"`
}

// ReadLoginParams reads what a page passed, JSON text of any kind, as ReadCallParams does.
func ReadLoginParams(text []byte, codec Codec) LoginParams {
	fields := looseObject(text, codec)
	return LoginParams{UserID: fields.text("userID"), UserSig: fields.text("userSig")}
}

// ReadCallParams reads what a page passed, JSON text of any kind: a field of a wrong type is as if it
// were absent, and fields that are not listed in CallParams are ignored.
func ReadCallParams(text []byte, codec Codec) CallParams {
	fields := looseObject(text, codec)
	return CallParams{
		UserID:  fields.text("userID"),
		Type:    fields.callType("type"),
		Timeout: ringTime(fields.number("timeout")),
		Passed:  string(text),
	}
}

// ReadViewParams reads what a page passed, as ReadCallParams does; an Element that is no id has to be set
// by the caller.
func ReadViewParams(text []byte, codec Codec) ViewParams {
	fields := looseObject(text, codec)
	p := ViewParams{UserID: fields.text("userID")}
	if id := fields.text("videoViewDomID"); id != "" {
		p.Element = id
	}
	return p
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

type fields map[string]any

// looseObject is empty for anything but an object.
func looseObject(text []byte, codec Codec) fields {
	var f fields
	if codec.Unmarshal(text, &f) != nil {
		return nil
	}
	return f
}

func (f fields) text(name string) string {
	s, _ := f[name].(string)
	return s
}

func (f fields) callType(name string) protocol.CallType {
	if n := f.number(name); n == math.Trunc(n) && math.Abs(n) < 100 {
		return protocol.CallType(n)
	}
	return 0
}

// number takes numbers and, as pages read them from forms, numeric strings.
func (f fields) number(name string) float64 {
	if n, ok := f[name].(float64); ok {
		return n
	}
	n, err := strconv.ParseFloat(f.text(name), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}
