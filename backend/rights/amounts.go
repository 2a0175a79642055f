package rights

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Words is the language of a reader, as every face of the rights has it.
type Words interface {
	// Lang is one of [Languages].
	Lang() string
	// T is the text of a key of the catalogue with its holes filled.
	T(key string, args ...map[string]any) string
	// MonthYear is a month of a year in words.
	MonthYear(at time.Time) string
}

// Text is what a resident reads about a right on the day, in Dutch where it has no words in the language: with the amounts that
// hold on the day, and from when they hold. A right whose file cannot be read has only its id for a name, as an unknown one has.
func (c *Check) Text(id string, words Words) Text {
	right, known := c.rules.Right(id)
	if !known {
		return Text{Name: id}
	}
	return c.filledText(right.in(words.Lang()), words)
}

// Gap is what a worker must still look at, with the amounts of the day; "" in a language without it.
func (c *Check) Gap(id string, words Words) string {
	right, _ := c.rules.Right(id)
	return c.withAmounts(right.gap[words.Lang()], words)
}

func (c *Check) filledText(t Text, words Words) Text {
	for _, text := range []*string{&t.Short, &t.Brings, &t.How, &t.Where, &t.Deadline} {
		*text = c.withAmounts(*text, words)
	}
	var bring []string
	for _, item := range t.Bring {
		if item = c.withAmounts(item, words); item != "" {
			bring = append(bring, item)
		}
	}
	t.Bring = bring
	return t
}

// hole is a place in a text for an amount, or for the date from which it holds: {amount:leefloon.alone}, {month:leefloon}.
type hole struct {
	kind string // amount, number, month, year or schoolyear
	id   string // of the parameter
	row  string // "" when the parameter is one amount
}

// String is the hole as it is written.
func (h hole) String() string {
	if h.row == "" {
		return fmt.Sprintf("{%s:%s}", h.kind, h.id)
	}
	return fmt.Sprintf("{%s:%s.%s}", h.kind, h.id, h.row)
}

// money says whether the hole is for an amount; else it is for its date.
func (h hole) money() bool { return h.kind == "amount" || h.kind == "number" }

var isHole = regexp.MustCompile(`\{(amount|number|month|year|schoolyear):([a-z0-9-]+)(?:\.([a-z0-9_-]+))?\}`)

func holeOf(written string) hole {
	part := isHole.FindStringSubmatch(written)
	return hole{kind: part[1], id: part[2], row: part[3]}
}

// aSentence is a sentence with the space behind it; a full stop within a number or an address ends none.
var aSentence = regexp.MustCompile(`(?s).*?[.!?؟]["”»)]*(\s+|$)|.+$`)

// withAmounts fills the holes of a text. A sentence with a hole that nothing fills on the day is left out: nobody reads "{".
func (c *Check) withAmounts(text string, words Words) string {
	if !strings.ContainsAny(text, "{}") {
		return text
	}
	var out strings.Builder
	for _, sentence := range aSentence.FindAllString(text, -1) {
		sentence = isHole.ReplaceAllStringFunc(sentence, func(written string) string {
			if filled, ok := c.filledHole(holeOf(written), words); ok {
				return filled
			}
			return written
		})
		if !strings.ContainsAny(sentence, "{}") {
			out.WriteString(sentence)
		}
	}
	return strings.TrimSpace(out.String())
}

func (c *Check) filledHole(h hole, words Words) (string, bool) {
	p := c.rules.parameters[h.id]
	if p == nil {
		return "", false
	}
	v := p.told(c.day)
	if v == nil {
		return "", false
	}
	if h.money() {
		amount, ok := v.amount(h.row)
		if h.kind == "number" {
			return digits(amount, words.Lang()), ok
		}
		return inEuros(amount, words.Lang()), ok
	}
	from, begun := ParseDay(v.From)
	switch {
	case !begun:
		return "", false
	case v.Published == "":
		return words.T("check.amount.undated"), true // no date is made up
	case h.kind == "month":
		return words.MonthYear(from), true
	case h.kind == "year":
		return strconv.Itoa(from.Year()), true
	}
	return fmt.Sprintf("%d-%d", from.Year(), from.Year()+1), true
}

// told is the value of which people are told on a day: the last that somebody published. One that we computed decides on
// rights, but nobody should read it as an amount. Past its shelf life it is still told, because its date stands beside it.
func (p *parameter) told(day string) *value {
	var found *value
	for i := range p.Values {
		v := &p.Values[i]
		if v.From <= day && !p.bad && !v.bad && v.Confidence != computed && (found == nil || v.From > found.From) {
			found = v
		}
	}
	return found
}

// amount is one amount of a value: of an income limit it is the lower one, which is what the source has.
func (v *value) amount(row string) (float64, bool) {
	if row == "" {
		if v.Amount == nil {
			return 0, false
		}
		return *v.Amount, true
	}
	for _, rows := range []map[string]float64{v.Amounts, v.Low} {
		if amount, ok := rows[row]; ok {
			return amount, true
		}
	}
	return 0, false
}

// decimals is what parts the cents of an amount.
var decimals = map[string]string{"nl": ",", "fr": ",", "en": ".", "ar": ","}

// digits is an amount as a language writes it, with cents only when there are any.
func digits(amount float64, language string) string {
	cents := int(math.Round(amount * 100))
	out := euros(cents/100, language)
	if cents%100 != 0 {
		out += decimals[language] + fmt.Sprintf("%02d", cents%100)
	}
	return out
}

// inEuros is an amount with the word for euro, which in French has a plural from two on.
func inEuros(amount float64, language string) string {
	word := "euro"
	switch {
	case language == "ar":
		word = "يورو"
	case language == "fr" && amount >= 2, language == "en" && amount != 1:
		word = "euros"
	}
	return digits(amount, language) + " " + word
}
