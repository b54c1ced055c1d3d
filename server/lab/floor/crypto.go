//go:build linux

package main

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"

	srtpv2 "github.com/pion/srtp/v2"
	srtpv3 "github.com/pion/srtp/v3"
)

// cryptor protects or unprotects RTP packets in one direction with one key. The result is appended to dst,
// which is empty and has room for it.
type cryptor interface {
	encrypt(dst, plain []byte) ([]byte, error)
	decrypt(dst, sealed []byte) ([]byte, error)
}

// Sizes of keys and salts; GCM's salt is shorter.
const (
	keyLen     = 16
	saltLen    = 14
	saltLenGCM = 12
	replay     = 512 // packets of the window against replays
)

// newCryptor makes the cryptor of a name, with the n-th key.
func newCryptor(name string, n byte) (cryptor, error) {
	key, salt := make([]byte, keyLen), make([]byte, saltLen)
	key[0], salt[0] = n, 1
	switch name {
	case "none":
		return clear{}, nil
	case "gcm-v2":
		return newV2(key, salt[:saltLenGCM], srtpv2.ProtectionProfileAeadAes128Gcm)
	case "cm-v2":
		return newV2(key, salt, srtpv2.ProtectionProfileAes128CmHmacSha1_80)
	case "gcm-v3":
		return newV3(key, salt[:saltLenGCM], srtpv3.ProtectionProfileAeadAes128Gcm)
	case "cm-v3":
		return newV3(key, salt, srtpv3.ProtectionProfileAes128CmHmacSha1_80)
	case "gcm-std":
		return newStd(key, salt[:saltLenGCM])
	}
	return nil, fmt.Errorf("there is no cipher %q", name)
}

type clear struct{}

func (clear) encrypt(dst, packet []byte) ([]byte, error) { return append(dst, packet...), nil }
func (clear) decrypt(_, packet []byte) ([]byte, error)   { return packet, nil }

// v2 is pion's SRTP of webrtc v3.
type v2 struct{ context *srtpv2.Context }

func newV2(key, salt []byte, profile srtpv2.ProtectionProfile) (cryptor, error) {
	c, err := srtpv2.CreateContext(key, salt, profile, srtpv2.SRTPReplayProtection(replay))
	return v2{c}, err
}

func (v v2) encrypt(dst, p []byte) ([]byte, error) { return v.context.EncryptRTP(dst, p, nil) }
func (v v2) decrypt(dst, p []byte) ([]byte, error) { return v.context.DecryptRTP(dst, p, nil) }

// v3 is pion's SRTP of webrtc v4, which the server uses.
type v3 struct{ context *srtpv3.Context }

func newV3(key, salt []byte, profile srtpv3.ProtectionProfile) (cryptor, error) {
	c, err := srtpv3.CreateContext(key, salt, profile, srtpv3.SRTPReplayProtection(replay))
	return v3{c}, err
}

func (v v3) encrypt(dst, p []byte) ([]byte, error) { return v.context.EncryptRTP(dst, p, nil) }
func (v v3) decrypt(dst, p []byte) ([]byte, error) { return v.context.DecryptRTP(dst, p, nil) }

// std is AEAD_AES_128_GCM (RFC 7714) for headers of 12 bytes, directly on crypto/cipher, with a rollover count
// that only follows packets in order.
type std struct {
	aead cipher.AEAD
	salt [saltLenGCM]byte
	roc  uint32
	last uint16
	iv   [saltLenGCM]byte
}

const headerLen = 12

func newStd(key, salt []byte) (*std, error) {
	const labelKey, labelSalt = 0, 2 // RFC 3711 section 4.3.1
	sessionKey, err := derive(key, salt, labelKey, keyLen)
	if err != nil {
		return nil, err
	}
	sessionSalt, err := derive(key, salt, labelSalt, saltLenGCM)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sessionKey)
	if err != nil {
		return nil, err
	}
	s := &std{salt: [saltLenGCM]byte(sessionSalt)}
	s.aead, err = cipher.NewGCM(block)
	return s, err
}

// derive is the key derivation of RFC 3711 section 4.3.3 with rate 0.
func derive(key, salt []byte, label byte, size int) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	x := make([]byte, aes.BlockSize)
	copy(x, salt)
	x[7] ^= label
	out := make([]byte, size)
	cipher.NewCTR(block, x).XORKeyStream(out, out)
	return out, nil
}

func (s *std) nonce(header []byte) []byte {
	seq := binary.BigEndian.Uint16(header[2:])
	if seq < s.last && s.last-seq > 1<<15 {
		s.roc++
	}
	s.last = seq
	iv := &s.iv
	iv[0], iv[1] = 0, 0
	copy(iv[2:6], header[8:12])
	binary.BigEndian.PutUint32(iv[6:], s.roc)
	binary.BigEndian.PutUint16(iv[10:], seq)
	for i := range iv {
		iv[i] ^= s.salt[i]
	}
	return iv[:]
}

func (s *std) encrypt(dst, p []byte) ([]byte, error) {
	dst = append(dst, p[:headerLen]...)
	return s.aead.Seal(dst, s.nonce(p), p[headerLen:], p[:headerLen]), nil
}

func (s *std) decrypt(dst, p []byte) ([]byte, error) {
	dst = append(dst, p[:headerLen]...)
	return s.aead.Open(dst, s.nonce(p), p[headerLen:], p[:headerLen])
}
