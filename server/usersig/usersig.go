// Package usersig issues and verifies user signatures (UserSig) in the format TLSSigAPIv2, and
// keeps the apps whose keys sign them.
//
// A signature says that the holder of an app's key lets one user in for some time. It is a small JSON object
// with the user, the app, the time of issue, the seconds it is valid and an HMAC-SHA256 over these; it travels
// zlib-compressed (RFC 1950) in base64 with an alphabet of its own. Pages and servers that signed for the
// original keep their signing code and keys unchanged.
package usersig

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"

	"trtccalling/server/protocol"
)

// UserIDRule says in words what CheckUserID accepts.
const UserIDRule = "1 to 32 characters from A-Z, a-z, 0-9, _ and -"

var userIDPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// version is the only value of TLS.ver that exists in this format.
const version = "2.0"

// App is one application: its users can call only each other.
type App struct {
	ID  uint32 // the SDKAppID, above 0
	Key []byte // the secret key, used as it is (a key that looks like hex is not decoded)
}

// claims is the JSON object inside a signature. Its order is the original's.
type claims struct {
	Version    string  `json:"TLS.ver"`
	Identifier string  `json:"TLS.identifier"`
	SDKAppID   uint32  `json:"TLS.sdkappid"`
	Time       int64   `json:"TLS.time"`   // of issue, in Unix seconds
	Expire     int64   `json:"TLS.expire"` // seconds from Time
	UserBuf    *string `json:"TLS.userbuf,omitempty"`
	Sig        string  `json:"TLS.sig"`
}

// hmac returns the standard base64 of the HMAC-SHA256 over the lines that the format signs.
func (c *claims) hmac(key []byte) string {
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "TLS.identifier:%s\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d\n",
		c.Identifier, c.SDKAppID, c.Time, c.Expire)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// CheckUserID returns a *protocol.Error with CodeInvalid unless userID follows UserIDRule. Nothing else may
// stand in the signed text, where a line end would forge fields.
func CheckUserID(userID string) error {
	if !userIDPattern.MatchString(userID) {
		return protocol.Errorf(protocol.CodeInvalid, "userID must have %s", UserIDRule)
	}
	return nil
}
