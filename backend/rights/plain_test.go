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

	abbreviations = "testdata/abbreviations.txt"
)

// notRead is what no reader takes for a word: gaps to fill, web addresses.
var notRead = regexp.MustCompile(`\{[^}]*\}|[\w./-]+\.be[\w/-]*`)

// plain is what stands together on one screen, in the order in which it is read.
type plain struct {
	where string
	name  string // of a right: its "short" says below it what it is
	texts []string
}

// plainTexts is all that a resident reads about rights in a language, and each question with its answers.
func plainTexts(rules *Rules, language string) []plain {
	all := []plain{{where: "old", texts: []string{rules.old[language]}}}
	for _, right := range rules.rights {
		text := right.texts[language]
		one := plain{where: right.ID, name: text.Name, texts: append([]string{text.Name, text.Short, text.Brings, text.How, text.Where, text.Deadline}, text.Bring...)}
		for _, id := range sorted(right.Sentences) {
			one.texts = append(one.texts, right.Sentences[id][language]...)
		}
		all = append(all, one)
	}
	for id, one := range rules.shared {
		for _, said := range one.sentences()[language] { // each may be the only one that stands with a right
			all = append(all, plain{where: id, texts: []string{said}})
		}
	}
	for _, q := range rules.questions {
		one := plain{where: q.ID}
		texts := [][]string{q.Asking.Ask, q.Asking.Why, q.Asking.Most, q.Asking.Amounts.Below, q.Asking.Amounts.Between, q.Asking.Amounts.From}
		for _, code := range q.Codes {
			texts = append(texts, q.Asking.Answers[code])
		}
		for _, languages := range texts {
			if said := inLanguage(languages, language); said != "" {
				one.texts = append(one.texts, said)
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
	known, beside := listed(t, longWords)
	used := map[string]bool{}
	for _, one := range plainTexts(cityRules(t), "nl") {
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
	noneUnused(t, longWords, used, known, beside)
}

// abbreviation is a word with two capitals or more, as CAW, SW+ and UiTPAS.
var abbreviation = regexp.MustCompile(`[\p{L}\d+]*\p{Lu}[\p{L}\d+]*\p{Lu}[\p{L}\d+]*`)

// TestAbbreviationsAreExplained: in each language that has them, where they are read for the first time, or, of a name, in the
// "short" below it. A brand is no abbreviation: it stays, when the list says so.
func TestAbbreviationsAreExplained(t *testing.T) {
	known, beside := listed(t, abbreviations)
	used := map[string]bool{}
	for _, language := range Languages {
		for _, one := range plainTexts(cityRules(t), language) {
			for i, text := range one.texts {
				read := strings.ToLower(strings.Join(one.texts[:i+1], "\n"))
				if i == 0 && one.name != "" {
					read = strings.ToLower(strings.Join(one.texts[:i+2], "\n"))
				}
				for _, word := range abbreviation.FindAllString(text, -1) {
					entry := language + " " + word
					used[word], used[entry] = true, true
					explained, abbreviated := beside[entry]
					switch {
					case known[word] || language == "ar": // where our translations give the Dutch name with the Arabic
					case !abbreviated:
						t.Errorf("%s: %q in %s is an abbreviation; write it in full, or explain it and write how in %s", one.where, word, language, abbreviations)
					case !strings.Contains(read, explained):
						t.Errorf("%s: %q in %s is not explained where it stands first: %q is missing", one.where, word, language, explained)
					}
				}
			}
		}
	}
	noneUnused(t, abbreviations, used, known, beside)
}

// noneUnused holds a list against the words that the texts have.
func noneUnused(t *testing.T, file string, used, known map[string]bool, beside map[string]string) {
	t.Helper()
	for _, word := range append(sorted(known), sorted(beside)...) {
		if !used[word] {
			t.Errorf("%s has %q, which no text uses", file, word)
		}
	}
}

// listed reads a list: the words that everybody knows, each with the reason, and those that need other words beside them.
func listed(t *testing.T, file string) (known map[string]bool, beside map[string]string) {
	t.Helper()
	text, err := os.ReadFile(file)
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
