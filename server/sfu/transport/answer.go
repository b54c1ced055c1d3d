package transport

import (
	"fmt"
	"slices"
	"strings"
)

// startBitrate is what Chromium's bandwidth estimate starts with, in kbit/s, two thirds of what the picture may
// have. Its own 300 would spread the packets of the first key frame over 12 ms and more, and blur it.
const startBitrate = 600

// applyLines puts a parsed offer to use. Lines that stay keep their pointer, their SSRCs and what was sent
// under them.
func (c *Conn) applyLines(o *offer) {
	pairs := map[Kind]int{} // lines that the server sends on, by kind
	for i, offered := range o.lines {
		var old *Line
		if i < len(c.lines) {
			old = c.lines[i]
		} else {
			c.lines = append(c.lines, nil)
		}
		if old != nil && !old.continuesAs(offered.chosen) {
			old.Send, old.Receive = false, false // for those who still hold it
			old = nil
		}
		if c.lines[i] = old; offered.chosen == nil {
			continue
		}
		if old == nil {
			old = &Line{reservedSSRC: c.freshSSRC(), reservedRTX: c.freshSSRC()}
		}
		old.adopt(offered.chosen)
		if old.Send {
			old.CNAME = fmt.Sprintf("slot%d", pairs[old.Kind])
			pairs[old.Kind]++
		}
		c.lines[i] = old
	}
	c.forgetRemovedLines()
}

// continuesAs says whether an m-line is still the one that l stands for.
func (l *Line) continuesAs(offered *Line) bool {
	return offered != nil && l.Mid == offered.Mid && l.Kind == offered.Kind
}

// adopt makes l what the offer says, except for what the server decides.
func (l *Line) adopt(offered *Line) {
	media, rtx, ssrc, rtxSSRC := l.media, l.rtx, l.reservedSSRC, l.reservedRTX
	*l = *offered
	l.media, l.rtx, l.reservedSSRC, l.reservedRTX = media, rtx, ssrc, rtxSSRC
	if l.Send {
		l.SSRC = ssrc
		if l.RTXPayloadType != 0 {
			l.RTXSSRC = rtxSSRC
		}
	}
}

// freshSSRC returns an SSRC that is not in use on this connection, in either direction, as far as is known.
func (c *Conn) freshSSRC() uint32 {
	for {
		ssrc := uint32(randomUint64())
		if ssrc == 0 || c.inbound[ssrc] != nil || c.usedSSRCs[ssrc] {
			continue
		}
		c.usedSSRCs[ssrc] = true
		return ssrc
	}
}

// writeAnswer writes the answer to o, after applyLines (RFC 9429, 5.3). It is complete: no candidates follow.
func (c *Conn) writeAnswer(o *offer) string {
	c.sessionVersion++
	usable := c.Lines() // not empty, see offer.check
	var mids []string
	for _, l := range usable {
		mids = append(mids, l.Mid)
	}
	w := &sdpWriter{}
	w.line("v=0")
	w.line("o=- %d %d IN IP4 127.0.0.1", c.sessionID, c.sessionVersion)
	w.line("s=-")
	w.line("t=0 0")
	w.line("a=group:BUNDLE %s", strings.Join(mids, " "))
	w.line("a=msid-semantic:WMS *")
	w.line("a=ice-lite")
	for i, offered := range o.lines {
		if c.lines[i] == nil {
			w.rejected(offered)
			continue
		}
		c.writeLine(w, c.lines[i])
		if c.lines[i] == usable[0] {
			c.writeCandidates(w)
		}
	}
	return w.String()
}

// sdpWriter writes lines in the form that SDP requires.
type sdpWriter struct{ strings.Builder }

func (w *sdpWriter) line(format string, args ...any) {
	fmt.Fprintf(&w.Builder, format, args...)
	w.WriteString("\r\n")
}

// rejected has port 0 and stays out of BUNDLE.
func (w *sdpWriter) rejected(l offeredLine) {
	w.line("m=%s 0 %s %s", l.media, l.proto, strings.Join(l.formats, " "))
	w.line("c=IN IP4 0.0.0.0")
	if l.mid != "" {
		w.line("a=mid:%s", l.mid)
	}
	w.line("a=inactive")
}

