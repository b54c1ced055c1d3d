// Package randutil stands in for pion/randutil in the wasm. crypto/rand would bring 100 KB of certified
// algorithms just to get at bytes that the browser hands out.
package randutil

import "math/rand/v2"

// MathRandomGenerator makes numbers that differ, for uses where a guess does no harm.
type MathRandomGenerator interface {
	Intn(n int) int
	Uint32() uint32
	Uint64() uint64
	GenerateString(n int, runes string) string
}

// NewMathRandomGenerator returns a generator that the runtime has seeded.
func NewMathRandomGenerator() MathRandomGenerator { return generator{} }

type generator struct{}

func (generator) Intn(n int) int { return rand.IntN(n) }
func (generator) Uint32() uint32 { return rand.Uint32() }
func (generator) Uint64() uint64 { return rand.Uint64() }

func (generator) GenerateString(n int, runes string) string {
	text := make([]rune, n)
	letters := []rune(runes)
	for i := range text {
		text[i] = letters[rand.IntN(len(letters))]
	}
	return string(text)
}
