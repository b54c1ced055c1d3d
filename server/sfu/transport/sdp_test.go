package transport

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"trtccalling/server/protocol"
)

// description writes offers for tests: what a test does not set is what a browser would say.
type description struct {
	ufrag, password, fingerprint, setup string
	session                             []string // more lines of the session part
	media                               []string // m-lines, see audioLine and videoLine
	group                               string
}

func newDescription(media ...string) description {
	sum := strings.TrimSuffix(strings.Repeat("AB:", 32), ":")
	return description{
		ufrag: "abcd", password: "abcdefghijklmnopqrstuv", fingerprint: "sha-256 " + sum, setup: "actpass", media: media,
	}
}

func (d description) String() string {
	var mids, body []string
	for _, m := range d.media {
		_, rest, _ := strings.Cut(m, "a=mid:")
		mid, _, _ := strings.Cut(rest, "\n")
		if mid != "" {
			mids = append(mids, mid)
		}
		body = append(body, strings.Split(strings.TrimSpace(m), "\n")...)
	}
	if d.group == "" {
		d.group = "a=group:BUNDLE " + strings.Join(mids, " ")
	}
	head := []string{"v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", d.group, "a=ice-ufrag:" + d.ufrag,
		"a=ice-pwd:" + d.password, "a=fingerprint:" + d.fingerprint, "a=setup:" + d.setup}
	return strings.Join(append(append(head, d.session...), body...), "\r\n") + "\r\n"
}

func audioLine(mid, direction string) string {
	return fmt.Sprintf(`m=audio 9 UDP/TLS/RTP/SAVPF 111 63
c=IN IP4 0.0.0.0
a=mid:%s
a=%s
a=rtcp-mux
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=rtpmap:63 red/48000/2
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc`, mid, direction)
}

func videoLine(mid, direction string) string {
	return fmt.Sprintf(`m=video 9 UDP/TLS/RTP/SAVPF 98 96 97
c=IN IP4 0.0.0.0
a=mid:%s
a=%s
a=rtcp-mux
a=rtcp-rsize
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
a=rtpmap:98 H264/90000
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96`, mid, direction)
}

const applicationLine = `m=application 9 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=mid:data
a=sctp-port:5000`