func (c *Conn) writeLine(w *sdpWriter, l *Line) {
	first := c.mux.announce[0]
	formats := fmt.Sprint(l.PayloadType)
	if l.RTXPayloadType != 0 {
		formats += fmt.Sprintf(" %d", l.RTXPayloadType)
	}
	w.line("m=%s %d UDP/TLS/RTP/SAVPF %s", l.Kind, first.Port(), formats)
	w.line("c=IN %s %s", addressType(first), first.Addr())
	c.writeTransport(w)
	w.line("a=mid:%s", l.Mid)
	w.line("a=%s", direction(l))
	w.line("a=rtcp-mux")
	if l.rtcpRsize {
		w.line("a=rtcp-rsize")
	}
	writeExtensions(w, l)
	writeCodec(w, l)
	writeSimulcast(w, l)
	writeSource(w, l)
}

// writeTransport goes into every m-line, because clients differ in where they look.
func (c *Conn) writeTransport(w *sdpWriter) {
	w.line("a=ice-ufrag:%s", c.ice.current.localUfrag)
	w.line("a=ice-pwd:%s", c.ice.current.localPassword)
	w.line("a=fingerprint:%s", c.mux.fingerprint)
	w.line("a=setup:passive")
}

// writeCandidates goes only into the first m-line of the bundle, where clients read them (RFC 9143, 7.1.3):
// repeated, they would be most of a long answer.
func (c *Conn) writeCandidates(w *sdpWriter) {
	for i, a := range c.mux.announce {
		// RFC 8445, 5.1.2.1: a host candidate's type preference is 126; earlier addresses are preferred.
		priority := uint32(126)<<24 | uint32(65535-i)<<8 | 255
		w.line("a=candidate:%d 1 udp %d %s %d typ host", i+1, priority, a.Addr(), a.Port())
	}
	w.line("a=end-of-candidates")
}

func addressType(a Candidate) string {
	if a.Addr().Is6() {
		return "IP6"
	}
	return "IP4"
}

// direction mirrors the offer's.
func direction(l *Line) string {
	switch {
	case l.Send && l.Receive:
		return "sendrecv"
	case l.Send:
		return "sendonly"
	case l.Receive:
		return "recvonly"
	}
	return "inactive"
}

func writeExtensions(w *sdpWriter, l *Line) {
	for _, uri := range []string{uriMid, uriRID, uriRepairedRID, uriTransportCC, uriAudioLevel} {
		if id := l.extension(uri); id != nil && *id != 0 {
			w.line("a=extmap:%d %s", *id, uri)
		}
	}
}

func writeCodec(w *sdpWriter, l *Line) {
	if l.Kind == Audio {
		w.line("a=rtpmap:%d opus/48000/2", l.PayloadType)
		w.line("a=fmtp:%d minptime=10;useinbandfec=1", l.PayloadType)
	} else {
		w.line("a=rtpmap:%d VP8/90000", l.PayloadType)
		if l.Receive {
			// Chromium's own parameter, which Firefox ignores.
			w.line("a=fmtp:%d x-google-start-bitrate=%d", l.PayloadType, startBitrate)
		}
	}
	for _, f := range l.feedback {
		w.line("a=rtcp-fb:%d %s", l.PayloadType, f)
	}
	if l.RTXPayloadType != 0 {
		w.line("a=rtpmap:%d rtx/%d", l.RTXPayloadType, l.ClockRate)
		w.line("a=fmtp:%d apt=%d", l.RTXPayloadType, l.PayloadType)
	}
}

func writeSimulcast(w *sdpWriter, l *Line) {
	if len(l.RIDs) == 0 {
		return
	}
	layers := slices.Clone(l.RIDs)
	for i, rid := range l.RIDs {
		w.line("a=rid:%s recv", rid)
		if l.paused[i] {
			layers[i] = "~" + rid // without it Chromium would start sending the layer
		}
	}
	w.line("a=simulcast:recv %s", strings.Join(layers, ";"))
}

// writeSource declares the server's SSRCs, so that packets need no mid extension once the client has read this.
func writeSource(w *sdpWriter, l *Line) {
	if !l.Send {
		return
	}
	msid := fmt.Sprintf("%s %s-%s", l.CNAME, l.CNAME, l.Kind)
	w.line("a=msid:%s", msid)
	ssrcs := []uint32{l.SSRC}
	if l.RTXSSRC != 0 {
		ssrcs = append(ssrcs, l.RTXSSRC)
		w.line("a=ssrc-group:FID %d %d", l.SSRC, l.RTXSSRC)
	}
	for _, ssrc := range ssrcs {
		w.line("a=ssrc:%d cname:%s", ssrc, l.CNAME)
		w.line("a=ssrc:%d msid:%s", ssrc, msid)
	}
}
