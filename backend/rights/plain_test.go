package rights

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Of a word, A-25 takes so many letters for what most adults can read (B1), unless it is explained.
const (
	longestWord = 12
	longWords   = "testdata/long-words.txt"
)

// notRead is what no reader takes for a word: gaps to fill, web addresses.
var notRead = regexp.MustCompile(`\{[^}]*\}|[\w./-]+\.be[\w/-]*`)

// plain is the Dutch that stands together on one screen.
type plain struct {
	where string
	name  string // of a right: its "short" says below it what it is
	texts []string
}

// dutch is all Dutch that a resident reads about rights, and each question with its answers.
func dutch(rules *Rules) []plain {
	all := []plain{{where: "old", texts: []string{rules.old["nl"]}}}
	for _, right := range rules.rights {
		text := right.texts["nl"]
		one := plain{where: right.ID, name: text.Name, texts: append([]string{text.Name, text.Short, text.Brings, text.How, text.Where, text.Deadline}, text.Bring...)}
		for _, said := range right.Sentences {
			one.texts = append(one.texts, said["nl"]...)
		}
		all = append(all, one)
	}
	for id, one := range rules.shared {
		all = append(all, plain{where: id, texts: slices.Clone(one.NL)})
	}
	for _, q := range rules.questions {
		one := plain{where: q.ID}
		texts := [][]string{q.Asking.Ask, q.Asking.Why, q.Asking.Most, q.Asking.Amounts.Below, q.Asking.Amounts.Between, q.Asking.Amounts.From}
		for _, code := range q.Codes {
			texts = append(texts, q.Asking.Answers[code])
		}
		for _, languages := range texts {
			if len(languages) > 0 {
				one.texts = append(one.texts, languages[0])
			}
		}
		all = append(all, one)
	}
	for i, one := range all {
		for j, text := range one.texts {
			all[i].texts[j] = notRead.ReplaceAllString(text, "x")
		}
	}
	return all
}

// TestDutchHasShortWords: a word of more than 12 letters stays only when it is the name of the thing, and then it is explained where
// it stands: a right by its "short", another by the words that the list wants beside it. A hyphen parts a word for who reads it.
func TestDutchHasShortWords(t *testing.T) {
	known, beside := longWordsOf(t)
	used := map[string]bool{}
	for _, one := range dutch(cityRules(t)) {
		together, name := strings.ToLower(strings.Join(one.texts, "\n")), strings.ToLower(one.name)
		for _, word := range words.FindAllString(together, -1) {
			for _, part := range strings.Split(word, "-") {
				if utf8.RuneCountInString(part) <= longestWord {
					continue
				}
				used[part] = true
				explained, listed := beside[part]
				switch {
				case known[part] || slices.Contains(words.FindAllString(name, -1), part):
				case !listed:
					t.Errorf("%s: %q is long; use another word, or explain it here and write how in %s", one.where, part, longWords)
				case !strings.Contains(together, explained):
					t.Errorf("%s: %q is not explained: %q is missing beside it", one.where, part, explained)
				}
			}
		}
	}
	for _, list := range [][]string{sorted(known), sorted(beside)} {
		for _, word := range list {
			if !used[word] {
				t.Errorf("%s has %q, which no text uses", longWords, word)
			}
		}
	}
}

// longWordsOf reads the list: the words that everybody knows, each with the reason, and those that need other words beside them.
func longWordsOf(t *testing.T) (known map[string]bool, beside map[string]string) {
	t.Helper()
	text, err := os.ReadFile(longWords)
	if err != nil {
		t.Fatal(err)
	}
	known, beside = map[string]bool{}, map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if word, explanation, ok := strings.Cut(line, " = "); ok {
			beside[word] = explanation
		} else if word, _, ok := strings.Cut(line, ": "); ok {
			known[word] = true
		}
	}
	return known, beside
}
