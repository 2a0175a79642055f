package handover

import (
	"fmt"
	"io/fs"
	"strings"

	"wijkloket/i18n"
)

// Words are the words to choose two from, by language.
type Words map[string][]string

// minWords keeps a wrong phone from showing the right pair by luck: 64 x 63 pairs.
const minWords = 64

// ReadWords reads data/handover-words of the assets: one file a language, one word a line.
func ReadWords(files fs.FS) (Words, error) {
	words := Words{}
	for _, lang := range i18n.Languages {
		text, err := fs.ReadFile(files, "data/handover-words/"+lang+".txt")
		if err != nil {
			return nil, fmt.Errorf("handover: words: %w", err)
		}
		words[lang] = strings.Fields(string(text))
	}
	return words, words.check()
}

func (w Words) check() error {
	for _, lang := range i18n.Languages {
		seen := map[string]bool{}
		for _, word := range w[lang] {
			if seen[word] {
				return fmt.Errorf("handover: words: %q is twice in %s", word, lang)
			}
			seen[word] = true
		}
		if len(seen) < minWords {
			return fmt.Errorf("handover: words: %d in %s, at least %d are needed", len(seen), lang, minWords)
		}
	}
	return nil
}
