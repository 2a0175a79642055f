package rights

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Ask is the question in a language, or "" for an unknown one.
func (q *Question) Ask(language string) string { return inLanguage(q.Asking.Ask, language) }

// Why says in a language why the question is asked.
func (q *Question) Why(language string) string { return inLanguage(q.Asking.Why, language) }

// Name is what the right is called in a language, in Dutch where it has no words in that language, and its id when its file
// cannot be read. No name has an amount in it, so it needs no day.
func (r *Right) Name(language string) string { return r.in(language).Name }

// in is the words of the right as written.
func (r *Right) in(language string) Text {
	for _, try := range []string{language, Languages[0]} {
		if text := r.texts[try]; text.Name != "" {
			return text
		}
	}
	return Text{Name: r.ID}
}

func inLanguage(texts []string, language string) string {
	if i := slices.Index(Languages, language); i >= 0 && i < len(texts) {
		return texts[i]
	}
	return ""
}

// Numbers are the answers to a number-question, as [Rules.With] takes them.
func (q *Question) Numbers() []string {
	var out []string
	for n := q.Min; n <= q.Max; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// ParseDay reads a day written YYYY-MM-DD, and is false for anything else.
func ParseDay(day string) (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, day)
	return at, err == nil
}

// Label is the words of an answer in a language: those of its code, the number itself, or, of an income, the amounts
// between which it lies on this day.
func (c *Check) Label(question, code, language string) string {
	at := c.rules.question(question)
	if at < 0 {
		return ""
	}
	q := &c.rules.questions[at]
	switch {
	case q.ID == askIncome:
		return c.amounts(q, code, language)
	case q.Kind == Number && code == strconv.Itoa(q.Max) && len(q.Asking.Most) > 0:
		return inLanguage(q.Asking.Most, language)
	case q.Kind == Number:
		return code
	}
	return inLanguage(q.Asking.Answers[code], language)
}

// amounts is an income in words: below the second cut, between two, or from the last one on. The last euro of a band is
// one less than where the next begins.
func (c *Check) amounts(q *Question, code, language string) string {
	p, at := c.rules.parameters[bandsID], slices.Index(q.Codes, code)
	if p == nil || at < 0 {
		return ""
	}
	v := p.on(c.day)
	if v == nil {
		return ""
	}
	fill := func(text, from, to string) string {
		return strings.NewReplacer("{from}", from, "{to}", to).Replace(text)
	}
	from := euros(int(v.Bands[code]), language)
	switch {
	case at+1 == len(q.Codes):
		return fill(inLanguage(q.Asking.Amounts.From, language), from, "")
	case at == 0:
		return fill(inLanguage(q.Asking.Amounts.Below, language), "", euros(int(v.Bands[q.Codes[1]]), language))
	}
	return fill(inLanguage(q.Asking.Amounts.Between, language), from, euros(int(v.Bands[q.Codes[at+1]])-1, language))
}

// thousands is what parts the thousands of an amount. A space there must not break the line.
var thousands = map[string]string{"nl": ".", "fr": "\u202f", "en": ",", "ar": "."}

// euros is a whole amount as it is written, in western digits, which are those of bills here in every language.
func euros(amount int, language string) string {
	digits := strconv.Itoa(amount)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + thousands[language] + digits[at:]
	}
	return digits
}

// sites are the addresses in a source, without what stands behind their first slash.
var sites = regexp.MustCompile(`\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:be|fr|eu|org|com|info|nl)\b`)

// Sites are the web sites of the source, to name to a resident: the source itself is written for who keeps the figures. Of
// pages that were read but have no address it is whose they are. Without any, nothing firm was read.
func (e Evidence) Sites() []string {
	var out []string
	for _, site := range sites.FindAllString(e.Source, -1) {
		if !slices.Contains(out, site) {
			out = append(out, site)
		}
	}
	if len(out) > 0 || e.Confidence == "known" || e.Confidence == "unsure" {
		return out
	}
	for _, page := range strings.Split(e.Source, ";") {
		whose, _, _ := strings.Cut(page, "(")
		if whose = strings.TrimSpace(whose); whose != "" {
			out = append(out, whose)
		}
	}
	return out
}
