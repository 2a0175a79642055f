package notify

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// The longest text of one SMS: in septets of the GSM 7-bit alphabet, or in UTF-16 units where a letter is not in it
// (3GPP TS 23.038 and 23.040).
const (
	maxSeptets = 160
	maxUnits   = 70
)

// The alphabet of TS 23.038, and the characters that take an escape and so two septets.
const (
	alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extension = "\f^{}\\[~]|€"
)

// septets counts a text in the GSM alphabet; it is false when a character is not in it.
func septets(text string) (n int, ok bool) {
	for _, r := range text {
		switch {
		case strings.ContainsRune(alphabet, r):
			n++
		case strings.ContainsRune(extension, r):
			n += 2
		default:
			return 0, false
		}
	}
	return n, true
}

// fitsOneSMS reports whether a text goes in one SMS, and whether it needs UCS-2.
func fitsOneSMS(text string) (unicode, fits bool) {
	if n, ok := septets(text); ok {
		return false, n <= maxSeptets
	}
	return true, len(utf16.Encode([]rune(text))) <= maxUnits
}

// plain writes a text in the GSM alphabet where that costs no more than an accent: "août" becomes "aout", and stays readable.
// A text that needs another script comes back as it was.
func plain(text string) string {
	var out strings.Builder
	for _, r := range punctuation.Replace(norm.NFC.String(text)) {
		if strings.ContainsRune(alphabet+extension, r) {
			out.WriteRune(r)
			continue
		}
		for _, part := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, part) {
				out.WriteRune(part)
			}
		}
	}
	if _, ok := septets(out.String()); !ok {
		return text
	}
	return out.String()
}

var punctuation = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "\u00a0", " ", "\u202f", " ")
