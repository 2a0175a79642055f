package fold

import (
	"cmp"
	"slices"
	"strings"
)

// Expander spells out abbreviations.
type Expander struct {
	words   map[string][]string
	endings []ending
}

type ending struct{ short, long string }

// NewExpander takes whole-word abbreviations ("st" is "sint", "olv" is three words) and endings of words ("str" is
// "straat").
func NewExpander(words, endings map[string]string) *Expander {
	e := &Expander{words: make(map[string][]string, len(words))}
	for short, long := range words {
		e.words[Text(short)] = strings.Fields(Text(long))
	}
	for short, long := range endings {
		e.endings = append(e.endings, ending{Text(short), Text(long)})
	}
	slices.SortFunc(e.endings, func(a, b ending) int { // the longest that fits counts, in whatever order they were given
		return cmp.Or(len(b.short)-len(a.short), strings.Compare(a.short, b.short))
	})
	return e
}

// Expand spells out every word of a text that [Words] gave. The result shares no memory with words.
func (e *Expander) Expand(words []string) []string {
	out := make([]string, 0, len(words)+2)
	for _, word := range words {
		if long, ok := e.words[word]; ok {
			out = append(out, long...)
			continue
		}
		out = append(out, e.ending(word))
	}
	return out
}

func (e *Expander) ending(word string) string {
	for _, end := range e.endings {
		// At least two letters must stand before the ending, or it is a word of its own.
		if len(word) > len(end.short)+1 && strings.HasSuffix(word, end.short) {
			return strings.TrimSuffix(word, end.short) + end.long
		}
	}
	return word
}
