package transport

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pion/sdp/v3"
)

// answerTo returns the lines and the parsed answer that a Mux makes for text.
func answerTo(t *testing.T, text string) ([]*Line, *sdp.SessionDescription) {
	t.Helper()
	m := newMux(t)
	c, answer, err := m.Answer(text, newEvents())
	if err != nil {
		t.Fatalf("answer: %v", err)
	}
	var parsed sdp.SessionDescription
	if err := parsed.UnmarshalString(answer); err != nil {
		t.Fatalf("the answer is not SDP: %v\n%s", err, answer)
	}
	var lines []*Line
	m.Do(func() { lines = c.Lines() })
	return lines, &parsed
}

func readOffer(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".sdp"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestBrowserOffers answers real offers by Chromium and Firefox: one sendrecv pair with simulcast and two
// recvonly pairs.
func TestBrowserOffers(t *testing.T) {
	for _, test := range []struct {
		name         string
		audio, video Line // of the first pair
	}{
		{"chromium-first",
			Line{PayloadType: 111, AudioLevelID: 1, TransportCCID: 3},
			Line{PayloadType: 96, RTXPayloadType: 97, TransportCCID: 3, NACK: true, PLI: true}},
		{"firefox-first",
			Line{PayloadType: 109, AudioLevelID: 1, TransportCCID: 7},
			Line{PayloadType: 120, RTXPayloadType: 124, TransportCCID: 7, NACK: true, PLI: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines, answer := answerTo(t, readOffer(t, test.name))
			if len(lines) != 6 {
				t.Fatalf("got %d lines, want 6", len(lines))
			}
			checkNegotiated(t, lines[0], test.audio)
			checkNegotiated(t, lines[1], test.video)
			if got, want := lines[1].RIDs, []string{"f", "h", "q"}; !slices.Equal(got, want) {
				t.Errorf("got layers %v, want %v", got, want)
			}
			for i, l := range lines {
				if isFirst := i < 2; l.Receive != isFirst || !l.Send || l.TransportCC != isFirst {
					t.Errorf("line %d: got receive %t send %t transport-cc %t", i, l.Receive, l.Send, l.TransportCC)
				}
			}
			if got, want := lines[3].CNAME, "slot1"; got != want || lines[2].CNAME != want {
				t.Errorf("got slots %s and %s, want %s for both", lines[2].CNAME, got, want)
			}
			checkSSRCs(t, lines)
			if got, _ := answer.Attribute("group"); got != "BUNDLE 0 1 2 3 4 5" {
				t.Errorf("got group %q", got)
			}
		})
	}
}

func checkNegotiated(t *testing.T, got *Line, want Line) {
	t.Helper()
	if got.PayloadType != want.PayloadType || got.RTXPayloadType != want.RTXPayloadType {
		t.Errorf("got payload types %d and %d, want %d and %d",
			got.PayloadType, got.RTXPayloadType, want.PayloadType, want.RTXPayloadType)
	}
	if got.AudioLevelID != want.AudioLevelID || got.TransportCCID != want.TransportCCID {
		t.Errorf("got extensions %d and %d, want %d and %d",
			got.AudioLevelID, got.TransportCCID, want.AudioLevelID, want.TransportCCID)
	}
	if got.NACK != want.NACK || got.PLI != want.PLI {
		t.Errorf("got NACK %t PLI %t, want %t and %t", got.NACK, got.PLI, want.NACK, want.PLI)
	}
}

func checkSSRCs(t *testing.T, lines []*Line) {
	t.Helper()
	seen := map[uint32]bool{0: true}
	for _, l := range lines {
		if seen[l.SSRC] {
			t.Errorf("line %d: SSRC %d is 0 or used twice", l.Index, l.SSRC)
		}
		seen[l.SSRC] = true
		if hasRTX := l.RTXPayloadType != 0; hasRTX == seen[l.RTXSSRC] {
			t.Errorf("line %d: RTX SSRC %d with payload type %d", l.Index, l.RTXSSRC, l.RTXPayloadType)
		}
		if l.RTXSSRC != 0 {
			seen[l.RTXSSRC] = true
		}
	}
}

func TestAnswer(t *testing.T) {
	t.Run("application and unknown codecs get port 0 and stay out of the bundle", func(t *testing.T) {
		unknown := strings.ReplaceAll(videoLine("v9", "sendrecv"), "VP8", "AV1")
		lines, answer := answerTo(t, newDescription(applicationLine, unknown, audioLine("a", "sendrecv")).String())
		if len(lines) != 1 || lines[0].Index != 2 || lines[0].Mid != "a" {
			t.Fatalf("got lines %+v, want only that of index 2", lines)
		}
		for i, want := range []bool{false, false, true} {
			if got := answer.MediaDescriptions[i].MediaName.Port.Value != 0; got != want {
				t.Errorf("m-line %d: got accepted %t, want %t", i, got, want)
			}
		}
		if got, _ := answer.Attribute("group"); got != "BUNDLE a" {
			t.Errorf("got group %q, want BUNDLE a", got)
		}
	})
	for offered, want := range map[string]string{
		"sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive",
	} {
		t.Run(offered+" is mirrored", func(t *testing.T) {
			lines, answer := answerTo(t, newDescription(videoLine("0", offered)).String())
			if _, ok := answer.MediaDescriptions[0].Attribute(want); !ok {
				t.Errorf("the answer has no a=%s", want)
			}
			if l := lines[0]; (l.SSRC != 0) != l.Send || (l.RTXSSRC != 0) != l.Send {
				t.Errorf("got SSRC %d and RTX %d for send %t", l.SSRC, l.RTXSSRC, l.Send)
			}
		})
	}
	t.Run("credentials and fingerprint stand in every m-line", func(t *testing.T) {
		_, answer := answerTo(t, newDescription(audioLine("0", "sendrecv"), videoLine("1", "sendrecv")).String())
		for _, m := range answer.MediaDescriptions {
			for _, key := range []string{"ice-ufrag", "ice-pwd", "fingerprint", "rtcp-mux"} {
				if _, ok := m.Attribute(key); !ok {
					t.Errorf("m=%s has no a=%s", m.MediaName.Media, key)
				}
			}
			if got, _ := m.Attribute("setup"); got != "passive" {
				t.Errorf("got setup %q, want passive", got)
			}
		}
	})
	t.Run("candidates stand in the first m-line that is used", func(t *testing.T) {
		_, answer := answerTo(t, newDescription(applicationLine, audioLine("0", "sendrecv"), videoLine("1", "sendrecv")).String())
		for i, want := range []bool{false, true, false} {
			_, hasCandidate := answer.MediaDescriptions[i].Attribute("candidate")
			_, hasEnd := answer.MediaDescriptions[i].Attribute("end-of-candidates")
			if hasCandidate != want || hasEnd != want {
				t.Errorf("m-line %d: got candidate %t and their end %t, want %t", i, hasCandidate, hasEnd, want)
			}
		}
	})
	t.Run("paused layers stay paused", func(t *testing.T) {
		lines, answer := answerTo(t, newDescription(simulcastLine("f;~h;~q")).String())
		if got, want := lines[0].RIDs, []string{"f", "h", "q"}; !slices.Equal(got, want) {
			t.Errorf("got layers %v, want %v", got, want)
		}
		if got, _ := answer.MediaDescriptions[0].Attribute("simulcast"); got != "recv f;~h;~q" {
			t.Errorf("got simulcast %q, want recv f;~h;~q", got)
		}
	})
	t.Run("only a client that sends a picture is told the bitrate to start with", func(t *testing.T) {
		for _, test := range []struct {
			line string
			want int
		}{
			{videoLine("0", "sendrecv"), 1}, {videoLine("0", "sendonly"), 1}, {videoLine("0", "recvonly"), 0}, {audioLine("0", "sendrecv"), 0},
		} {
			_, answer := answerTo(t, newDescription(test.line).String())
			if got := strings.Count(strings.Join(attributes(answer.MediaDescriptions[0], "fmtp"), " "), "x-google-start-bitrate=600"); got != test.want {
				t.Errorf("got it %d times for %q, want %d", got, test.line[:7], test.want)
			}
		}
	})
	t.Run("RTX is left out when the client has none", func(t *testing.T) {
		lines, _ := answerTo(t, newDescription(strings.ReplaceAll(videoLine("0", "sendrecv"), "apt=96", "apt=98")).String())
		if lines[0].RTXPayloadType != 0 || lines[0].RTXSSRC != 0 {
			t.Errorf("got RTX %d with SSRC %d, want none", lines[0].RTXPayloadType, lines[0].RTXSSRC)
		}
	})
	t.Run("extensions that need two-byte headers are left out", func(t *testing.T) {
		lines, answer := answerTo(t, newDescription(strings.ReplaceAll(audioLine("0", "sendrecv"), "extmap:1 ", "extmap:15 ")).String())
		if lines[0].AudioLevelID != 0 || lines[0].TransportCCID != 3 {
			t.Errorf("got audio level %d and transport-cc %d, want 0 and 3", lines[0].AudioLevelID, lines[0].TransportCCID)
		}
		if got := attributes(answer.MediaDescriptions[0], "extmap"); len(got) != 2 {
			t.Errorf("got extensions %q, want transport-cc and mid", got)
		}
	})
	t.Run("payload types that RTCP needs are not used", func(t *testing.T) {
		lines, _ := answerTo(t, newDescription(audioLine("0", "sendrecv"),
			strings.NewReplacer("96", "72", "97", "73").Replace(videoLine("1", "sendrecv"))).String())
		if len(lines) != 1 || lines[0].Kind != Audio {
			t.Errorf("got %d lines, want audio alone", len(lines))
		}
	})
}
