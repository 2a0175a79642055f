// Package fold makes names comparable the way people write them: without accents, capitals, spaces and signs, with
// abbreviations spelled out, and with a distance for typing errors. It knows no streets.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxBytes is how much of a text is looked at. The longest street name of the country is far shorter; the rest of a
// pasted book is ignored, so that a megabyte costs no more than a line.
const MaxBytes = 240

// letters that no decomposition takes apart, as people type them on a keyboard without them.
var letters = strings.NewReplacer("ß", "ss", "œ", "oe", "æ", "ae", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Text is s in lower case without accents; letters and digits stay, an apostrophe vanishes and every other run of signs
// becomes one space. "ij" becomes "y", because people write IJzerkaai, Ijzerkaai and Yzerkaai. Digits of other scripts
// become 0 to 9. Any input is accepted, invalid UTF-8 too.
func Text(s string) string { return strings.ReplaceAll(plain(s), "ij", "y") }

// Slug is s as an identifier: folded but for "ij", with dashes for spaces.
func Slug(s string) string { return strings.ReplaceAll(plain(s), " ", "-") }

// plain folds everything but "ij".
func plain(s string) string {
	s = letters.Replace(strings.ToLower(norm.NFKD.String(Head(s, MaxBytes))))
	var out strings.Builder
	space := false
	for _, r := range s {
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Mn, r), isApostrophe(r):
			continue
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if space && out.Len() > 0 {
				out.WriteByte(' ')
			}
			space = false
			out.WriteRune(Digit(r))
		default:
			space = true
		}
	}
	return out.String()
}

// Head is at most limit bytes of s, cut between characters and cleared of invalid UTF-8.
func Head(s string, limit int) string {
	if len(s) > limit {
		for limit > 0 && !utf8.RuneStart(s[limit]) {
			limit--
		}
		s = s[:limit]
	}
	return strings.ToValidUTF8(s, "")
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', '`', '´', '′':
		return true
	}
	return false
}

// Digit turns an Arabic, Persian or Devanagari digit into 0 to 9 and leaves every other character alone. Full-width and
// mathematical digits are undone by normalisation before.
func Digit(r rune) rune {
	for _, zero := range [...]rune{0x0660, 0x06F0, 0x0966} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

// Digits is s with every digit as 0 to 9, normalised and cut to [MaxBytes]; nothing else of the text changes.
func Digits(s string) string {
	return strings.Map(Digit, norm.NFKC.String(Head(s, MaxBytes)))
}

// Words are the folded words of a text. Letters that stand alone are one word: "O.L.V.-straat" has "olv" and "straat".
func Words(s string) []string {
	var out []string
	initials := false
	for _, word := range strings.Fields(Text(s)) {
		single := len(word) == 1 && word[0] >= 'a'
		if single && initials {
			out[len(out)-1] += word
			continue
		}
		out, initials = append(out, word), single
	}
	return out
}

// Join is the words as one, the form in which "Lange Munte straat" and "Langemuntestraat" are equal.
func Join(words []string) string { return strings.Join(words, "") }
