package i18n_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"wijkloket/i18n"
)

// The limits of A-25: Dutch that most adults can read (B1).
const (
	meanWords    = 12
	mostWords    = 20
	longestWord  = 12
	explainedIn  = "testdata/long-words.txt"
	residentOnly = "staff"
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?:]+(\s|$)|\n`)
	word        = regexp.MustCompile(`\p{L}[\p{L}'’-]*`)
)

// TestDutchIsPlain proves A-25 over every text that a resident reads.
func TestDutchIsPlain(t *testing.T) {
	allowed := longWords(t)
	words, sentences := 0, 0
	used := map[string]bool{}
	for _, name := range i18n.Areas() {
		if name == residentOnly {
			continue
		}
		for key, forms := range area(t, name, "nl") {
			for _, text := range forms {
				for _, sentence := range sentenceEnd.Split(gap.ReplaceAllString(text, "x"), -1) {
					n := len(word.FindAllString(sentence, -1))
					if n == 0 {
						continue
					}
					words, sentences = words+n, sentences+1
					if n > mostWords {
						t.Errorf("%s: a sentence of %d words: %q", key, n, sentence)
					}
					for _, long := range word.FindAllString(sentence, -1) {
						lower := strings.ToLower(long)
						used[lower] = true
						if utf8.RuneCountInString(long) > longestWord && !allowed[lower] {
							t.Errorf("%s: %q is long; use another word or explain it in %s", key, long, explainedIn)
						}
					}
				}
			}
		}
	}
	if mean := float64(words) / float64(sentences); mean > meanWords {
		t.Errorf("a sentence has %.1f words on average", mean)
	}
	for long := range allowed {
		if !used[long] {
			t.Errorf("%s explains %q, which no text uses", explainedIn, long)
		}
	}
}

// longWords reads the long words that we do use, each with the plain words that explain it to its writer.
func longWords(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(explainedIn)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if long, explanation, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(explanation) != "" {
			out[strings.TrimSpace(long)] = true
		}
	}
	return out
}

// otherWords are words that would name a thing by a second name: what a resident sends is a "vraag" and stands at a "kiosk",
// for residents and staff alike.
var otherWords = regexp.MustCompile(`(?i)\b(aanvra(ag|gen)|aangevraagd|zuil|verzoek)\b`)

// TestOneWordForOneThing: who reads two words looks for two things.
func TestOneWordForOneThing(t *testing.T) {
	for _, name := range i18n.Areas() {
		for key, forms := range area(t, name, "nl") {
			for _, text := range forms {
				if found := otherWords.FindString(text); found != "" {
					t.Errorf("%s calls it %q: %q", key, found, text)
				}
			}
		}
	}
}
