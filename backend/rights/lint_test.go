package rights

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The smallest rules: four questions, one age, one ceiling, one shared condition, one right.
const (
	smallQuestions = `questions:
  - {id: V1, kind: number, min: 0, max: 120}
  - {id: V2, kind: one, codes: [kortrijk, elders]}
  - {id: V3, kind: one, codes: [alleen, koppel]}
  - {id: V4, kind: number, min: 0, max: 5}
  - {id: V9, kind: one, codes: [A, B, C]}
  - {id: V14, kind: many, codes: [eten, huur, niets], none: [niets]}
`
	smallParameters = `parameters:
  - id: adult
    unit: years
    values:
      - {from: 2020-01-01, value: 18, published: 2020-01-01, checked: 2026-01-01, shelf_until: 2027-12-31, confidence: read, source: a page}
      - {from: 2027-01-01, value: 21, published: 2026-01-01, checked: 2026-01-01, shelf_until: 2027-12-31, confidence: read, source: a page}
  - id: income-bands
    unit: EUR/month
    values:
      - {from: 2020-01-01, bands: {A: 0, B: 1000, C: 2000}, published: 2020-01-01, checked: 2026-01-01, shelf_until: 2030-12-31, confidence: read, source: a page}
  - id: limit
    unit: EUR/month
    test: month
    households: [{row: couple, who: [koppel]}, {row: one}]
    values:
      - {from: 2025-01-01, low: {one: 1000, couple: 2000}, margin: 1.1, published: 2025-01-01, checked: 2026-01-01, shelf_until: 2026-06-30, confidence: read, source: a page}
`
	smallConditions = `conditions:
  - id: here
    when: {answer: V2, in: [kortrijk]}
    nl: [a, b]
    fr: [a, b]
    en: [a, b]
    ar: [a, b]
`
	smallRight = `id: meal
order: 1
level: kortrijk
domain: food
granted: on-request
weight: 1
valid_from: 1990-01-01
published: 2025-01-01
checked: 2026-01-01
shelf_until: 2027-12-31
confidence: read
source: a page
when:
  all:
    - use: here
    - {id: hungry, answer: V14, in: [eten]}
sentences:
  hungry:
    nl: [a, b]
    fr: [a, b]
    en: [a, b]
    ar: [a, b]
texts:
  nl: {name: a, short: a, brings: a, how: a, where: a, bring: [a]}
  fr: {name: a, short: a, brings: a, how: a, where: a, bring: [a]}
  en: {name: a, short: a, brings: a, how: a, where: a, bring: [a]}
  ar: {name: a, short: a, brings: a, how: a, where: a, bring: [a]}
gap: {nl: a, fr: a, en: a}
`
	smallPlace  = "food/meal.yaml"
	smallAsking = `asking:
  V1: {ask: [a, a, a, a], why: [a, a, a, a]}
  V2: {ask: [a, a, a, a], why: [a, a, a, a], answers: {kortrijk: [a, a, a, a], elders: [a, a, a, a]}}
  V3: {ask: [a, a, a, a], why: [a, a, a, a], answers: {alleen: [a, a, a, a], koppel: [a, a, a, a]}}
  V4: {ask: [a, a, a, a], why: [a, a, a, a]}
  V9:
    ask: [a, a, a, a]
    why: [a, a, a, a]
    amounts: {below: ["{to}", "{to}", "{to}", "{to}"], between: ["{from}{to}", "{from}{to}", "{from}{to}", "{from}{to}"], from: ["{from}", "{from}", "{from}", "{from}"]}
  V14: {ask: [a, a, a, a], why: [a, a, a, a], answers: {eten: [a, a, a, a], huur: [a, a, a, a], niets: [a, a, a, a]}}
`
)

