package transport

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// Header extensions that the server understands (RFC 8285).
const (
	uriMid         = "urn:ietf:params:rtp-hdrext:sdes:mid"
	uriRID         = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
	uriRepairedRID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
	uriAudioLevel  = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
	uriTransportCC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
)

// parseLine reads one m-line. One that the server cannot use is not an error but rejected in the answer, so
// that a client that offers more still gets its call.
func parseLine(index int, m *sdp.MediaDescription, bundle []string) (offeredLine, error) {
	l := offeredLine{
		media: m.MediaName.Media, proto: strings.Join(m.MediaName.Protos, "/"), formats: m.MediaName.Formats,
	}
	l.mid, _ = m.Attribute(sdp.AttrKeyMID)
	if len(l.formats) > maxFormats {
		return l, badOffer("m-line %d has %d formats, more than %d", index, len(l.formats), maxFormats)
	}
	if !isToken(l.mid) && l.mid != "" {
		return l, badOffer("m-line %d has an illegal mid", index)
	}
	if !acceptable(l, m) || !slices.Contains(bundle, l.mid) {
		return l, nil
	}
	chosen := &Line{Index: index, Mid: l.mid, Kind: Kind(l.media)}
	if !chooseCodec(chosen, m, l.formats) {
		return l, nil
	}
	setDirection(chosen, m)
	setExtensions(chosen, m)
	setFeedback(chosen, m)
	if err := setRIDs(chosen, m); err != nil {
		return l, err
	}
	declareSSRCs(chosen, m)
	_, chosen.rtcpRsize = m.Attribute("rtcp-rsize")
	l.chosen = chosen
	return l, nil
}

// acceptable checks what does not depend on codecs. Port 0 rejects an m-line unless it waits for
// BUNDLE (RFC 9143, 7.2).
func acceptable(l offeredLine, m *sdp.MediaDescription) bool {
	_, muxed := m.Attribute(sdp.AttrKeyRTCPMux)
	_, waits := m.Attribute("bundle-only")
	isMedia := l.media == string(Audio) || l.media == string(Video)
	return isMedia && muxed && l.mid != "" && l.proto == "UDP/TLS/RTP/SAVPF" && (m.MediaName.Port.Value != 0 || waits)
}

// isToken says whether a text is what mids and RIDs may consist of, and short enough for a one-byte header
// extension.
func isToken(s string) bool {
	if s == "" || len(s) > 16 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		isLetter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		return !isLetter && (r < '0' || r > '9') && !strings.ContainsRune("!#$%&'*+-.^_`{|}~", r)
	})
}

// chooseCodec picks the first Opus or VP8, and the RTX that belongs to it.
func chooseCodec(l *Line, m *sdp.MediaDescription, formats []string) bool {
	wanted, rtx := "opus/48000/2", ""
	l.ClockRate = 48000
	if l.Kind == Video {
		wanted, rtx, l.ClockRate = "vp8/90000", "rtx/90000", 90000
	}
	names := map[string]string{} // payload type to codec
	for _, value := range attributes(m, "rtpmap") {
		format, name, _ := strings.Cut(value, " ")
		names[format] = strings.ToLower(name)
	}
	i := slices.IndexFunc(formats, func(f string) bool {
		_, legal := parsePayloadType(f)
		return legal && names[f] == wanted
	})
	if i < 0 {
		return false
	}
	l.PayloadType, _ = parsePayloadType(formats[i])
	for _, value := range attributes(m, "fmtp") {
		format, parameters, _ := strings.Cut(value, " ")
		pt, legal := parsePayloadType(format)
		if rtx != "" && legal && names[format] == rtx && isApt(parameters, formats[i]) && slices.Contains(formats, format) {
			l.RTXPayloadType = pt
			break
		}
	}
	return true
}

func isApt(parameters, format string) bool {
	for p := range strings.SplitSeq(parameters, ";") {
		if strings.TrimSpace(p) == "apt="+format {
			return true
		}
	}
	return false
}

func setDirection(l *Line, m *sdp.MediaDescription) {
	l.Receive, l.Send = true, true
	for _, a := range m.Attributes {
		switch a.Key {
		case "sendonly":
			l.Send = false
		case "recvonly":
			l.Receive = false
		case "inactive":
			l.Receive, l.Send = false, false
		}
	}
}

