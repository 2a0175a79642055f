package request

import (
	"encoding/binary"
	"io"
	"math/bits"
	"strings"
	"unicode"

	"wijkloket/backend/api"
)

// symbols are the letters and digits of a request code: 26, without the pairs that people mix up when they read aloud or
// copy by hand (B and 8, I and 1, O and 0, S and 5, Z and 2).
const symbols = "ACDEFGHJKLMNPQRTUVWXY34679"

// The lengths of a code's parts, in symbols. Nine symbols are 42 random bits, more than T-34 asks.
const (
	locatorLength = 6
	secretLength  = 9
	codeLength    = locatorLength + secretLength + 1
	secretCount   = 26 * 26 * 26 * 26 * 26 * 26 * 26 * 26 * 26
)

// code is a request code taken apart: the locator is public and finds the request, the secret opens it.
type code struct {
	locator string
	secret  api.Personal
}

// newLocator draws a locator.
func newLocator(random io.Reader) (string, error) {
	var raw [16]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", err
	}
	return spell(raw[:], locatorLength), nil
}

// secretOf spells derived bytes as a secret. Because the bytes are derived from the Idempotency-Key and not stored, a
// request that is sent again gets the same code, while no row reveals it.
func secretOf(derived []byte) api.Personal { return api.NewPersonal(spell(derived, secretLength)) }

// spell turns 128 random bits into n symbols. Of so many bits the remainder is even to 2^-85.
func spell(raw []byte, n int) string {
	high, low := binary.BigEndian.Uint64(raw[:8]), binary.BigEndian.Uint64(raw[8:16])
	rest := bits.Rem64(high, low, secretCount)
	out := make([]byte, n)
	for i := range out {
		out[i] = symbols[rest%26]
		rest /= 26
	}
	return string(out)
}

// text writes a code as people read it, in groups: "LLLLLL-SSSSS-SSSSC".
func (c code) text() api.Personal {
	whole := c.locator + c.secret.Reveal()
	whole += string(symbols[checkOf(whole)])
	return api.NewPersonal(whole[:6] + "-" + whole[6:11] + "-" + whole[11:])
}

// parseCode reads a code as people type it: in any case, with any spaces and dashes, also with Arabic digits. It is false
// for what cannot be a code, which its last symbol tells of every single wrong symbol.
func parseCode(typed api.Personal) (code, bool) {
	if typed.Len() > 4*codeLength {
		return code{}, false
	}
	var plain strings.Builder
	for _, r := range typed.Reveal() {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), r == '\u200e', r == '\u200f':
			continue
		case r >= '٠' && r <= '٩':
			r += '0' - '٠'
		case r >= '۰' && r <= '۹':
			r += '0' - '۰'
		}
		plain.WriteRune(unicode.ToUpper(r))
	}
	whole := plain.String()
	if len(whole) != codeLength || strings.ContainsFunc(whole, func(r rune) bool { return !strings.ContainsRune(symbols, r) }) {
		return code{}, false
	}
	data, check := whole[:codeLength-1], whole[codeLength-1]
	if symbols[checkOf(data)] != check {
		return code{}, false
	}
	return code{locator: data[:locatorLength], secret: api.NewPersonal(data[locatorLength:])}, true
}

// checkOf is the check symbol of ISO 7064, MOD 27,26: the hybrid system for 26 symbols.
func checkOf(data string) int {
	product := 26
	for i := range len(data) {
		product = step(product, strings.IndexByte(symbols, data[i]))
	}
	return (26 + 1 - product%26) % 26
}

// step takes one symbol into the running product of ISO 7064.
func step(product, symbol int) int {
	sum := (product + symbol) % 26
	if sum == 0 {
		sum = 26
	}
	return sum * 2 % 27
}

// locatorOf finds a locator in what staff type: the locator itself or a whole code.
func locatorOf(typed string) (string, bool) {
	if c, ok := parseCode(api.NewPersonal(typed)); ok {
		return c.locator, true
	}
	plain := strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }), ""))
	if len(plain) != locatorLength || strings.Trim(plain, symbols) != "" {
		return "", false
	}
	return plain, true
}
