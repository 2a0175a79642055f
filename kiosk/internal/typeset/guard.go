package typeset

import (
	"regexp"
	"strings"
)

// What must stay in one piece: addresses of pages and mail, and numbers in groups (phone, request code).
var (
	addresses = regexp.MustCompile(`(?i)(?:https?://)?[a-z0-9][a-z0-9._%+-]*(?:@[a-z0-9-]+)?(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#][a-z0-9/?#=&%._~+-]*)?`)
	hours     = regexp.MustCompile(`^[0-9]{1,2}\.[0-9]{2} ?- ?[0-9]{1,2}\.[0-9]{2}$`) // from one time to another: no number in groups
	groups    = regexp.MustCompile(`[+(]?[0-9A-Za-z](?:[0-9A-Za-z./()\-]|[ \x{00A0}\x{202F}][0-9(])*[0-9A-Za-z]`)
)

// brackets around a name in Latin letters, which is all that stands between them.
var brackets = regexp.MustCompile(`\([^()\p{Arabic}\p{Hebrew}\x{2066}-\x{2069}]*\p{Latin}[^()\p{Arabic}\p{Hebrew}\x{2066}-\x{2069}]*\)`)

// Guard protects phone numbers, codes, addresses and names in brackets, so that no caller and no translator can forget it. A
// phone number or a code never breaks over two lines. In right-to-left text all of them are isolated too (see [IsolateLTR]),
// because the bidirectional algorithm would turn their groups round: "056 24 48 00" would read "00 48 24 056", and the brackets
// of a Latin name that breaks over two lines would stand at its wrong ends. What somebody isolated already stays as it is.
func Guard(text string, dir Direction) string {
	if !strings.ContainsAny(text, "0123456789.(") {
		return text
	}
	var out strings.Builder
	for len(text) > 0 {
		open := strings.IndexAny(text, "\u2066\u2067\u2068")
		if open < 0 {
			open = len(text)
		}
		out.WriteString(guardPlain(text[:open], dir))
		text = text[open:]
		end := isolateEnd(text)
		out.WriteString(text[:end])
		text = text[end:]
	}
	return out.String()
}

// isolateEnd is the length of the isolate that text starts with, its PDI included.
func isolateEnd(text string) int {
	depth := 0
	for i, r := range text {
		switch r {
		case lri, '\u2067', fsi:
			depth++
		case pdi:
			depth--
			if depth == 0 {
				return i + len(string(pdi))
			}
		}
	}
	return len(text)
}

// guardPlain works on text without isolates.
func guardPlain(text string, dir Direction) string {
	var out strings.Builder
	last := 0
	for _, m := range addresses.FindAllStringIndex(text, -1) {
		out.WriteString(guardGroups(text[last:m[0]], dir))
		out.WriteString(isolated(text[m[0]:m[1]], dir))
		last = m[1]
	}
	out.WriteString(guardGroups(text[last:], dir))
	if dir == RTL {
		return brackets.ReplaceAllStringFunc(out.String(), IsolateLTR)
	}
	return out.String()
}

// isolated wraps s where the text around it runs the other way.
func isolated(s string, dir Direction) string {
	if dir == RTL {
		return IsolateLTR(s)
	}
	return s
}

// unbroken joins the groups of a number with spaces and hyphens that do not break (U+2060 is the word joiner).
var unbroken = strings.NewReplacer(" ", "\u00A0", "-", "-\u2060", "/", "/\u2060")

func guardGroups(text string, dir Direction) string {
	return groups.ReplaceAllStringFunc(text, func(s string) string {
		start := 0
		for start < len(s) {
			word, _, more := strings.Cut(s[start:], " ")
			if !more || strings.IndexFunc(word, isDigit) >= 0 {
				break
			}
			start += len(word) + 1 // a word that stands before the number
		}
		if isGrouped(s[start:]) {
			return s[:start] + isolated(unbroken.Replace(s[start:]), dir)
		}
		return s
	})
}

// isGrouped tells a phone number or a code from a range, an amount or a hyphenated word: five or more digits and letters in
// three groups that start with a digit or a capital, or in two when the first starts with "+", "(" or "0".
func isGrouped(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return !isCodeRune(r) })
	length, digits := 0, false
	for _, p := range parts {
		length += len(p)
		digits = digits || strings.IndexFunc(p, isDigit) >= 0
		if p[0] >= 'a' {
			return false
		}
	}
	phone := strings.ContainsRune("+(0", rune(s[0]))
	return digits && length >= 5 && !hours.MatchString(s) && (len(parts) >= 3 || len(parts) == 2 && phone)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isCodeRune(r rune) bool { return isDigit(r) || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