func setExtensions(l *Line, m *sdp.MediaDescription) {
	for _, value := range attributes(m, "extmap") {
		id, uri, _ := strings.Cut(value, " ")
		id, _, _ = strings.Cut(id, "/") // a direction may follow
		uri, _, _ = strings.Cut(uri, " ")
		n, err := strconv.ParseUint(id, 10, 8)
		if err != nil || n < 1 || n > 14 {
			continue // not for one-byte headers, and others are not answered
		}
		if field := l.extension(uri); field != nil {
			*field = uint8(n)
		}
	}
	// Feedback on what the server sends would be about numbers that it does not send.
	if !l.Receive {
		l.TransportCCID = 0
	}
}

// extension is where l keeps the id of an extension, nil for unknown ones.
func (l *Line) extension(uri string) *uint8 {
	switch uri {
	case uriMid:
		return &l.midID
	case uriRID:
		return &l.ridID
	case uriRepairedRID:
		return &l.repairedRIDID
	case uriTransportCC:
		return &l.TransportCCID
	case uriAudioLevel:
		if l.Kind == Audio {
			return &l.AudioLevelID
		}
	}
	return nil
}

func setFeedback(l *Line, m *sdp.MediaDescription) {
	offered := map[string]bool{}
	own := strconv.Itoa(int(l.PayloadType)) + " "
	for _, value := range attributes(m, "rtcp-fb") {
		if rest, ok := strings.CutPrefix(value, own); ok {
			offered[rest] = true
		} else if rest, ok := strings.CutPrefix(value, "* "); ok {
			offered[rest] = true
		}
	}
	known := []string{"nack", "nack pli", "ccm fir", "transport-cc"}
	if l.Kind == Audio {
		known = []string{"nack", "transport-cc"}
	}
	for _, f := range known {
		if offered[f] && (f != "transport-cc" || l.TransportCCID != 0) {
			l.feedback = append(l.feedback, f)
		}
	}
	l.NACK = slices.Contains(l.feedback, "nack")
	l.PLI = slices.Contains(l.feedback, "nack pli")
	l.TransportCC = slices.Contains(l.feedback, "transport-cc")
}

// setRIDs takes the layers from a=simulcast (RFC 8853). Without both header extensions packets could not be
// told apart, so there are none then.
func setRIDs(l *Line, m *sdp.MediaDescription) error {
	simulcast := attributes(m, "simulcast")
	if len(simulcast) == 0 || !l.Receive || l.midID == 0 || l.ridID == 0 {
		return nil
	}
	fields := strings.Fields(simulcast[0])
	at := slices.Index(fields, "send")
	if at < 0 || at+1 == len(fields) {
		return nil
	}
	for _, layer := range strings.Split(fields[at+1], ";") {
		rid, _, _ := strings.Cut(layer, ",") // the first of alternatives
		rid, isPaused := strings.CutPrefix(rid, "~")
		if !isToken(rid) || slices.Contains(l.RIDs, rid) || len(l.RIDs) == maxRIDs {
			return badOffer("a=simulcast of mid %s is not up to %d different RIDs", l.Mid, maxRIDs)
		}
		l.RIDs = append(l.RIDs, rid)
		l.paused = append(l.paused, isPaused)
	}
	return nil
}

// declareSSRCs notes the SSRCs that the offer names. Browsers that use RIDs need not name any.
func declareSSRCs(l *Line, m *sdp.MediaDescription) {
	for _, value := range attributes(m, "ssrc") {
		id, _, _ := strings.Cut(value, " ")
		n, err := strconv.ParseUint(id, 10, 32)
		if err == nil && !slices.Contains(l.declared, uint32(n)) && len(l.declared) < maxDeclared {
			l.declared = append(l.declared, uint32(n))
		}
	}
	for _, value := range attributes(m, "ssrc-group") {
		group := strings.Fields(value)
		if len(group) != 3 || group[0] != "FID" || len(l.repairs) == maxDeclared {
			continue
		}
		media, err := strconv.ParseUint(group[1], 10, 32)
		repair, err2 := strconv.ParseUint(group[2], 10, 32)
		if err == nil && err2 == nil {
			l.repairs = append(l.repairs, repairPair{media: uint32(media), rtx: uint32(repair)})
		}
	}
}

func attributes(m *sdp.MediaDescription, key string) []string {
	var all []string
	for _, a := range m.Attributes {
		if a.Key == key {
			all = append(all, a.Value)
		}
	}
	return all
}
