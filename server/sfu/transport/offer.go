package transport

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"trtccalling/server/protocol"

	"github.com/pion/sdp/v3"
)

// Limits of what one offer may hold.
const (
	maxLines    = 128
	maxRIDs     = 8
	maxDeclared = 32 // SSRCs of one m-line
	maxFormats  = 128
)

// offer is what the server uses of a client's session description (RFC 9429, 5.8).
type offer struct {
	ufrag, password string
	fingerprints    []fingerprint
	lines           []offeredLine
}

// offeredLine is one m-line. chosen is nil when the answer has to reject it.
type offeredLine struct {
	media, proto string
	formats      []string
	mid          string
	chosen       *Line
}

func badOffer(format string, args ...any) error {
	return protocol.Errorf(protocol.CodeBadDescription, "session description: "+format, args...)
}

// parseOffer reads and checks a description. All its errors are *protocol.Error.
func parseOffer(text string) (*offer, error) {
	if len(text) > protocol.MaxMessageSDP {
		return nil, badOffer("%d bytes, more than %d", len(text), protocol.MaxMessageSDP)
	}
	var description sdp.SessionDescription
	if err := description.UnmarshalString(text); err != nil {
		return nil, badOffer("not SDP: %v", err)
	}
	if n := len(description.MediaDescriptions); n == 0 || n > maxLines {
		return nil, badOffer("%d m-lines, not 1 to %d", n, maxLines)
	}
	bundle, err := bundledMids(&description)
	if err != nil {
		return nil, err
	}
	o := &offer{}
	for i, m := range description.MediaDescriptions {
		line, err := parseLine(i, m, bundle)
		if err != nil {
			return nil, err
		}
		o.lines = append(o.lines, line)
	}
	return o, o.check(&description)
}

// bundledMids are the members of the one BUNDLE group (RFC 9143): everything shares one transport.
func bundledMids(d *sdp.SessionDescription) ([]string, error) {
	var bundle []string
	for _, a := range d.Attributes {
		if mids, ok := strings.CutPrefix(a.Value, "BUNDLE"); ok && a.Key == "group" {
			if bundle != nil {
				return nil, badOffer("more than one BUNDLE group")
			}
			bundle = strings.Fields(mids)
		}
	}
	if len(bundle) == 0 {
		return nil, badOffer("no BUNDLE group; all media must share one transport")
	}
	return bundle, nil
}

// check completes o with what its usable m-lines have in common.
func (o *offer) check(d *sdp.SessionDescription) error {
	var used []*sdp.MediaDescription
	mids := map[string]bool{}
	for i, l := range o.lines {
		if l.mid != "" && mids[l.mid] {
			return badOffer("two m-lines with mid %q", l.mid)
		}
		mids[l.mid] = true
		if l.chosen != nil {
			used = append(used, d.MediaDescriptions[i])
		}
	}
	if len(used) == 0 {
		return badOffer("no m-line of audio with Opus or video with VP8 in the BUNDLE group")
	}
	if _, isLite := d.Attribute(sdp.AttrKeyICELite); isLite {
		return badOffer("ice-lite on both sides cannot connect")
	}
	if err := o.checkCredentials(d, used); err != nil {
		return err
	}
	if err := o.checkFingerprints(d, used); err != nil {
		return err
	}
	return checkSetup(d, used)
}

// values are those of one attribute in the session part and in the used m-lines.
func values(d *sdp.SessionDescription, used []*sdp.MediaDescription, key string) []string {
	var all []string
	collect := func(attributes []sdp.Attribute) {
		for _, a := range attributes {
			if a.Key == key && !slices.Contains(all, a.Value) {
				all = append(all, a.Value)
			}
		}
	}
	collect(d.Attributes)
	for _, m := range used {
		collect(m.Attributes)
	}
	return all
}

