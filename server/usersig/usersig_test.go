package usersig_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"trtccalling/server/protocol"
	"trtccalling/server/usersig"
)

// vector is a signature made by the original's own signing library.
type vector struct {
	app    usersig.App
	user   string
	issued int64
	until  int64 // the last second it is valid
	mac    string
	sig    string
}

var (
	v1 = vector{
		app:    usersig.App{ID: 1400000000, Key: []byte("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")},
		user:   "xiaojun",
		issued: 1700000000,
		until:  1715552000,
		mac:    "LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4=",
		sig:    "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMiUZOamKlkZmqOKplYUZBaBxE1NTY3gosWZ6UpWSj5ljuYp*p7l5unBxXnF2WVhVU4uAf7Ozi5JpX7O5SbuHuUhzgZJmQXaTia2SrUAohcx8g__",
	}
	v2 = vector{
		app:    usersig.App{ID: 20000001, Key: []byte(strings.Repeat("0123456789abcdef", 4))},
		user:   "user_01-A",
		issued: 1735689600,
		until:  1736294400,
		mac:    "LeycjLNidlVpIqCg59buZvsekQ2OPcGhcuhAPDhCeek=",
		sig:    "eJw1yVELgjAUhuH-cq5L5krTQRdiEIGUUXTRTdR20pMVa3NSRP89mPXdvc-3hm2xCTo0IIAHDAa*SeG9pTN5dhbNgYXD7Hda1Ry1JgWCM7*w95ZuCCKcjKI4SWPGesWnJoMgYjZO-mapAgEFvuSlWJK67vTikVdRenL7zmKz5qtSzmvp6qyc1TliM4XPFzZ9Mos_",
	}
	v3 = vector{
		app:    usersig.App{ID: 1400000001, Key: []byte("self-hosted-secret")},
		user:   "a",
		issued: 1600000000,
		until:  1600000060,
		mac:    "CpqHSE59GlKFGmCUJikJYQGYFRyYvr5ZLRJi0vqh7Eo=",
		sig:    "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwolQweKU7MSCgswUJStDEwMIMITIlGTmpipZGZpBRQ0goqkVBZlFqUpWZlB*cWa6kpWSc0GhR7CrqaV7jrebe65zqFdmtldkoHukW1BlZFmRaZRPkFemQVlhhrlrvq1SLQAMdC5L",
	}
)

// proves: U01
func TestVerifyAcceptsTheOriginalsSignatures(t *testing.T) {
	for name, v := range map[string]vector{"V1": v1, "V2": v2, "V3": v3} {
		for when, now := range map[string]int64{"when issued": v.issued, "a second later": v.issued + 1, "in its last second": v.until} {
			t.Run(name+" "+when, func(t *testing.T) {
				if err := usersig.Verify(v.app, v.user, v.sig, time.Unix(now, 0)); err != nil {
					t.Errorf("got %v, want nil", err)
				}
			})
		}
	}
}

// proves: U01 7.2-07
func TestVerifySaysWhatIsWrong(t *testing.T) {
	foreignKey := usersig.App{ID: v1.app.ID, Key: []byte("another key")}
	foreignApp := usersig.App{ID: v1.app.ID + 1, Key: v1.app.Key}
	for name, c := range map[string]struct {
		app  usersig.App
		user string
		sig  string
		now  int64
		want protocol.Code
	}{
		"V1 a second too late":           {v1.app, v1.user, v1.sig, v1.until + 1, protocol.CodeSigExpired},
		"V3 expired since 2020":          {v3.app, v3.user, v3.sig, v3.until + 1, protocol.CodeSigExpired},
		"expired and of another key":     {foreignKey, v1.user, v1.sig, v1.until + 1, protocol.CodeSigForged},
		"another key":                    {foreignKey, v1.user, v1.sig, v1.issued, protocol.CodeSigForged},
		"no key":                         {usersig.App{ID: v1.app.ID}, v1.user, v1.sig, v1.issued, protocol.CodeSigForged},
		"another user":                   {v1.app, "xiaojun2", v1.sig, v1.issued, protocol.CodeSigOtherUser},
		"the user in other case":         {v1.app, "Xiaojun", v1.sig, v1.issued, protocol.CodeSigOtherUser},
		"another app":                    {foreignApp, v1.user, v1.sig, v1.issued, protocol.CodeSigOtherApp},
		"empty":                          {v1.app, v1.user, "", v1.issued, protocol.CodeSigMalformed},
		"not base64":                     {v1.app, v1.user, "?????", v1.issued, protocol.CodeSigMalformed},
		"base64 of the usual alphabet":   {v1.app, v1.user, strings.NewReplacer("*", "+", "-", "/", "_", "=").Replace(v1.sig), v1.issued, protocol.CodeSigMalformed},
		"base64 of no zlib stream":       {v1.app, v1.user, "QUJDRA__", v1.issued, protocol.CodeSigMalformed},
		"cut in the middle":              {v1.app, v1.user, v1.sig[:len(v1.sig)/2/4*4], v1.issued, protocol.CodeSigMalformed},
		"a user ID with a line end":      {v1.app, "xiaojun\nTLS.sdkappid:1", v1.sig, v1.issued, protocol.CodeInvalid},
		"a user ID and a line end":       {v1.app, "xiaojun\n", v1.sig, v1.issued, protocol.CodeInvalid},
		"a user ID that is empty":        {v1.app, "", v1.sig, v1.issued, protocol.CodeInvalid},
		"a user ID of 33 characters":     {v1.app, strings.Repeat("a", 33), v1.sig, v1.issued, protocol.CodeInvalid},
		"a user ID with a Chinese name":  {v1.app, "小君", v1.sig, v1.issued, protocol.CodeInvalid},
		"a user ID with a dot in it":     {v1.app, "xiao.jun", v1.sig, v1.issued, protocol.CodeInvalid},
		"a user ID that is V1's and NUL": {v1.app, "xiaojun\x00", v1.sig, v1.issued, protocol.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			wantCode(t, usersig.Verify(c.app, c.user, c.sig, time.Unix(c.now, 0)), c.want)
		})
	}
}

