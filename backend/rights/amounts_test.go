package rights

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"wijkloket/assets"
	"wijkloket/i18n"
)

// wordsOf are the languages of the programs.
func wordsOf(t testing.TB) func(language string) Words {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return func(language string) Words { return texts.For(language) }
}

// smallAmounts are two amounts that the right "meal" tells of, one of them on a page without a date.
const smallAmounts = `parameters:
  - id: menu
    unit: EUR
    values:
      - {from: 2025-02-01, amounts: {soup: 5.5, meal: 1040}, published: 2025-02-01, checked: 2026-01-01, shelf_until: 2025-12-31, confidence: read, source: a page}
  - id: tray
    unit: EUR/month
    values:
      - {from: 2026-01-01, amount: 1, checked: 2026-01-01, shelf_until: 2026-12-31, confidence: read, source: a page}
`

const smallBrings = "Eten. In {month:menu}: {number:menu.soup} tot {amount:menu.meal}. Een dienblad is {amount:tray} ({month:tray})."

// withTexts is the smallest right with one text for what it brings, in all languages, and with amounts.
func withTexts(brings string, more map[string]string) map[string]string {
	files := map[string]string{smallPlace: strings.ReplaceAll(smallRight, "brings: a", `brings: "`+brings+`"`), "parameters/amounts.yaml": smallAmounts}
	for name, text := range more {
		files[name] = text
	}
	return files
}

// TestAnAmountAsALanguageWritesIt, with its date; a sentence without a figure on the day is left out.
func TestAnAmountAsALanguageWritesIt(t *testing.T) {
	rules, words := small(t, withTexts(smallBrings, nil)), wordsOf(t)
	for _, fault := range rules.Faults() {
		t.Error(fault)
	}
	for _, c := range []struct{ day, language, want string }{
		{"2025-01-31", "nl", "Eten."},
		{"2025-02-01", "nl", "Eten. In februari 2025: 5,50 tot 1.040 euro."},
		{"2026-01-01", "nl", "Eten. In februari 2025: 5,50 tot 1.040 euro. Een dienblad is 1 euro (geen datum bij de bron)."},
		{"2031-01-01", "fr", "Eten. In février 2025: 5,50 tot 1\u202f040 euros. Een dienblad is 1 euro (source sans date)."}, // old, and told with its date
		{"2026-01-01", "en", "Eten. In February 2025: 5.50 tot 1,040 euros. Een dienblad is 1 euro (source has no date)."},
		{"2026-01-01", "ar", "Eten. In فبراير 2025: 5,50 tot 1.040 يورو. Een dienblad is 1 يورو (المصدر بلا تاريخ)."},
	} {
		if got := rules.At(c.day).Text("meal", words(c.language)).Brings; got != c.want {
			t.Errorf("on %s in %s: %q, want %q", c.day, c.language, got, c.want)
		}
	}
	for language, want := range map[string]string{"nl": "1,97 euro", "fr": "1,97 euro", "en": "1.97 euros", "ar": "1,97 يورو"} {
		if got := inEuros(1.97, language); got != want {
			t.Errorf("in %s: %q, want %q", language, got, want)
		}
	}
}

// TestAComputedFigureIsNotTold: it decides, but what people read somebody published. One with a fault is not told either.
func TestAComputedFigureIsNotTold(t *testing.T) {
	const limit = "In {year:limit}: {amount:limit.one}."
	more := func(confidence, amount string) map[string]string {
		return map[string]string{"parameters/2026.yaml": "parameters:\n  - id: limit\n    values:\n      - {from: 2026-05-01, low: {one: " + amount +
			", couple: 2000}, margin: 1.1, published: 2026-01-01, checked: 2026-01-01, shelf_until: 2030-12-31, confidence: " + confidence + ", source: a page}\n"}
	}
	words := wordsOf(t)("nl")
	for _, c := range []struct{ confidence, amount, want string }{
		{"read", "1500", "In 2026: 1.500 euro."},
		{"secondary", "1500", "In 2026: 1.500 euro."},
		{"computed", "1500", "In 2025: 1.000 euro."},
		{"read", "1.5", "In 2025: 1.000 euro."},
	} {
		files := withTexts(limit, more(c.confidence, c.amount))
		delete(files, "parameters/amounts.yaml")
		if got := small(t, files).At("2026-06-01").Text("meal", words).Brings; got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.confidence, c.amount, got, c.want)
		}
	}
}

