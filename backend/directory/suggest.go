package directory

import (
	"slices"
	"strings"

	"wijkloket/backend/directory/fold"
)

// SuggestionKind is what a suggestion names.
type SuggestionKind string

// The kinds.
const (
	SuggestStreet        SuggestionKind = "street"
	SuggestNeighbourhood SuggestionKind = "neighbourhood"
	SuggestDeelgemeente  SuggestionKind = "deelgemeente"
	SuggestCentre        SuggestionKind = "centre"
	SuggestElsewhere     SuggestionKind = "elsewhere" // another municipality
)

// Suggestion is one way to complete what was typed. Show Name with Place and Postcode always: look-alikes and homonyms
// differ only there. It prints as [personal], because Number is a person's.
type Suggestion struct {
	Kind     SuggestionKind
	ID       string // of the street, neighbourhood, deelgemeente or centre
	Name     string
	Postcode string
	Place    string // deelgemeente
	Number   string // the house number that was typed along
	Via      string // the other name that matched, where one did
	Homonym  bool   // the city has this street name more than once
}

// String returns [personal].
func (Suggestion) String() string { return Address{}.String() }

// GoString is String.
func (Suggestion) GoString() string { return Address{}.String() }

// Address is what to hand to [Directory.Locate] once the suggestion was chosen.
func (s Suggestion) Address() Address {
	switch s.Kind {
	case SuggestNeighbourhood, SuggestDeelgemeente:
		return Address{Area: s.ID}
	case SuggestElsewhere:
		return Address{Place: s.Name}
	default:
		return Address{Street: s.Name, Number: s.Number, Postcode: s.Postcode, Place: s.Place}
	}
}

// entry is a name that can be suggested, taken apart beforehand.
type entry struct {
	suggestion Suggestion
	words      []string // of the name, spelled out
	place      []string // of the deelgemeente and the postcode
	starts     []string // the joined name from each word on
}

// MaxSuggestions bounds what Suggest returns, however many are asked.
const MaxSuggestions = 50

// Suggest completes a street, neighbourhood, place or centre while it is typed, best first and at most limit. It
// tolerates accents, typing errors, word order, abbreviations (St., Volksv.), split and joined compounds and left-out
// first names, and understands a house number, postcode and deelgemeente typed along. It never corrects silently: who
// types a look-alike sees both. Nothing that resembles gives none.
func (d *Directory) Suggest(text string, limit int) []Suggestion {
	limit = min(limit, MaxSuggestions)
	q, ok := d.query(text)
	if !ok || limit <= 0 {
		return nil
	}
	var found []match
	for i := range d.entries {
		if q.number != "" && d.entries[i].suggestion.Kind != SuggestStreet {
			continue // a house number stands in a street
		}
		if score := q.score(&d.entries[i]); score < noMatch {
			found = append(found, match{&d.entries[i], score})
		}
	}
	slices.SortFunc(found, compareMatches)
	var out []Suggestion
	seen := map[string]bool{}
	for _, m := range found {
		s := m.entry.suggestion
		if seen[string(s.Kind)+s.ID] || m.score >= typoScore+16 && found[0].score < typoScore {
			continue // once each, and no far typos beside a clean match
		}
		seen[string(s.Kind)+s.ID] = true
		if s.Kind == SuggestStreet {
			s.Number = q.number
		}
		if out = append(out, s); len(out) == limit {
			break
		}
	}
	return out
}

type match struct {
	entry *entry
	score int
}

func compareMatches(a, b match) int {
	x, y := a.entry.suggestion, b.entry.suggestion
	if a.score != b.score {
		return a.score - b.score
	}
	if (x.Kind == SuggestStreet) != (y.Kind == SuggestStreet) {
		if x.Kind == SuggestStreet {
			return -1
		}
		return 1
	}
	if len(a.entry.starts[0]) != len(b.entry.starts[0]) {
		return len(a.entry.starts[0]) - len(b.entry.starts[0])
	}
	if c := strings.Compare(a.entry.starts[0], b.entry.starts[0]); c != 0 {
		return c
	}
	return strings.Compare(x.Postcode+x.Place+x.ID, y.Postcode+y.Place+y.ID)
}

// query is what was typed, in the two forms that are compared: as typed and with abbreviations spelled out.
type query struct {
	forms  []form
	number string
}

type form struct {
	words  []string
	joined string
}

