package usersig

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// urlAlphabet is standard base64's, with those characters replaced that have a meaning in URLs.
const urlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-"

// encoding returns the base64 of this format: "*", "-" and "_" stand for "+", "/" and "=". It is
// strict: bits that no signer sets are not ignored.
func encoding() *base64.Encoding {
	return base64.NewEncoding(urlAlphabet).WithPadding('_').Strict()
}

// Sign returns a signature that lets userID sign in to app from now on for expire, which counts in
// whole seconds.
func Sign(app App, userID string, now time.Time, expire time.Duration) (string, error) {
	if err := CheckUserID(userID); err != nil {
		return "", err
	}
	if expire < time.Second {
		return "", errors.New("sign: a signature must be valid for at least one second")
	}
	c := claims{
		Version: version, Identifier: userID, SDKAppID: app.ID,
		Time: now.Unix(), Expire: int64(expire / time.Second),
	}
	c.Sig = c.hmac(app.Key)
	return c.pack()
}

// pack turns the object into the text that is sent.
func (c *claims) pack() (string, error) {
	object, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write(object); err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return encoding().EncodeToString(packed.Bytes()), nil
}
