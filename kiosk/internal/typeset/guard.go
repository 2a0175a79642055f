package typeset

import (
	"regexp"
	"strings"
)

// What must read from left to right inside right-to-left text although the bidirectional algorithm would turn its groups
// round: addresses of pages and mail, numbers in groups (phone, request code).
var (
	addresses = regexp.MustCompile(`(?i)(?:https?://)?[a-z0-9][a-z0-9._%+-]*(?:@[a-z0-9-]+)?(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#][a-z0-9/?#=&%._~+-]*)?`)
	groups    = regexp.MustCompile(`[+(]?[0-9A-Za-z](?:[0-9A-Za-z./()\-]|[ \x{00A0}\x{202F}][0-9(])*[0-9A-Za-z]`)
)

// Guard isolates the phone numbers, codes and addresses in right-to-left text (see [IsolateLTR]), so that no caller and no
// translator can forget it. Text that is isolated already, and left-to-right text, come back unchanged.
func Guard(text string, dir Direction) string {
	if dir == LTR || !strings.ContainsAny(text, "0123456789.") {
		return text
	}
	var out strings.Builder
	for len(text) > 0 {
		open := strings.IndexAny(text, "\u2066\u2067\u2068")
		if open < 0 {
			open = len(text)
		}
		out.WriteString(guardPlain(text[:open]))
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
func guardPlain(text string) string {
	var out strings.Builder
	last := 0
	for _, m := range addresses.FindAllStringIndex(text, -1) {
		out.WriteString(guardGroups(text[last:m[0]]))
		out.WriteString(IsolateLTR(text[m[0]:m[1]]))
		last = m[1]
	}
	out.WriteString(guardGroups(text[last:]))
	return out.String()
}

func guardGroups(text string) string {
	return groups.ReplaceAllStringFunc(text, func(s string) string {
		if isGrouped(s) {
			return IsolateLTR(s)
		}
		return s
	})
}

// isGrouped tells a phone number or a code from a range, a date or an amount: at least five digits or capitals in three
// groups, or in two when the first starts with "+", "(" or "0".
func isGrouped(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return !isCodeRune(r) })
	length, digits := 0, 0
	for _, p := range parts {
		length += len(p)
		digits += strings.IndexFunc(p, isDigit) + 1
	}
	phone := strings.ContainsRune("+(0", rune(s[0]))
	return digits > 0 && length >= 5 && (len(parts) >= 3 || len(parts) == 2 && phone)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isCodeRune(r rune) bool { return isDigit(r) || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