// checkCredentials requires one pair for all: m-lines of one transport cannot differ.
func (o *offer) checkCredentials(d *sdp.SessionDescription, used []*sdp.MediaDescription) error {
	ufrags, passwords := values(d, used, "ice-ufrag"), values(d, used, "ice-pwd")
	if len(ufrags) != 1 || !isICEText(ufrags[0], 4) {
		return badOffer("needs one a=ice-ufrag of 4 to 256 letters, digits, + or /")
	}
	if len(passwords) != 1 || !isICEText(passwords[0], 22) {
		return badOffer("needs one a=ice-pwd of 22 to 256 letters, digits, + or /")
	}
	o.ufrag, o.password = ufrags[0], passwords[0]
	return nil
}

// isICEText checks RFC 8839, 5.4.
func isICEText(s string, atLeast int) bool {
	if len(s) < atLeast || len(s) > 256 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		isLetter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		return !isLetter && (r < '0' || r > '9') && r != '+' && r != '/'
	})
}

func (o *offer) checkFingerprints(d *sdp.SessionDescription, used []*sdp.MediaDescription) error {
	for _, text := range values(d, used, "fingerprint") {
		f, err := parseFingerprint(text)
		if err != nil {
			return err
		}
		if f.sum != nil {
			o.fingerprints = append(o.fingerprints, f)
		}
	}
	if len(o.fingerprints) == 0 {
		return badOffer("no a=fingerprint with sha-256, sha-384 or sha-512")
	}
	return nil
}

// checkSetup makes sure that the client can be the DTLS client.
func checkSetup(d *sdp.SessionDescription, used []*sdp.MediaDescription) error {
	for _, setup := range values(d, used, "setup") {
		if setup != "actpass" && setup != "active" {
			return badOffer("a=setup:%s, not actpass or active", setup)
		}
	}
	return nil
}

// fingerprint is a hash of a certificate (RFC 8122, 5). sum is nil for a hash function that is too weak or
// unknown; these lines are skipped.
type fingerprint struct {
	algorithm string
	sum       []byte
}

func parseFingerprint(text string) (fingerprint, error) {
	algorithm, digits, _ := strings.Cut(text, " ")
	f := fingerprint{algorithm: strings.ToLower(algorithm)}
	size := len(f.hash(nil))
	if size == 0 {
		return f, nil
	}
	sum, err := hex.DecodeString(strings.ReplaceAll(digits, ":", ""))
	if err != nil || len(sum) != size || strings.Count(digits, ":") != size-1 {
		return f, badOffer("a=fingerprint is not %d hexadecimal bytes of %s", size, f.algorithm)
	}
	f.sum = sum
	return f, nil
}

// hash is empty for functions that are not accepted.
func (f fingerprint) hash(certificate []byte) []byte {
	switch f.algorithm {
	case "sha-256":
		sum := sha256.Sum256(certificate)
		return sum[:]
	case "sha-384":
		sum := sha512.Sum384(certificate)
		return sum[:]
	case "sha-512":
		sum := sha512.Sum512(certificate)
		return sum[:]
	}
	return nil
}

func (f fingerprint) matches(certificate []byte) bool {
	return bytes.Equal(f.hash(certificate), f.sum)
}

func (f fingerprint) equal(other fingerprint) bool {
	return f.algorithm == other.algorithm && bytes.Equal(f.sum, other.sum)
}

func (f fingerprint) String() string {
	var b strings.Builder
	b.WriteString(f.algorithm)
	for i, octet := range f.sum {
		separator := ":"
		if i == 0 {
			separator = " "
		}
		b.WriteString(separator + strings.ToUpper(hex.EncodeToString([]byte{octet})))
	}
	return b.String()
}

// parsePayloadType refuses what RFC 5761, 4 reserves for RTCP.
func parsePayloadType(s string) (uint8, bool) {
	n, err := strconv.ParseUint(s, 10, 8)
	return uint8(n), err == nil && n < 128 && (n < 64 || n > 95)
}
