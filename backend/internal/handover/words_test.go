package handover_test

import "testing"

// Two words of a list that differ in one letter would make a stranger's phone look like one's own.
func TestNoTwoWordsLookAlike(t *testing.T) {
	for lang, list := range words(t) {
		for i, a := range list {
			for _, b := range list[i+1:] {
				if oneLetterApart([]rune(a), []rune(b)) {
					t.Errorf("%s: %s and %s", lang, a, b)
				}
			}
		}
	}
}

// oneLetterApart: one letter is other, more or less.
func oneLetterApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	same := 0
	for same < len(a) && a[same] == b[same] {
		same++
	}
	if len(a) == len(b) {
		return same == len(a) || string(a[same+1:]) == string(b[same+1:])
	}
	return string(a[same:]) == string(b[same+1:])
}
