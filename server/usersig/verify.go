package usersig

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"trtccalling/server/protocol"
)

// maxInflated bounds what a signature may unpack to, in bytes. A real one has about 250; a small
// one that unpacks to a gigabyte is an attack.
const maxInflated = 16 << 10

// Verify returns nil when sig lets userID sign in to app at the time now, and otherwise a
// *protocol.Error with one of the codes CodeInvalid (the user ID itself), CodeSigMalformed,
// CodeSigOtherUser, CodeSigOtherApp, CodeSigForged and CodeSigExpired.
//
// The user and the app are compared before the HMAC, because with another app's key it can only fail; an expiry
// is checked after it, because until then nothing proves that the time is true.
func Verify(app App, userID, sig string, now time.Time) error {
	if err := CheckUserID(userID); err != nil {
		return err
	}
	c, err := unpack(sig)
	if err != nil {
		return protocol.Errorf(protocol.CodeSigMalformed, "userSig cannot be read: %v", err)
	}
	if c.Identifier != userID {
		return protocol.Errorf(protocol.CodeSigOtherUser, "userSig was issued for a userID other than %s", userID)
	}
	if c.SDKAppID != app.ID {
		return protocol.Errorf(protocol.CodeSigOtherApp, "userSig was issued for an SDKAppID other than %d", app.ID)
	}
	if !hmac.Equal([]byte(c.Sig), []byte(c.hmac(app.Key))) {
		return protocol.Errorf(protocol.CodeSigForged, "userSig was signed with a key other than that of SDKAppID %d", app.ID)
	}
	if now.Unix()-c.Time > c.Expire {
		return protocol.Errorf(protocol.CodeSigExpired, "userSig expired %d s ago", now.Unix()-c.Time-c.Expire)
	}
	return nil
}

// unpack reverses pack and refuses what no signer of this format writes.
func unpack(sig string) (*claims, error) {
	packed, err := encoding().DecodeString(sig)
	if err != nil {
		return nil, err
	}
	object, err := inflate(packed)
	if err != nil {
		return nil, err
	}
	var c claims
	if err := json.Unmarshal(object, &c); err != nil {
		return nil, err
	}
	return &c, c.check()
}

// inflate unpacks a zlib stream to its end, where its checksum is compared.
func inflate(packed []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	object, err := io.ReadAll(io.LimitReader(r, maxInflated+1))
	if err != nil {
		return nil, err
	}
	if len(object) > maxInflated {
		return nil, fmt.Errorf("it unpacks to more than %d bytes", maxInflated)
	}
	return object, r.Close()
}

// check refuses an unknown version, a user buffer (it carries rights in rooms that this server does not grant,
// and it changes the signed text) and times before 1970, with which arithmetic could overflow.
func (c *claims) check() error {
	switch {
	case c.Version != version:
		return fmt.Errorf("TLS.ver is %q, not %q", c.Version, version)
	case c.UserBuf != nil:
		return errors.New("it carries a user buffer, which is not meant for signing in")
	case c.Time < 0 || c.Expire < 0:
		return errors.New("TLS.time or TLS.expire is negative")
	}
	return nil
}
