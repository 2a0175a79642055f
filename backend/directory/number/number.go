// Package number reads house numbers the way people and registers write them: 23a, 23 bis, 62/01, 12 A bus 3, 12-14. A
// whole building belongs to one team, so the box (busnummer) is read only to be set aside.
package number

import (
	"strconv"
	"strings"

	"wijkloket/backend/directory/fold"
)

// Max is the highest house number that is believed; the register's own rule allows nine digits, no street has them.
const Max = 99999

// Number is a house number in parts.
type Number struct {
	N      int    // 1 to Max
	Suffix string // lower case: "a", "bis"
	To     int    // the end of "12-14"; 0 without one
	Box    string // busnummer, as written; "" without one
}

// Odd reports whether the number is on the odd side of the street.
func (n Number) Odd() bool { return n.N%2 == 1 }

// String writes the number without its box: "23a", "12-14".
func (n Number) String() string {
	s := strconv.Itoa(n.N) + n.Suffix
	if n.To > 0 {
		s += "-" + strconv.Itoa(n.To)
	}
	return s
}

// words that announce a number or a box and say nothing themselves, folded.
var (
	announce = map[string]bool{"nr": true, "nummer": true, "no": true, "n": true, "numero": true, "number": true, "huisnummer": true, "huisnr": true}
	boxWords = []string{"bus", "bte", "boite", "box", "bt", "b"}
	bisWords = map[string]bool{"bis": true, "ter": true, "quater": true}
)

// Parse reads a house number. It reports false when there is none in the text: nothing, a box alone, a name, zero, or a
// number above [Max]. Digits of other scripts count (٤٥ is 45).
func Parse(s string) (Number, bool) {
	s = strings.ToLower(strings.TrimSpace(fold.Digits(s)))
	s = skipAnnouncement(s)
	n, rest, ok := leading(s)
	if !ok {
		return Number{}, false
	}
	out := Number{N: n}
	out.To, rest = rangeEnd(n, rest)
	out.Suffix, rest = suffix(rest)
	out.Box = box(rest)
	return out, true
}

// skipAnnouncement drops "nr.", "n°", "#" and the like before the number.
func skipAnnouncement(s string) string {
	at := strings.IndexFunc(s, isDigit)
	if at <= 0 {
		return s
	}
	before := fold.Text(strings.ReplaceAll(s[:at], "°", ""))
	if before == "" || announce[before] {
		return s[at:]
	}
	return s
}

// leading reads the digits at the front.
func leading(s string) (n int, rest string, ok bool) {
	end := 0
	for end < len(s) && isDigit(rune(s[end])) {
		end++
	}
	n, err := strconv.Atoi(s[:end])
	if err != nil || n < 1 || n > Max {
		return 0, s, false
	}
	return n, s[end:], true
}

// rangeEnd reads "-14" after 12: a higher number on the same side. Anything else after a dash is left for the box.
func rangeEnd(from int, s string) (to int, rest string) {
	trimmed := strings.TrimLeft(s, " ")
	after, found := cutDash(trimmed)
	if !found {
		return 0, s
	}
	n, rest, ok := leading(strings.TrimLeft(after, " "))
	if !ok || n <= from {
		return 0, s
	}
	return n, rest
}

func cutDash(s string) (after string, found bool) {
	for _, dash := range [...]string{"-", "–", "—", "‑", "+"} {
		if after, found = strings.CutPrefix(s, dash); found {
			return after, true
		}
	}
	return s, false
}

// suffix reads "a" or "bis" directly after the number or after a space; a letter before more digits is a box ("b3").
func suffix(s string) (suffix, rest string) {
	trimmed := strings.TrimLeft(s, " ")
	end := 0
	for end < len(trimmed) && isLetter(trimmed[end]) {
		end++
	}
	word, after := trimmed[:end], trimmed[end:]
	switch {
	case bisWords[word]:
		return word, after
	case len(word) == 1 && !startsWithDigit(after):
		return word, after
	case len(word) > 1 && bisWords[word[1:]]: // "23 abis"
		return word, after
	case len(word) > 1 && isBoxWord(word[1:]): // "12abus 3"
		return word[:1], word[1:] + after
	}
	return "", s
}

func startsWithDigit(s string) bool {
	s = strings.TrimLeft(s, " .")
	return s != "" && isDigit(rune(s[0]))
}

func isBoxWord(word string) bool {
	for _, known := range boxWords[:len(boxWords)-1] { // not the lone "b"
		if word == known {
			return true
		}
	}
	return false
}

// box is what is left without the words and signs that announce a box.
func box(s string) string {
	s = strings.Trim(s, " /\\.,-–:;#")
	s = strings.ReplaceAll(s, "boîte", "boite")
	for _, word := range boxWords {
		after, found := strings.CutPrefix(s, word)
		if found && (after == "" || !isLetter(after[0])) {
			s = strings.Trim(after, " .:/-")
			break
		}
	}
	return fold.Head(s, 20)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' }
