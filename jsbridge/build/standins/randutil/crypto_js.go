package randutil

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"syscall/js"
)

var errNoCrypto = errors.New("this JavaScript has no crypto.getRandomValues")

// CryptoUint64 returns a number that nobody can guess.
func CryptoUint64() (uint64, error) {
	var number [8]byte
	err := read(number[:])
	return binary.LittleEndian.Uint64(number[:]), err
}

// GenerateCryptoRandomString returns n of the runes, which nobody can guess.
func GenerateCryptoRandomString(n int, runes string) (string, error) {
	letters := []rune(runes)
	text := make([]rune, n)
	for i := range text {
		number, err := CryptoUint64()
		if err != nil {
			return "", err
		}
		// The upper half of the product is below len(letters), and all values are equally likely but for 2^-57.
		index, _ := bits.Mul64(number, uint64(len(letters)))
		text[i] = letters[index]
	}
	return string(text), nil
}

// read fills a few bytes from the browser's generator.
func read(target []byte) error {
	crypto := js.Global().Get("crypto")
	if crypto.IsUndefined() {
		return errNoCrypto
	}
	bytes := js.Global().Get("Uint8Array").New(len(target))
	crypto.Call("getRandomValues", bytes)
	js.CopyBytesToGo(target, bytes)
	return nil
}
