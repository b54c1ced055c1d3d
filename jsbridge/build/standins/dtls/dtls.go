// Package dtls stands in for pion/dtls in the wasm. The browser does DTLS itself; webrtc only needs these
// names.
package dtls

// SRTPProtectionProfile says how media is encrypted, by its number in
// https://www.iana.org/assignments/srtp-protection.
type SRTPProtectionProfile uint16

// The profiles that webrtc prefers. Their names are given.
const (
	SRTP_AES128_CM_HMAC_SHA1_80 SRTPProtectionProfile = 1 //lint:ignore ST1003 as in pion/dtls
	SRTP_AEAD_AES_128_GCM       SRTPProtectionProfile = 7 //lint:ignore ST1003 as in pion/dtls
	SRTP_AEAD_AES_256_GCM       SRTPProtectionProfile = 8 //lint:ignore ST1003 as in pion/dtls
)