func TestVerifyRefusesEveryOneCharacterChange(t *testing.T) {
	for i := range v1.sig {
		for _, other := range []byte("A*g_") {
			sig := []byte(v1.sig)
			if sig[i] == other {
				continue
			}
			sig[i] = other
			if unpackAny(string(sig)) == unpackAny(v1.sig) {
				continue // bits between the end of the deflate stream and the next byte say nothing
			}
			if err := usersig.Verify(v1.app, v1.user, string(sig), time.Unix(v1.issued, 0)); err == nil {
				t.Errorf("character %d as %q: got nil, want an error", i, other)
			}
		}
	}
}

// TestVerifyReadsWhatSignersWrite packs V1's object in other ways than V1 does.
//
// proves: U01
func TestVerifyReadsWhatSignersWrite(t *testing.T) {
	object := `{"TLS.ver":"2.0","TLS.identifier":"xiaojun","TLS.sdkappid":1400000000,"TLS.time":1700000000,"TLS.expire":15552000,"TLS.sig":"` + v1.mac + `"}`
	v4 := `{"TLS.ver":"2.0","TLS.identifier":"xiaojun","TLS.sdkappid":1400000000,"TLS.time":1700000000,"TLS.expire":15552000,` +
		`"TLS.userbuf":"AAAHeGlhb2p1blNyTgAAACcQZkE/AAAAAP8AAAAA","TLS.sig":"y9Avb5xwHgIgoABbGakLaE0xs+v/dLcIPegbWfcbRLI="}`
	for name, c := range map[string]struct {
		object string
		level  int
		want   protocol.Code // 0: accepted
	}{
		"not compressed at all":           {object, zlib.NoCompression, 0},
		"compressed fast":                 {object, zlib.BestSpeed, 0},
		"compressed well":                 {object, zlib.BestCompression, 0},
		"only Huffman codes":              {object, zlib.HuffmanOnly, 0},
		"expire before time, newline":     {`{"TLS.ver":"2.0","TLS.expire":15552000,"TLS.identifier":"xiaojun","TLS.sdkappid":1400000000,"TLS.time":1700000000,"TLS.sig":"` + v1.mac + `"}` + "\n", 6, 0},
		"the keys backwards, with spaces": {`{ "TLS.sig": "` + v1.mac + `", "TLS.expire": 15552000, "TLS.time": 1700000000, "TLS.sdkappid": 1400000000, "TLS.identifier": "xiaojun", "TLS.ver": "2.0" }`, 6, 0},
		"V4, with a user buffer":          {v4, 6, protocol.CodeSigMalformed},
		"V1 with an empty user buffer":    {strings.Replace(object, `"TLS.sig"`, `"TLS.userbuf":"","TLS.sig"`, 1), 6, protocol.CodeSigMalformed},
		"the same, expiring later":        {strings.Replace(object, "15552000", "15552001", 1), 6, protocol.CodeSigForged},
		"the same, issued later":          {strings.Replace(object, "1700000000", "1700000001", 1), 6, protocol.CodeSigForged},
		"without a signature":             {strings.Replace(object, v1.mac, "", 1), 6, protocol.CodeSigForged},
		"with half the signature":         {strings.Replace(object, v1.mac, v1.mac[:20], 1), 6, protocol.CodeSigForged},
		"version 1.0":                     {strings.Replace(object, "2.0", "1.0", 1), 6, protocol.CodeSigMalformed},
		"a time before 1970":              {strings.Replace(object, "1700000000", "-9223372036854775808", 1), 6, protocol.CodeSigMalformed},
		"an expiry below 0":               {strings.Replace(object, "15552000", "-1", 1), 6, protocol.CodeSigMalformed},
		"an app ID that is not a uint32":  {strings.Replace(object, "1400000000", "14000000000", 1), 6, protocol.CodeSigMalformed},
		"the user as a number":            {strings.Replace(object, `"xiaojun"`, "7", 1), 6, protocol.CodeSigMalformed},
		"an array":                        {"[]", 6, protocol.CodeSigMalformed},
		"text":                            {"xiaojun", 6, protocol.CodeSigMalformed},
		"nothing":                         {"", 6, protocol.CodeSigMalformed},
		"16 KiB with spaces":              {object + strings.Repeat(" ", 16<<10-len(object)), 6, 0},
		"a byte more than 16 KiB":         {object + strings.Repeat(" ", 16<<10-len(object)+1), 6, protocol.CodeSigMalformed},
		"4 MiB of spaces":                 {strings.Repeat(" ", 4<<20), 6, protocol.CodeSigMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			sig := pack(t, c.object, c.level)
			err := usersig.Verify(v1.app, v1.user, sig, time.Unix(v1.issued+1, 0))
			if c.want != 0 {
				wantCode(t, err, c.want)
			} else if err != nil {
				t.Errorf("got %v, want nil", err)
			}
		})
	}
}