func TestBadOffers(t *testing.T) {
	good := newDescription(audioLine("0", "sendrecv"), videoLine("1", "sendrecv"))
	with := func(change func(*description)) string {
		d := good
		change(&d)
		return d.String()
	}
	fingerprint := func(text string) string { return with(func(d *description) { d.fingerprint = text }) }
	ufrag := func(text string) string { return with(func(d *description) { d.ufrag = text }) }
	password := func(text string) string { return with(func(d *description) { d.password = text }) }
	media := func(lines ...string) string { return with(func(d *description) { d.media = lines }) }
	sum := strings.TrimPrefix(good.fingerprint, "sha-256 ")
	for _, test := range []struct{ name, offer, says string }{
		{"empty", "", "0 m-lines"},
		{"not SDP", "hello", "SDP"},
		{"JSON", `{"type":"offer","sdp":"v=0"}`, "SDP"},
		{"binary", "\x00\xff\x16\xfe", "SDP"},
		{"cut off in a line", good.String()[:40], ""},
		{"more than 256 KiB", good.String() + strings.Repeat("a=x:yyyyyyyyyyy\r\n", 17000), "bytes"},
		{"no media", media(), "0 m-lines"},
		{"only application", media(applicationLine), "no m-line"},
		{"300 m-lines", media(many(300)...), "300 m-lines"},
		{"129 m-lines", media(many(129)...), "129 m-lines"},
		{"no codec that we know", media(strings.ReplaceAll(audioLine("0", "sendrecv"), "opus", "g722")), "no m-line"},
		{"no BUNDLE", with(func(d *description) { d.group = "a=group:LS 0 1" }), "BUNDLE"},
		{"two BUNDLE groups", with(func(d *description) { d.session = []string{"a=group:BUNDLE 1"} }), "BUNDLE"},
		{"BUNDLE of others", with(func(d *description) { d.group = "a=group:BUNDLE 7" }), "BUNDLE"},
		{"mid used twice", media(audioLine("0", "sendrecv"), videoLine("0", "sendrecv")), "mid"},
		{"mid with a slash", media(audioLine("a/b", "sendrecv")), "mid"},
		{"no fingerprint", strings.ReplaceAll(good.String(), "a=fingerprint:"+good.fingerprint+"\r\n", ""), "fingerprint"},
		{"fingerprint empty", fingerprint(""), "fingerprint"},
		{"fingerprint without bytes", fingerprint("sha-256"), "fingerprint"},
		{"fingerprint too short", fingerprint("sha-256 AB:CD"), "fingerprint"},
		{"fingerprint too long", fingerprint("sha-256 " + sum + ":AB"), "fingerprint"},
		{"fingerprint not hexadecimal", fingerprint("sha-256 " + strings.Replace(sum, "AB", "XY", 1)), "fingerprint"},
		{"fingerprint without colons", fingerprint("sha-256 " + strings.ReplaceAll(sum, ":", "")), "fingerprint"},
		{"fingerprint of a weak hash", fingerprint("sha-1 " + sum[:59]), "fingerprint"},
		{"second fingerprint broken", with(func(d *description) { d.session = []string{"a=fingerprint:sha-256 00"} }), "fingerprint"},
		{"ufrag too short", ufrag("abc"), "ice-ufrag"},
		{"ufrag too long", ufrag(strings.Repeat("a", 257)), "ice-ufrag"},
		{"ufrag with a colon", ufrag("ab:cd"), "ice-ufrag"},
		{"ufrag with a space", ufrag("ab cd"), "ice-ufrag"},
		{"ufrag missing", strings.ReplaceAll(good.String(), "a=ice-ufrag:abcd\r\n", ""), "ice-ufrag"},
		{"two ufrags", with(func(d *description) { d.session = []string{"a=ice-ufrag:efgh"} }), "ice-ufrag"},
		{"password too short", password("abcdefghijklmnopqrstu"), "ice-pwd"},
		{"password not ASCII", password("äbcdefghijklmnopqrstuv"), "ice-pwd"},
		{"password missing", strings.ReplaceAll(good.String(), "a=ice-pwd:"+good.password+"\r\n", ""), "ice-pwd"},
		{"ice-lite", with(func(d *description) { d.session = []string{"a=ice-lite"} }), "ice-lite"},
		{"setup passive", with(func(d *description) { d.setup = "passive" }), "setup"},
		{"simulcast with a RID twice", media(simulcastLine("f;h;f")), "simulcast"},
		{"simulcast with nine RIDs", media(simulcastLine("a;b;c;d;e;f;g;h;i")), "simulcast"},
		{"simulcast with a long RID", media(simulcastLine(strings.Repeat("r", 17))), "simulcast"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMux(t)
			c, answer, err := m.Answer(test.offer, newEvents())
			var bad *protocol.Error
			if !errors.As(err, &bad) || bad.Code != protocol.CodeBadDescription {
				t.Fatalf("got error %v, want code %d", err, protocol.CodeBadDescription)
			}
			if !strings.Contains(bad.Message, test.says) {
				t.Errorf("got message %q, want one with %q", bad.Message, test.says)
			}
			if c != nil || answer != "" {
				t.Errorf("got connection %v and answer %q beside the error", c, answer)
			}
			m.Do(func() {
				if len(m.conns) != 0 || len(m.byUfrag) != 0 {
					t.Error("a refused offer left state behind")
				}
			})
		})
	}
}

func many(n int) []string {
	var lines []string
	for i := range n {
		lines = append(lines, audioLine(fmt.Sprint(i), "recvonly"))
	}
	return lines
}

func simulcastLine(layers string) string {
	return videoLine("1", "sendrecv") + "\na=simulcast:send " + layers
}
