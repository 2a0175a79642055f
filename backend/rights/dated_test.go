package rights

import (
	"fmt"
	"strings"
	"testing"
)

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
	files["wonen/drink.yaml"] = strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(drink)
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

// TestWhetherOneHasARightLeansOnNoFigure: an answer shows that, so neither the age nor the first day of that right's figures
// are those of a right that asks for no more.
func TestWhetherOneHasARightLeansOnNoFigure(t *testing.T) {
	drink := strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2", "when:", "have: {id: y, answer: V14, in: [huur]}\nwhen:").Replace(rule("{id: z, income: limit}")[smallPlace])
	for when, want := range map[string]Basis{
		"{id: x, right: drink, at: have}":                                  {From: "1990-01-01"},
		"{possible: {not: {id: x, right: drink, at: have}}}":               {From: "1990-01-01"},
		"{id: x, right: drink, at: likely}":                                {From: "2025-01-01", Figures: "2025-01-01", Old: true},
		"{all: [{id: x, right: drink, at: have}, {id: z, right: drink}]}":  {From: "2025-01-01", Figures: "2025-01-01", Old: true},
		"{any: [{id: x, right: drink, at: have}, {id: z, income: limit}]}": {From: "2025-01-01", Figures: "2025-01-01", Old: true},
	} {
		files := rule(when)
		files["wonen/drink.yaml"] = drink
		if got := verdictOn(t, small(t, files).At("2026-07-01"), "meal", Answers{}); got.Basis != want {
			t.Errorf("%s rests on %+v, want %+v", when, got.Basis, want)
		}
	}
}

// TestABasisSaysThatAFigureIsComputed: one of its own rule, or of a right on whose verdict it leans, on the day; the cuts between
// incomes are ours always, and say nothing.
func TestABasisSaysThatAFigureIsComputed(t *testing.T) {
	const limit = "parameters:\n  - id: limit\n    values:\n      - {from: 2026-03-01, low: {one: 1000, couple: 2000}, margin: 1.1, published: 2026-01-01, checked: 2026-01-01, shelf_until: 2030-12-31, confidence: computed, source: a sum}\n"
	drink := strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2", "when:", "have: {id: y, answer: V14, in: [huur]}\nwhen:").Replace(rule("{id: z, income: limit}")[smallPlace])
	for _, c := range []struct {
		when, day string
		want      bool
	}{
		{"{id: z, income: limit}", "2026-02-28", false},
		{"{id: z, income: limit}", "2026-03-01", true},
		{"{id: x, right: drink, at: likely}", "2026-02-28", false},
		{"{id: x, right: drink, at: likely}", "2026-03-01", true},
		{"{id: x, right: drink, at: have}", "2026-03-01", false},
		{"{id: x, answer: V1, at_least: adult}", "2026-03-01", false},
	} {
		files := rule(c.when)
		files["wonen/drink.yaml"], files["parameters/2026.yaml"] = drink, limit
		if got := verdictOn(t, small(t, files).At(c.day), "meal", Answers{}); got.Broken || got.Computed != c.want {
			t.Errorf("%s on %s rests on %+v, want computed %v", c.when, c.day, got, c.want)
		}
	}
	for _, result := range cityRules(t).At(today).Verdicts(Answers{}, nil) {
		if result.ID == "verhoogde-tegemoetkoming" && !result.Computed {
			t.Error("the limit of verhoogde-tegemoetkoming is computed, and nobody is told")
		}
	}
}

// TestOfAnOldFigureOnlyItsAgeIsSaid: an income far above an old limit is not said to lie close to it, and what leans on such a
// right says the same. What the figure does say, its own sentence tells.
func TestOfAnOldFigureOnlyItsAgeIsSaid(t *testing.T) {
	const fresh, old = "2026-06-30", "2026-07-01"
	for _, c := range []struct{ when, drink, day, band, want string }{
		{"{id: z, income: limit}", "{use: here}", fresh, "C", "z=1"},
		{"{id: z, income: limit}", "{use: here}", old, "C", "z=3"},
		{"{id: z, income: limit}", "{use: here}", old, "B", "z=2"}, // between the limits, so close
		{"{id: z, income: limit}", "{use: here}", old, "A", "z=0"},
		{"{not: {id: z, income: limit}}", "{use: here}", old, "A", "z=3"},
		{"{id: x, right: drink, at: likely}", "{id: z, income: limit}", fresh, "C", "x=1"},
		{"{id: x, right: drink, at: likely}", "{id: z, income: limit}", old, "C", "x=3"},
		{"{id: z, right: drink}", "{id: z, income: limit}", old, "C", "z=2"},                                                          // it is possible
		{"{possible: {any: [{id: z, income: limit}, {id: x, right: drink, at: likely}]}}", "{id: z, income: limit}", old, "C", "z=3"}, // once
	} {
		files := rule(c.when)
		files["wonen/drink.yaml"] = strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(rule(c.drink)[smallPlace])
		rules := small(t, files)
		check := rules.At(c.day)
		a := parse(t, rules, `{"V3":"alleen","V4":0,"V9":"`+c.band+`"}`)
		var got []string
		for _, said := range check.Because("meal", a) {
			got = append(got, fmt.Sprintf("%s=%d", said.Condition, said.Value))
			if text := said.In("nl"); (said.Value == 3) != (text == "old") || text != check.Sentences("nl")["meal/"+said.Condition][said.Value] {
				t.Errorf("%s says %q", got, text)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s with %s on %s: %v, want %s", c.when, c.band, c.day, got, c.want)
		}
		if now := verdictOn(t, check, "meal", a).Old; now != (c.day == old) {
			t.Errorf("%s on %s: old is %v", c.when, c.day, now)
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
