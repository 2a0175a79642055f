package rights

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

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
		{"nothing to say of an old figure", swap("conditions.yaml", smallConditions, "ar: old", "de: old"), `"old" is missing in ar`},
		{"unknown domain", map[string]string{smallPlace: "", "food/meal.yaml": strings.Replace(smallRight, "domain: wonen", "domain: food", 1)}, `"domain" is "food"; it must be one of inkomen, `},
		{"unknown level", right("level: kortrijk", "level: stad"), `"level"`},
		{"unknown way", right("granted: on-request", "granted: yes"), `"granted"`},
		{"weight", right("weight: 1", "weight: 9"), `"weight"`},
		{"wrong folder", right("domain: wonen", "domain: werk"), "its domain and id"},
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
		{"two rights of one name", map[string]string{"wonen/drink.yaml": strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(smallRight)}, "the name is also that of meal"},
		{"an order twice", map[string]string{"wonen/drink.yaml": strings.Replace(smallRight, "id: meal", "id: drink", 1)}, "11 is free"},
		{"an id with blanks", map[string]string{"wonen/a b.yaml": strings.Replace(smallRight, "id: meal", "id: a b", 1)}, "small letters"},
		{"a promise to more than one", right("short: a,", "short: Vous avez droit à manger,"), "promises"},
		{"a cycle of two", func() map[string]string {
			files := rule("{id: z, right: drink}")
			files["wonen/drink.yaml"] = strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(rule("{id: z, right: meal}")[smallPlace])
			return files
		}(), "meal on drink on meal"},
		{"a file in no folder", map[string]string{"meal.yaml": smallRight}, "is not read"},
		{"a file too deep", map[string]string{"wonen/soup/meal.yaml": smallRight}, "is not read"},
		{"a file of another name", map[string]string{"wonen/soup.yml": smallRight}, "is not read"},
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
		{"two files of one right", map[string]string{"wonen/other.yaml": smallRight}, "is also in"},
		{"shared condition twice", map[string]string{"conditions.yaml": smallConditions + smallConditions[strings.Index(smallConditions, "  - id"):]}, "twice"},
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
		"a code":             {map[string]string{smallPlace: strings.Replace(smallRight, "in: [eten]", "in: [drinken]", 1)}, "wonen/meal.yaml:16: "},
		"a text":             {map[string]string{smallPlace: strings.Replace(smallRight, "fr: {name: a, short: a", "fr: {name: a", 1)}, "wonen/meal.yaml:25: "},
		"a sentence":         {map[string]string{smallPlace: strings.Replace(smallRight, "en: [a, b]", "en: [a]", 1)}, "wonen/meal.yaml:18: "},
		"a shared sentence":  {map[string]string{"conditions.yaml": strings.Replace(smallConditions, "    ar: [a, b]\n", "", 1)}, "conditions.yaml:3: "},
		"a shared code":      {map[string]string{"conditions.yaml": strings.Replace(smallConditions, "in: [kortrijk]", "in: [gent]", 1)}, "conditions.yaml:3: "},
		"a figure":           {map[string]string{"parameters/all.yaml": strings.Replace(smallParameters, "value: 21, published: 2026-01-01", "value: 21, published: soon", 1)}, "parameters/all.yaml:6: "},
		"a file":             {map[string]string{smallPlace: "id: ["}, "wonen/meal.yaml:1: "},
		"an order of two":    {map[string]string{"wonen/drink.yaml": strings.Replace(drink, "order: 2", "order: 1", 1)}, "wonen/meal.yaml:2: "},
		"an id in another's": {map[string]string{smallPlace: strings.NewReplacer("id: hungry", "id: hung", "hungry:", "hung:", "in: [eten]", "in: [eten, x]").Replace(smallRight)}, "wonen/meal.yaml:16: "},
	} {
		if _, other := c.files["wonen/drink.yaml"]; !other {
			c.files["wonen/drink.yaml"] = drink
		}
		faults := small(t, c.files).Faults()
		if len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "rights: "+c.want) {
			t.Errorf("%s: want one fault at %s, got %v", name, c.want, faults)
		}
	}
}

// TestNothingIsDatedAhead of the day on which it is looked at: neither a page nor a figure, and what is of that day passes.
func TestNothingIsDatedAhead(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"of today":       {nil, ""},
		"a right":        {map[string]string{smallPlace: strings.Replace(smallRight, "checked: 2026-01-01", "checked: 2099-01-01", 1)}, `wonen/meal.yaml:9: "checked" is 2099-01-01`},
		"a page":         {map[string]string{smallPlace: strings.Replace(smallRight, "published: 2025-01-01", "published: 2026-01-02", 1)}, `wonen/meal.yaml:9: "published" is 2026-01-02`},
		"a figure":       {map[string]string{"parameters/all.yaml": strings.Replace(smallParameters, "value: 21, published: 2026-01-01, checked: 2026-01-01", "value: 21, published: 2026-01-01, checked: 2062-01-01", 1)}, `parameters/all.yaml:6: "checked" is 2062-01-01`},
		"a figure's law": {map[string]string{"parameters/all.yaml": strings.Replace(smallParameters, "value: 21, published: 2026-01-01", "value: 21, published: 2027-01-01", 1)}, `parameters/all.yaml:6: "published" is 2027-01-01`},
	} {
		var got []string
		for _, fault := range small(t, c.files).Ahead("2026-01-01") {
			got = append(got, strings.TrimPrefix(fault.Error(), "rights: "))
		}
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.want)) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
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