// small are the smallest rules, with some files replaced; a file that is replaced by nothing is absent.
func small(t testing.TB, files map[string]string) *Rules {
	t.Helper()
	all := map[string]string{"questions.yaml": smallQuestions, "parameters/all.yaml": smallParameters, "conditions.yaml": smallConditions, "asking.yaml": smallAsking, smallPlace: smallRight}
	for name, text := range files {
		all[name] = text
	}
	fsys := fstest.MapFS{}
	for name, text := range all {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	rules, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// rule is the right "meal" with another rule; it needs no sentences of its own.
func rule(when string) map[string]string {
	before, rest, _ := strings.Cut(smallRight, "when:\n")
	_, after, _ := strings.Cut(rest, "sentences:\n")
	said := "    nl: [a, b, c]\n    fr: [a, b, c]\n    en: [a, b, c]\n    ar: [a, b, c]\n"
	two := strings.ReplaceAll(said, ", c]", "]")
	_, after, _ = strings.Cut(after, "texts:\n")
	return map[string]string{smallPlace: before + "when: " + when + "\nsentences:\n  x:\n" + two + "  y:\n" + two + "  z:\n" + said + "texts:\n" + after}
}

func TestTheSmallestRulesHaveNoFault(t *testing.T) {
	for _, fault := range small(t, nil).Faults() {
		t.Error(fault)
	}
}

// TestLintRefuses: each fault is found, with the file, a line and what to change.
func TestLintRefuses(t *testing.T) {
	swap := func(file, text, from, to string) map[string]string {
		if !strings.Contains(text, from) {
			t.Fatalf("%s has no %q", file, from)
		}
		return map[string]string{file: strings.Replace(text, from, to, 1)}
	}
	right := func(from, to string) map[string]string { return swap(smallPlace, smallRight, from, to) }
	figure := func(from, to string) map[string]string { return swap("parameters/all.yaml", smallParameters, from, to) }
	for _, c := range []struct {
		name  string
		files map[string]string
		says  string
	}{
		{"undated figure", figure("published: 2020-01-01, ", ""), `"published"`},
		{"unchecked figure", figure("checked: 2026-01-01", "checked: soon"), `"checked"`},
		{"figure without source", figure(", source: a page", ""), `no "source"`},
		{"two figures of one day", figure("from: 2027-01-01", "from: 2020-01-01"), "two figures from that day"},
		{"figure of two kinds", figure("value: 18", "value: 18, bands: {A: 0}"), "needs one of"},
		{"ceiling without a row", figure("low: {one: 1000, couple: 2000}", "low: {one: 1000}"), `no "low" for "couple"`},
		{"ceiling upside down", figure("margin: 1.1", "high: {one: 900, couple: 2100}"), "below"},
		{"ceiling without an upper figure", figure("margin: 1.1, ", ""), `"high" or "margin"`},
		{"unknown test", figure("test: month", "test: week"), "year with EUR/year"},
		{"right without source", right("source: a page\n", ""), `no "source"`},
		{"right without a day", right("valid_from: 1990-01-01\n", ""), `"valid_from"`},
		{"right that ends before it begins", right("valid_from: 1990-01-01\n", "valid_from: 1990-01-01\nvalid_until: 1989-12-31\n"), `"valid_until"`},
		{"figure of next year with its day", figure("from: 2027-01-01", "from: 2027-02-30"), "a day that exists"},
		{"unknown unit", figure("unit: years", "unit: year"), `"unit" is "year"`},
		{"unit of the other test", figure("test: month", "test: year"), "month with EUR/month"},
		{"thousands with a point", figure("low: {one: 1000", "low: {one: 1.000"), "thousands without a point"},
		{"no number", figure("low: {one: 1000", "low: {one: .nan"), "cannot be"},
		{"an eight for a ten", figure("value: 18", "value: 018"), "begin with 0"},
		{"half a year", figure("value: 18", "value: 18.5"), "cannot be in years"},
		{"unknown row", figure("low: {one: 1000", "low: {uno: 5, one: 1000"), `a row "uno"`},
		{"each without counts", figure("low: {one: 1000", "low: {each: 5, one: 1000"), `exactly when`},
		{"counts without each", figure("test: month", "test: month\n    counts: others"), `exactly when`},
		{"huge margin", figure("margin: 1.1", "margin: 110"), `"margin" is 110`},
		{"margin and high", figure("margin: 1.1", "margin: 1.1, high: {one: 1200}"), "one of them is enough"},
		{"unknown code in a row", figure("who: [koppel]", "who: [kopel]"), `no code "kopel"`},
		{"a row that takes all", figure("{row: couple, who: [koppel]}, {row: one}", "{row: one}, {row: couple, who: [koppel]}"), "fits nobody"},
		{"a row for nobody else", figure("{row: couple, who: [koppel]}, {row: one}", "{row: couple, who: [koppel]}, {row: one, who: [alleen], dependants: {from: 0, to: 3}}"), "no row fits"},
		{"dependants that go down", figure("{row: one}", "{row: one, dependants: {from: 3}}"), "must go up"},
		{"bands that fall", figure("B: 1000, C: 2000", "B: 2000, C: 1000"), `band "C"`},
		{"a band too few", figure("B: 1000, C: 2000", "B: 1000"), "codes of V9"},
		{"shelf life before its day", figure("shelf_until: 2027-12-31", "shelf_until: 2019-12-31"), "before \"from\""},
		{"blank source", figure("source: a page", `source: " "`), `no "source"`},
		{"unknown confidence", right("confidence: read", "confidence: sure"), `"confidence"`},
		{"unknown level", right("level: kortrijk", "level: stad"), `"level"`},
		{"unknown way", right("granted: on-request", "granted: yes"), `"granted"`},
		{"weight", right("weight: 1", "weight: 9"), `"weight"`},
		{"wrong folder", right("domain: food", "domain: wonen"), "its domain and id"},
		{"unknown key", right("order: 1", "ordre: 1"), "ordre"},
		{"unknown code", right("in: [eten]", "in: [drinken]"), `no code "drinken"`},
		{"unknown question", right("answer: V14", "answer: V77"), `no question "V77"`},
		{"unknown shared condition", right("use: here", "use: there"), `no condition "there"`},
		{"missing sentence", right("    ar: [a, b]\n", ""), "2 sentences in ar"},
		{"sentence without a condition", right("  hungry:\n", "  hungry: {nl: [a, b]}\n  thirsty:\n"), `"thirsty"`},
		{"missing text", right("  ar: {name: a, short: a, brings: a, how: a, where: a, bring: [a]}\n", ""), "lacks ar"},
		{"empty text", right("nl: {name: a, short: a", "nl: {name: a"), `"short" is missing in nl`},
		{"deadline in one language", right("bring: [a]}", "bring: [a], deadline: a}"), `"deadline"`},
		{"missing gap", right("gap: {nl: a, ", "gap: {"), `"gap" is missing in nl`},
		{"long sentence", right("short: a,", "short: "+strings.Repeat("woord ", 21)+","), "21 words"},
		{"promise", right("short: a,", "short: Je hebt recht op eten,"), "promises"},
		{"no rule", right("when:\n  all:", "have:\n  all:"), `either "when" or "info: true"`},
		{"two forms", right("- use: here", "- {use: here, any: [{use: here}]}"), "exactly one"},
		{"the same id twice", right("- use: here", "- {id: hungry, answer: V14, in: [huur]}"), "used for two"},
		{"same for everybody", rule("{any: [{id: x, answer: V2, in: [kortrijk]}, {id: y, answer: V2, in: [elders]}]}"), "the same to everybody"},
		{"never likely", rule("{all: [{id: x, answer: V2, in: [kortrijk]}, {possible: {id: y, answer: V14, in: [eten]}}]}"), `"likely"`},
		{"never at all", rule("{all: [{id: x, answer: V2, in: [kortrijk]}, {id: y, answer: V2, in: [elders]}]}"), "the same to everybody"},
		{"age beside income", rule("{id: z, income: limit, below: adult}"), `"below" means nothing beside "income"`},
		{"age beside shared", rule("{use: here, at_least: adult}"), `"at_least" means nothing beside "use"`},
		{"codes and an age", rule("{id: x, answer: V1, in: [eten], below: adult}"), "either"},
		{"count of any", rule("{count: 2, any: [{id: x, answer: V2, in: [kortrijk]}, {id: y, answer: V14, in: [eten]}]}"), `"count" means nothing beside "any"`},
		{"doubt among any", rule("{any: [{id: x, answer: V2, in: [kortrijk]}, {doubt: {id: y, answer: V14, in: [eten]}}]}"), `"doubt" stands under "all" only`},
		{"every code", rule("{all: [{id: x, answer: V2, in: [kortrijk, elders]}, {id: y, answer: V14, in: [eten]}]}"), "every code of V2"},
		{"the same code twice", rule("{id: x, answer: V14, in: [eten, eten]}"), "twice"},
		{"have by a figure", right("when:\n", "have: {id: old, answer: V1, at_least: adult}\nwhen:\n"), `"have" leans on a figure`},
		{"have by another right", right("when:\n", "have: {id: old, right: drink}\nwhen:\n"), `"have" leans on`},
		{"an age in a sentence", map[string]string{smallPlace: strings.Replace(rule("{id: x, answer: V1, at_least: adult}")[smallPlace], "  x:\n    nl: [a, b]", "  x:\n    nl: [Vanaf 18 jaar., b]", 1)}, "{at_least}"},
		{"id of a shared condition", rule("{all: [{id: here, answer: V2, in: [kortrijk]}, {id: y, answer: V14, in: [eten]}]}"), "that of a shared condition"},
		{"unknown code in a shared condition", swap("conditions.yaml", smallConditions, "in: [kortrijk]", "in: [gent]"), `V2 has no code "gent"`},
		{"blank sentence", right("nl: [a, b]", `nl: [a, " "]`), "2 sentences in nl"},
		{"blank text", right("bring: [a]}\n  fr", `bring: [a, " "]}`+"\n  fr"), `"bring" is missing in nl`},
		{"text in another language", right("  ar: {", "  de: {name: a}\n  ar: {"), `no language "de"`},
		{"two rights of one name", map[string]string{"food/drink.yaml": strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(smallRight)}, "the name is also that of meal"},
		{"an order twice", map[string]string{"food/drink.yaml": strings.Replace(smallRight, "id: meal", "id: drink", 1)}, "11 is free"},
		{"an id with blanks", map[string]string{"food/a b.yaml": strings.Replace(smallRight, "id: meal", "id: a b", 1)}, "small letters"},
		{"a promise to more than one", right("short: a,", "short: Vous avez droit à manger,"), "promises"},
		{"a cycle of two", func() map[string]string {
			files := rule("{id: z, right: drink}")
			files["food/drink.yaml"] = strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(rule("{id: z, right: meal}")[smallPlace])
			return files
		}(), "meal on drink on meal"},
		{"a file in no folder", map[string]string{"meal.yaml": smallRight}, "is not read"},
		{"a file too deep", map[string]string{"food/soup/meal.yaml": smallRight}, "is not read"},
		{"a file of another name", map[string]string{"food/soup.yml": smallRight}, "is not read"},
		{"two documents", right("order: 1\n", "order: 1\n---\n"), "more than one document"},
		{"a part with a name", right("when:\n", "when: &w\n"), "write the part out"},
		{"a part repeated", right("source: a page\n", "source: *w\n"), "write the part out"},
		{"deep brackets", rule(strings.Repeat("{not: ", 10_000) + "{use: here}" + strings.Repeat("}", 10_000)), "too deep"},
		{"deep lists", right("when:\n", "when:\n  "+strings.Repeat("- ", 10_000)+"a\n"), "too deep"},
		{"deep lists behind a key", right("when:\n", "when: "+strings.Repeat("- ", 10_000)+"a\n"), "too deep"},
		{"not UTF-8", right("short: a,", "short: a\xe9,"), "UTF-8"},
		{"a figure twice in two files", map[string]string{"parameters/more.yaml": smallParameters}, "give only its new"},
		{"count too high", rule("{count: 3, of: [{id: x, answer: V2, in: [kortrijk]}, {id: y, answer: V14, in: [eten]}]}"), `"count"`},
		{"unknown figure", rule("{id: x, answer: V1, at_least: retired}"), `no parameter "retired"`},
		{"ceiling as an age", rule("{id: x, answer: V1, at_least: limit}"), "no number"},
		{"unknown right", rule("{id: z, right: drink}"), `no right "drink"`},
		{"cycle", rule("{id: z, right: meal}"), "leans on itself"},
		{"unknown step", rule("{id: x, right: meal, at: perhaps}"), `"at" is "perhaps"`},
		{"question without words", swap("asking.yaml", smallAsking, "  V4: {ask: [a, a, a, a], why: [a, a, a, a]}\n", ""), `V4: "ask" needs`},
		{"amounts without their limit", swap("asking.yaml", smallAsking, `below: ["{to}"`, `below: ["less"`), `"below" in nl must name`},
		{"amounts with another limit", swap("asking.yaml", smallAsking, `from: ["{from}"`, `from: ["{from}{to}"`), `"from" in nl must name`},
		{"no words for amounts", swap("asking.yaml", smallAsking, `amounts: {`, `amounts: {unter: [a], `), "unter"},
		{"answer without words", swap("asking.yaml", smallAsking, "huur: [a, a, a, a]", "huur: [a, a]"), `"huur" needs`},
		{"words of no code", swap("asking.yaml", smallAsking, "huur: [a, a, a, a]", "huur: [a, a, a, a], pacht: [a, a, a, a]"), `no code "pacht"`},
		{"words of no question", swap("asking.yaml", smallAsking, "  V4:", "  V77: {ask: [a, a, a, a]}\n  V4:"), `no question "V77"`},
		{"two files of one right", map[string]string{"food/other.yaml": smallRight}, "is also in"},
		{"shared condition twice", map[string]string{"conditions.yaml": smallConditions + strings.TrimPrefix(smallConditions, "conditions:\n")}, "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			faults := small(t, c.files).Faults()
			for _, fault := range faults {
				if strings.Contains(fault.Reason, c.says) && fault.File != "" {
					return
				}
			}
			t.Errorf("the faults are %v", faults)
		})
	}
}

// TestLintSaysItOnceAndWhere: a slip is told of on its own line, and not again in every file that leans on it.
func TestLintSaysItOnceAndWhere(t *testing.T) {
	drink := strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2", "nl: {name: a", "nl: {name: b").Replace(rule("{all: [{id: z, right: meal}, {id: x, answer: V14, in: [huur]}]}")[smallPlace])
	drink = strings.Replace(drink, "  y:\n    nl: [a, b]\n    fr: [a, b]\n    en: [a, b]\n    ar: [a, b]\n", "", 1)
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a code":             {map[string]string{smallPlace: strings.Replace(smallRight, "in: [eten]", "in: [drinken]", 1)}, "food/meal.yaml:16: "},
		"a text":             {map[string]string{smallPlace: strings.Replace(smallRight, "fr: {name: a, short: a", "fr: {name: a", 1)}, "food/meal.yaml:25: "},
		"a sentence":         {map[string]string{smallPlace: strings.Replace(smallRight, "en: [a, b]", "en: [a]", 1)}, "food/meal.yaml:18: "},
		"a shared sentence":  {map[string]string{"conditions.yaml": strings.Replace(smallConditions, "    ar: [a, b]\n", "", 1)}, "conditions.yaml:2: "},
		"a shared code":      {map[string]string{"conditions.yaml": strings.Replace(smallConditions, "in: [kortrijk]", "in: [gent]", 1)}, "conditions.yaml:2: "},
		"a figure":           {map[string]string{"parameters/all.yaml": strings.Replace(smallParameters, "value: 21, published: 2026-01-01", "value: 21, published: soon", 1)}, "parameters/all.yaml:6: "},
		"a file":             {map[string]string{smallPlace: "id: ["}, "food/meal.yaml:1: "},
		"an order of two":    {map[string]string{"food/drink.yaml": strings.Replace(drink, "order: 2", "order: 1", 1)}, "food/meal.yaml:2: "},
		"an id in another's": {map[string]string{smallPlace: strings.NewReplacer("id: hungry", "id: hung", "hungry:", "hung:", "in: [eten]", "in: [eten, x]").Replace(smallRight)}, "food/meal.yaml:16: "},
	} {
		if _, other := c.files["food/drink.yaml"]; !other {
			c.files["food/drink.yaml"] = drink
		}
		faults := small(t, c.files).Faults()
		if len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "rights: "+c.want) {
			t.Errorf("%s: want one fault at %s, got %v", name, c.want, faults)
		}
	}
}

// TestARuleThatIsTooLarge is asked about, and soon.
func TestARuleThatIsTooLarge(t *testing.T) {
	var pairs []string
	for i := range 12 {
		pairs = append(pairs, fmt.Sprintf("{all: [{answer: V20, in: [a%d]}, {answer: V21, in: [a%d]}, {answer: V22, in: [a%d]}]}", i, i, i))
	}
	codes := "a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11"
	questions := smallQuestions
	for _, id := range []string{"V20", "V21", "V22"} {
		questions += "  - {id: " + id + ", kind: many, codes: [" + codes + "]}\n"
	}
	files := rule("{count: 6, of: [" + strings.Join(pairs, ", ") + "]}")
	files["questions.yaml"] = questions
	rules := small(t, files)
	if !slices.ContainsFunc(rules.Faults(), func(f *Fault) bool { return strings.Contains(f.Reason, "too large") }) {
		t.Errorf("the faults are %v", rules.Faults())
	}
	if got := verdictOn(t, rules.At("2026-01-01"), "meal", Answers{}); !got.Broken || got.Verdict != Possible {
		t.Errorf("it is %+v", got)
	}
}

// TestAtLeastSoManyOf: with many conditions too.
func TestAtLeastSoManyOf(t *testing.T) {
	var ages []string
	for range 40 {
		ages = append(ages, "{id: x, answer: V14, in: [eten]}", "{id: y, answer: V2, in: [kortrijk]}")
	}
	rules := small(t, rule("{count: 41, of: ["+strings.Join(ages, ", ")+"]}"))
	for answers, want := range map[string]Verdict{`{"V2":"kortrijk","V14":["eten"]}`: Likely, `{"V2":"kortrijk","V14":["huur"]}`: Unlikely} {
		if got := verdictOn(t, rules.At("2026-01-01"), "meal", parse(t, rules, answers)); got.Verdict != want {
			t.Errorf("%s: %v", answers, got)
		}
	}
}

// TestTheAgeInASentenceIsThatOfTheDay, so that next year's line makes no sentence false.
func TestTheAgeInASentenceIsThatOfTheDay(t *testing.T) {
	files := rule("{id: x, answer: V1, at_least: adult}")
	files[smallPlace] = strings.Replace(files[smallPlace], "  x:\n    nl: [a, b]", `  x:`+"\n"+`    nl: ["Vanaf {at_least}.", "Jonger dan {at_least}."]`, 1)
	rules := small(t, files)
	for day, want := range map[string]string{"2026-12-31": "Jonger dan 18.", "2027-01-01": "Jonger dan 21."} {
		check := rules.At(day)
		said := check.Because("meal", parse(t, rules, `{"V1":17}`))
		if len(said) != 1 || said[0].In("nl") != want || check.Sentences("nl")["meal/x"][1] != want {
			t.Errorf("on %s: %v", day, said)
		}
	}
}

// TestQuestionsThatCannotBe: without questions there is no check.
func TestQuestionsThatCannotBe(t *testing.T) {
	for name, text := range map[string]string{
		"none":          "questions: []\n",
		"unknown kind":  "questions: [{id: V1, kind: text}]\n",
		"one code":      "questions: [{id: V1, kind: one, codes: [a]}]\n",
		"a code twice":  "questions: [{id: V1, kind: one, codes: [a, a]}]\n",
		"no range":      "questions: [{id: V1, kind: number}]\n",
		"twice":         "questions: [{id: V1, kind: one, codes: [a, b]}, {id: V1, kind: one, codes: [a, b]}]\n",
		"depends later": "questions: [{id: V1, kind: many, codes: [a, b], depends: V2}, {id: V2, kind: number, max: 3}]\n",
		"none no code":  "questions: [{id: V1, kind: many, codes: [a, b], none: [c]}]\n",
		"no YAML":       "questions: [",
	} {
		if _, err := Load(fstest.MapFS{"questions.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s: is taken", name)
		}
	}
}

// TestABrokenRightHarmsNoOther: it becomes "ask about it", and what leans on it is unsure; the rest stays.
func TestABrokenRightHarmsNoOther(t *testing.T) {
	other := strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(smallRight)
	for name, broken := range map[string]string{
		"unknown code": strings.Replace(smallRight, "in: [eten]", "in: [drinken]", 1),
		"no YAML":      "id: [",
		"unknown key":  smallRight + "colour: blue\n",
	} {
		rules := small(t, map[string]string{smallPlace: broken, "food/drink.yaml": other})
		check := rules.At("2026-01-01")
		a := parse(t, rules, `{"V2":"elders","V14":["niets"]}`)
		if got := verdictOn(t, check, "meal", a); got.Verdict != Possible || got.Open || !got.Broken {
			t.Errorf("%s: the broken right is %+v", name, got)
		}
		if got := verdictOn(t, check, "drink", a); got.Verdict != Unlikely || got.Broken {
			t.Errorf("%s: the other right is %+v", name, got)
		}
	}
}

// TestAFigureFromItsDayOn: next year's figure changes nothing before its day, and the verdict from that day on.
func TestAFigureFromItsDayOn(t *testing.T) {
	rules := small(t, rule("{id: x, answer: V1, at_least: adult}"))
	for _, c := range []struct {
		day  string
		age  string
		want Verdict
	}{
		{"2026-12-31", "17", Unlikely}, {"2026-12-31", "18", Likely}, {"2026-12-31", "20", Likely},
		{"2027-01-01", "18", Unlikely}, {"2027-01-01", "20", Unlikely}, {"2027-01-01", "21", Likely},
		{"2028-01-01", "20", Possible}, {"2028-01-01", "21", Likely}, // past its shelf life
		{"2019-12-31", "20", Possible}, // before the first figure
	} {
		got := verdictOn(t, rules.At(c.day), "meal", parse(t, rules, `{"V1":`+c.age+`}`))
		if got.Verdict != c.want || got.Open {
			t.Errorf("age %s on %s: %+v, want %v", c.age, c.day, got, c.want)
		}
	}
}

// TestARightFromItsDayOn: what does not exist yet, or any more, is only told of, and nobody has it who would need it elsewhere.
func TestARightFromItsDayOn(t *testing.T) {
	files := rule("{id: x, answer: V14, in: [eten]}")
	files[smallPlace] = strings.Replace(files[smallPlace], "valid_from: 1990-01-01\n", "valid_from: 2027-01-01\nvalid_until: 2027-12-31\n", 1)
	drink := rule("{any: [{id: x, right: meal, at: likely}, {id: y, answer: V14, in: [huur]}]}")[smallPlace]
	files["food/drink.yaml"] = strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(drink)
	rules := small(t, files)
	for _, c := range []struct {
		day         string
		meal, drink Verdict
	}{
		{"2026-12-31", Info, Unlikely}, {"2027-01-01", Likely, Likely}, {"2027-12-31", Likely, Likely}, {"2028-01-01", Info, Unlikely},
	} {
		check, a := rules.At(c.day), parse(t, rules, `{"V14":["eten"]}`)
		if got := verdictOn(t, check, "meal", a); got.Verdict != c.meal || got.From != "2027-01-01" {
			t.Errorf("on %s the right is %+v, want %v", c.day, got, c.meal)
		}
		if got := verdictOn(t, check, "drink", a); got.Verdict != c.drink {
			t.Errorf("on %s what leans on it is %+v, want %v", c.day, got, c.drink)
		}
	}
}

// TestLintLooksAhead: what only goes wrong next year is said now, and does no harm until then.
func TestLintLooksAhead(t *testing.T) {
	files := rule("{id: x, answer: V1, at_least: adult}")
	files["parameters/all.yaml"] = strings.Replace(smallParameters, "value: 21", "value: 0", 1)
	rules := small(t, files)
	if !slices.ContainsFunc(rules.Faults(), func(f *Fault) bool {
		return strings.HasPrefix(f.Reason, "from 2027-01-01 on: the rule says the same to everybody")
	}) {
		t.Errorf("the faults are %v", rules.Faults())
	}
	if got := verdictOn(t, rules.At("2026-12-31"), "meal", parse(t, rules, `{"V1":17}`)); got.Verdict != Unlikely {
		t.Errorf("the day before it is %+v", got)
	}
}

// TestAnOldFigureExcludesNobody, below "not" either.
func TestAnOldFigureExcludesNobody(t *testing.T) {
	for _, c := range []struct {
		when, day, band string
		want            Verdict
	}{
		{"{id: z, income: limit}", "2026-06-30", "A", Likely},
		{"{id: z, income: limit}", "2026-06-30", "B", Possible}, // between 1000 and 1100
		{"{id: z, income: limit}", "2026-06-30", "C", Unlikely},
		{"{id: z, income: limit}", "2026-07-01", "A", Likely},
		{"{id: z, income: limit}", "2026-07-01", "C", Possible},
		{"{not: {id: z, income: limit}}", "2026-06-30", "A", Unlikely},
		{"{not: {id: z, income: limit}}", "2026-07-01", "A", Possible},
		{"{not: {id: z, income: limit}}", "2026-07-01", "C", Likely},
	} {
		rules := small(t, rule(c.when))
		got := verdictOn(t, rules.At(c.day), "meal", parse(t, rules, `{"V3":"alleen","V4":0,"V9":"`+c.band+`"}`))
		if got.Verdict != c.want || got.Open {
			t.Errorf("%s with %s on %s: %+v, want %v", c.when, c.band, c.day, got, c.want)
		}
	}
}

// TestTwoKindsOfPossible: what no answer can settle is not open, and no question is asked for it.
func TestTwoKindsOfPossible(t *testing.T) {
	rules := small(t, rule("{possible: {all: [{id: x, answer: V2, in: [kortrijk]}, {id: y, answer: V14, in: [eten]}]}}"))
	check := rules.At("2026-01-01")
	a := parse(t, rules, `{"V2":"kortrijk"}`)
	if got := verdictOn(t, check, "meal", a); got.Verdict != Possible || !got.Open {
		t.Errorf("with a question skipped: %+v", got)
	}
	if next, _ := check.Next(a, 0); next != "V14" {
		t.Errorf("asks %q", next)
	}
	a = parse(t, rules, `{"V2":"kortrijk","V14":["eten"]}`)
	if got := verdictOn(t, check, "meal", a); got.Verdict != Possible || got.Open {
		t.Errorf("with everything answered: %+v", got)
	}
	if next, more := check.Next(a, 0); more {
		t.Errorf("asks %q", next)
	}
}

// TestExplain: the reasons are the conditions that decide, and a change is one answer that gives another verdict.
func TestExplain(t *testing.T) {
	rules := small(t, nil)
	check := rules.At("2026-01-01")
	e, ok := check.Explain("meal", parse(t, rules, `{"V2":"elders","V14":["eten"]}`))
	if !ok || e.Verdict != Unlikely || len(e.Because) != 1 || e.Because[0].Condition != "here" || e.Because[0].In("nl") != "b" {
		t.Fatalf("%+v", e)
	}
	if len(e.Changes) != 1 || e.Changes[0] != (Change{"V2", "kortrijk", Likely}) {
		t.Errorf("changes %+v", e.Changes)
	}
	if _, ok := check.Explain("nothing", Answers{}); ok {
		t.Error("explains a right that does not exist")
	}
}

// Files in a folder of the city's own lie over the others, each for the whole file of its place; and all of them travel to
// another program as one text that is always the same.
func TestOverlayAndDocument(t *testing.T) {
	base := fstest.MapFS{}
	for name, text := range small(t, nil).texts {
		base[name] = &fstest.MapFile{Data: []byte(text)}
	}
	over := fstest.MapFS{
		"conditions.yaml": {Data: []byte(strings.ReplaceAll(smallConditions, "kortrijk", "elders"))},
		"food/other.yaml": {Data: []byte(strings.NewReplacer("order: 1", "order: 2", "id: meal", "id: other", "nl: {name: a", "nl: {name: b").Replace(smallRight))},
	}
	rules, err := LoadOverlay(base, over)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range rules.Faults() {
		t.Error(fault)
	}
	if len(rules.Rights()) != 2 {
		t.Errorf("%d rights", len(rules.Rights()))
	}
	a := parse(t, rules, `{"V2":"elders","V14":["eten"]}`)
	if got := verdictOn(t, rules.At("2026-06-30"), "meal", a); got.Verdict != Likely {
		t.Errorf("with the own condition: %v", got.Verdict)
	}
	text, err := rules.Document()
	if err != nil {
		t.Fatal(err)
	}
	travelled, err := ParseDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := travelled.Document(); err != nil || string(again) != string(text) {
		t.Errorf("the text changes on its way: %v", err)
	}
	if got := verdictOn(t, travelled.At("2026-06-30"), "other", a); got.Verdict != Likely {
		t.Errorf("after its way: %v", got.Verdict)
	}
	for _, broken := range []string{"", "{}", `{"files":{}}`, string(text[:len(text)/2])} {
		if _, err := ParseDocument([]byte(broken)); err == nil {
			t.Errorf("%.20q is taken for rules", broken)
		}
	}
}