func (d *Directory) query(text string) (query, bool) {
	text = fold.Head(text, fold.MaxBytes)
	var q query
	parts := []string{text}
	if strings.ContainsAny(fold.Digits(text), "0123456789") {
		typed := Parse(text)
		q.number = typed.Number
		parts = []string{typed.Street + " " + typed.Postcode + " " + typed.Place, text}
	}
	for _, part := range parts {
		words := fold.Words(part)
		for _, form := range [...]form{{words, fold.Join(words)}, {words: d.expander.Expand(words)}} {
			form.joined = fold.Join(form.words)
			if form.joined != "" && !slices.ContainsFunc(q.forms, form.equal) {
				q.forms = append(q.forms, form)
			}
		}
	}
	return q, len(q.forms) > 0
}

func (f form) equal(other form) bool { return slices.Equal(f.words, other.words) }

// The scores, lower is better. Within a kind of match sixteen steps are left for the number of typing errors.
const (
	whole     = 16 * iota // the whole name
	beginning             // the name begins so
	laterWord             // a later word begins so: first names left out
	anyOrder              // every word typed begins some word of the name or place
	inside                // somewhere in the name
	typoScore             // the beginning, with typing errors
	typoLater             // a later word, with typing errors
	typoWords             // words in any order, with typing errors
	_
	_
	_
	noMatch
)

func (q query) score(e *entry) int {
	best := noMatch
	for _, f := range q.forms {
		best = min(best, f.score(e))
	}
	if best < typoScore {
		return best
	}
	for _, f := range q.forms {
		best = min(best, f.typos(e))
	}
	return best
}

func (f form) score(e *entry) int {
	switch {
	case e.starts[0] == f.joined:
		return whole
	case strings.HasPrefix(e.starts[0], f.joined):
		return beginning
	}
	for i, start := range e.starts[1:] {
		if strings.HasPrefix(start, f.joined) {
			return laterWord + min(i, 3)
		}
	}
	if f.eachWord(e, func(typed, word string) int {
		if strings.HasPrefix(word, typed) {
			return 0
		}
		return 1
	}, 0) == 0 {
		return anyOrder
	}
	if len(f.joined) >= 4 && strings.Contains(e.starts[0], f.joined) {
		return inside
	}
	return noMatch
}

// tolerance is how many typing errors a text of n letters may hold; short ones none, or everything would match.
func tolerance(n int) int {
	switch {
	case n <= 3:
		return 0
	case n <= 5:
		return 1
	case n <= 9:
		return 2
	default:
		return 3
	}
}

func (f form) typos(e *entry) int {
	limit := tolerance(len(f.joined))
	if limit == 0 {
		return noMatch
	}
	best := noMatch
	for i, start := range e.starts {
		errors := fold.PrefixDistance(f.joined, start, limit)
		if errors > limit {
			continue
		}
		kind := typoScore
		if i > 0 {
			kind = typoLater
		}
		best = min(best, kind+16*(errors-1)+4*min(i, 3)/3)
	}
	if len(f.words) > 1 && best == noMatch {
		errors := f.eachWord(e, func(typed, word string) int {
			return fold.PrefixDistance(typed, word, tolerance(len(typed)))
		}, limit)
		if errors <= limit {
			best = typoWords + 16*errors
		}
	}
	return min(best, noMatch)
}

// eachWord matches every word typed with a word of its own of the name or place, at least one of them of the name, and
// adds up the errors; more than limit stops the count.
func (f form) eachWord(e *entry, distance func(typed, word string) int, limit int) int {
	var used uint64
	total, ofName := 0, false
	for _, typed := range f.words {
		best, at := limit+1, -1
		for i := range min(64, len(e.words)+len(e.place)) {
			word, tolerated := e.word(i), tolerance(len(typed))
			if used&(1<<i) != 0 {
				continue
			}
			if errors := distance(typed, word); errors < best && errors <= tolerated {
				best, at = errors, i
			}
		}
		if at < 0 {
			return limit + 1
		}
		used |= 1 << at
		ofName = ofName || at < len(e.words)
		if total += best; total > limit {
			return limit + 1
		}
	}
	if !ofName {
		return limit + 1
	}
	return total
}

func (e *entry) word(i int) string {
	if i < len(e.words) {
		return e.words[i]
	}
	return e.place[i-len(e.words)]
}