// TestNextYearsAmountIsOneLine: the city's leefloon of next year, in a file of its own, is told from its day on in every
// language, in each right that names it, and not a day before.
func TestNextYearsAmountIsOneLine(t *testing.T) {
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		t.Fatal(err)
	}
	next, err := LoadOverlay(files, fstest.MapFS{"parameters/2027.yaml": {Data: []byte(`parameters:
  - id: leefloon
    values:
      - {from: 2027-03-01, low: {alone: 1400.50, family: 1900, couple: 1850, cohabiting: 925.25}, margin: 1.02, published: 2026-11-20, checked: 2026-11-21, shelf_until: 2028-02-29, confidence: read, source: "een pagina"}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	if faults := next.Faults(); len(faults) > 0 {
		t.Fatal(faults)
	}
	now, words := cityRules(t).At(today), wordsOf(t)
	for language, want := range map[string][]string{
		"nl": {"maart 2027", "925,25 euro", "1.400,50 euro", "1.900 euro"}, "fr": {"mars 2027", "925,25 euros", "1\u202f400,50 euros", "1\u202f900 euros"},
		"en": {"March 2027", "925.25 euros", "1,400.50 euros", "1,900 euros"}, "ar": {"مارس 2027", "925,25 يورو", "1.400,50 يورو", "1.900 يورو"},
	} {
		for id, wanted := range map[string][]string{"leefloon": want, "installatiepremie": {want[0], want[3]}} {
			before, from := next.At("2027-02-28").Text(id, words(language)), next.At("2027-03-01").Text(id, words(language))
			if before.Brings != now.Text(id, words(language)).Brings {
				t.Errorf("%s in %s changes before its day: %q", id, language, before.Brings)
			}
			for _, piece := range wanted {
				if !strings.Contains(from.Brings, piece) {
					t.Errorf("%s in %s is %q, without %q", id, language, from.Brings, piece)
				}
			}
		}
	}
}

// dated is a year, or the words that there is none.
var dated = regexp.MustCompile(`\b(19|20)\d\d\b|geen datum bij de bron|source sans date|source has no date|المصدر بلا تاريخ`)

// TestEveryDaysTextsAreFilled: on every day on which an amount changes, the day before, and on the first of every quarter of
// thirty years, no text of the city has a hole, none has an amount without a date, and none that names no amount loses a word.
func TestEveryDaysTextsAreFilled(t *testing.T) {
	rules, words := cityRules(t), wordsOf(t)
	var days []string
	for at := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2040; at = at.AddDate(0, 3, 0) {
		days = append(days, at.Format(time.DateOnly))
	}
	for _, p := range rules.parameters {
		for _, v := range p.Values {
			days = append(days, v.From, dayBefore(t, v.From))
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		check := &Check{rules: rules, day: day} // texts need no diagrams
		for _, right := range rules.rights {
			for _, language := range Languages {
				raw, text := right.texts[language], check.Text(right.ID, words(language))
				told := append([]string{text.Name, text.Short, text.Brings, text.How, text.Where, text.Deadline, check.Gap(right.ID, words(language))}, text.Bring...)
				written := append([]string{raw.Name, raw.Short, raw.Brings, raw.How, raw.Where, raw.Deadline, right.gap[language]}, raw.Bring...)
				if len(told) != len(written) {
					t.Fatalf("%s on %s in %s: what to bring loses a line", right.ID, day, language)
				}
				for i, said := range told {
					switch {
					case strings.ContainsAny(said, "{}"):
						t.Errorf("%s on %s in %s has a hole: %q", right.ID, day, language, said)
					case moneyDigits.MatchString(said) && !dated.MatchString(said):
						t.Errorf("%s on %s in %s has an amount without a date: %q", right.ID, day, language, said)
					case said != written[i] && !isHole.MatchString(written[i]):
						t.Errorf("%s on %s in %s says %q, and it was written as %q", right.ID, day, language, said, written[i])
					}
				}
			}
		}
	}
}

// TestTodayTheCityTellsOfEveryAmount: nothing is left out of a text on the day on which it was last looked up.
func TestTodayTheCityTellsOfEveryAmount(t *testing.T) {
	rules, words := cityRules(t), wordsOf(t)
	check := rules.At(today)
	for _, right := range rules.rights {
		for _, language := range Languages {
			raw, text := right.texts[language].Brings, check.Text(right.ID, words(language)).Brings
			if written, told := aSentence.FindAllString(raw, -1), aSentence.FindAllString(text, -1); len(written) != len(told) {
				t.Errorf("%s in %s tells %d of %d sentences: %q", right.ID, language, len(told), len(written), text)
			}
		}
	}
}

// TestNoTextLeavesAHole: whatever somebody writes, nobody reads a brace.
func TestNoTextLeavesAHole(t *testing.T) {
	rules, words := small(t, withTexts(smallBrings, nil)), wordsOf(t)
	check := rules.At("2026-06-01")
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"{amount:menu.meal}", "{amount:menu}", "{month:tray}", "{year:gone}", "{", "}", "{}", ". ", "? ", "؟ ", "\n", "a", "é", "1.5", " "})
		text := strings.Join(rapid.SliceOf(piece).Draw(t, "text"), "")
		if got := check.withAmounts(text, words(rapid.SampledFrom(Languages).Draw(t, "language"))); strings.ContainsAny(got, "{}") {
			t.Fatalf("%q becomes %q", text, got)
		}
	})
}