// proves: U01
func TestSign(t *testing.T) {
	t.Run("writes the object of the original's signer", func(t *testing.T) {
		for name, v := range map[string]vector{"V1": v1, "V2": v2, "V3": v3} {
			expire := time.Duration(v.until-v.issued) * time.Second
			got, err := usersig.Sign(v.app, v.user, time.Unix(v.issued, 0), expire)
			if err != nil {
				t.Fatal(err)
			}
			// The packed bytes differ between zlib implementations; what they unpack to must not.
			if got, want := unpack(t, got), unpack(t, v.sig); got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
	})
	t.Run("is verified", func(t *testing.T) {
		now := time.Unix(1800000000, 999)
		sig, err := usersig.Sign(v1.app, "bob", now, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := usersig.Verify(v1.app, "bob", sig, now.Add(time.Minute)); err != nil {
			t.Errorf("got %v, want nil", err)
		}
		wantCode(t, usersig.Verify(v1.app, "bob", sig, now.Add(61*time.Second)), protocol.CodeSigExpired)
	})
	t.Run("refuses a user ID that nobody may have", func(t *testing.T) {
		_, err := usersig.Sign(v1.app, "a b", time.Unix(0, 0), time.Hour)
		wantCode(t, err, protocol.CodeInvalid)
	})
	t.Run("refuses less than a second", func(t *testing.T) {
		if sig, err := usersig.Sign(v1.app, "a", time.Unix(0, 0), time.Millisecond); err == nil {
			t.Errorf("got %q, want an error", sig)
		}
	})
}

func FuzzVerify(f *testing.F) {
	for _, v := range []vector{v1, v2, v3} {
		f.Add(v.user, v.sig, []byte(unpackAny(v.sig)))
	}
	f.Add("a", "eJw", []byte(`{"TLS.ver":"2.0","TLS.time":1e9,"TLS.userbuf":null}`))
	now := time.Unix(v1.issued+1, 0)
	w := zlib.NewWriter(io.Discard) // shared by all inputs: a new one costs more than all the rest
	f.Fuzz(func(t *testing.T, user, sig string, object []byte) {
		var packed bytes.Buffer
		w.Reset(&packed)
		w.Write(object)
		w.Close()
		made := urlBase64.EncodeToString(packed.Bytes())
		for _, s := range []string{sig, made} {
			err := usersig.Verify(v1.app, user, s, now)
			var refused *protocol.Error
			if err != nil && !errors.As(err, &refused) {
				t.Errorf("got %T %v, want a *protocol.Error", err, err)
			}
			// An attacker without the key passes only with V1's own claims.
			if err == nil && user != v1.user {
				t.Errorf("user %q came in with %q", user, s)
			}
		}
	})
}

var urlBase64 = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-").WithPadding('_')

func wantCode(t *testing.T, err error, want protocol.Code) {
	t.Helper()
	var refused *protocol.Error
	if !errors.As(err, &refused) {
		t.Errorf("got %v, want code %d", err, want)
	} else if refused.Code != want {
		t.Errorf("got %v, want code %d", err, want)
	}
}

func pack(t *testing.T, object string, level int) string {
	t.Helper()
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(object)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return urlBase64.EncodeToString(packed.Bytes())
}

func unpack(t *testing.T, sig string) string {
	t.Helper()
	object := unpackAny(sig)
	if object == "" {
		t.Fatalf("%q does not unpack", sig)
	}
	return object
}

func unpackAny(sig string) string {
	packed, err := urlBase64.DecodeString(sig)
	if err != nil {
		return ""
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return ""
	}
	var object bytes.Buffer
	if _, err := object.ReadFrom(r); err != nil {
		return ""
	}
	return object.String()
}
