package api

import "math"

// Quality is the most that a camera captures and what its encoder aims at.
type Quality struct {
	Width     int `json:"width"`
	Height    int `json:"height"`
	FrameRate int `json:"frameRate"`
	Bitrate   int `json:"bitrate"` // kbit/s
}

// DefaultQuality is the profile 480p.
var DefaultQuality = Quality{640, 480, 15, 900}

// OrDefault returns the quality that a zero Quality stands for.
func (q Quality) OrDefault() Quality {
	if q == (Quality{}) {
		return DefaultQuality
	}
	return q
}

func profile(name string) (q Quality, known bool) {
	switch name {
	case "240p":
		return Quality{320, 240, 15, 400}, true
	case "360p":
		return Quality{640, 360, 15, 800}, true
	case "480p":
		return DefaultQuality, true
	case "720p":
		return Quality{1280, 720, 15, 1500}, true
	case "1080p":
		return Quality{1920, 1080, 15, 2000}, true
	}
	return Quality{}, false
}

// QualityParams are the parameter of SetVideoQuality.
type QualityParams struct {
	Quality Quality // zero: what was passed is not a quality
	Passed  any     // what the page passed, which is also the result
}

// ReadQualityParams reads what a page passed, JSON text of any kind: the name of a profile, or an object
// whose fields are laid over 640x480, 15 frames a second and 500 kbit/s.
func ReadQualityParams(text []byte, codec Codec) QualityParams {
	var passed any
	if codec.Unmarshal(text, &passed) != nil {
		return QualityParams{}
	}
	p := QualityParams{Passed: passed}
	switch given := passed.(type) {
	case string:
		p.Quality, _ = profile(given)
	case map[string]any:
		p.Quality = mergedQuality(given)
	}
	return p
}

// mergedQuality is zero when a field is not a sensible number.
func mergedQuality(given map[string]any) Quality {
	q := Quality{640, 480, 15, 500}
	for name, field := range map[string]*int{
		"width": &q.Width, "height": &q.Height, "frameRate": &q.FrameRate, "bitrate": &q.Bitrate,
	} {
		value, present := given[name]
		if !present || value == nil {
			continue
		}
		n, ok := value.(float64)
		if !ok || !(n >= 1 && n <= math.MaxInt32) {
			return Quality{}
		}
		*field = int(n)
	}
	return q
}
