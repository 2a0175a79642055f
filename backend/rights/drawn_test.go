package rights

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tiedQuestions are few enough to try every answer, and tied to each other as questions can be.
const tiedQuestions = `questions:
  - {id: V2, kind: one, codes: [kortrijk, elders]}
  - {id: V4, kind: number, min: 0, max: 2}
  - {id: V5, kind: many, codes: [klein, groot], depends: V4}
  - {id: V6, kind: many, codes: [loon, thuis]}
  - {id: V14, kind: many, codes: [eten, huur, niets], none: [niets]}
`

const tiedFigures = `parameters:
  - {id: one, unit: people, values: [{from: 2020-01-01, value: 1, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2027-12-31}]}
  - {id: two, unit: people, values: [{from: 2020-01-01, value: 2, published: 2026-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2027-12-31}]}
`

// tied draws a condition on the questions above.
func tied(t *rapid.T, depth int) string {
	if form := rapid.IntRange(0, 6).Draw(t, "form"); depth > 0 && form < 6 {
		a, b := tied(t, depth-1), tied(t, depth-1)
		return []string{
			"{all: [" + a + ", " + b + "]}", "{any: [" + a + ", " + b + "]}", "{not: " + a + "}",
			"{possible: " + a + "}", "{all: [" + a + ", {doubt: " + b + "}]}", "{any: [" + a + ", {possible: " + b + "}]}",
		}[form]
	}
	return rapid.SampledFrom([]string{
		"{answer: V2, in: [kortrijk]}", "{answer: V4, at_least: one}", "{answer: V4, below: two}",
		"{answer: V5, in: [klein]}", "{answer: V5, in: [groot]}", "{answer: V6, in: [loon]}", "{answer: V6, in: [thuis]}",
		"{answer: V14, in: [eten]}", "{answer: V14, in: [huur]}", "{answer: V14, in: [niets]}",
	}).Draw(t, "leaf")
}

// TestSkippingIsExactForDrawnRules: the same for any rule, above all for one that asks for what nobody can answer.
func TestSkippingIsExactForDrawnRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		files := rule(tied(rt, 3))
		files["questions.yaml"], files["parameters/all.yaml"] = tiedQuestions, tiedFigures
		rules := small(t, files)
		j := judge{rules, "2026-06-01"}
		full := j.full(rt)
		check := rules.At(j.day)
		for skips := range uint16(1 << len(rules.questions)) {
			a := full
			var skipped []int
			for q := range rules.questions {
				if skips>>q&1 == 1 {
					a.given &^= 1 << q
					a.value[q] = 0
				}
			}
			if err := rules.agree(&a); err != nil {
				t.Fatal(err)
			}
			for q := range rules.questions {
				if !a.has(q) {
					skipped = append(skipped, q)
				}
			}
			got := verdictOn(t, check, "meal", a)
			want, open := j.brute(rules.rights[0], a, skipped)
			if got.Broken || got.Verdict != want || got.Open != open {
				when, _, _ := strings.Cut(files[smallPlace][strings.Index(files[smallPlace], "when:"):], "\n")
				rt.Fatalf("%s with %v skipped of %v: %+v, all possible answers say %v (open %v)", when, skipped, full, got, want, open)
			}
		}
	})
}

// TestWhatNobodyCanAnswer counts for nothing: no code at all, one that stands alone beside others, ages of no children.
func TestWhatNobodyCanAnswer(t *testing.T) {
	const meal, rent, nothing = "{answer: V14, in: [eten]}", "{answer: V14, in: [huur]}", "{answer: V14, in: [niets]}"
	const children, young, large = "{answer: V4, at_least: one}", "{answer: V5, in: [klein]}", "{answer: V5, in: [groot]}"
	anyOf := func(of ...string) string { return "{any: [" + strings.Join(of, ", ") + "]}" }
	allOf := func(of ...string) string { return "{all: [" + strings.Join(of, ", ") + "]}" }
	not := func(one string) string { return "{not: " + one + "}" }
	for _, c := range []struct {
		when, answers string
		want          Verdict
		open          bool
	}{
		{anyOf(meal, rent, nothing), `{}`, Likely, false},
		{allOf(not(meal), not(rent), not(nothing)), `{}`, Unlikely, false},
		{allOf(meal, nothing), `{}`, Unlikely, false},
		{anyOf(not(meal), not(nothing)), `{}`, Likely, false},
		{allOf(meal, rent), `{}`, Possible, true},
		{anyOf(meal, rent), `{}`, Possible, true},
		{anyOf(meal, nothing), `{}`, Possible, true}, // neither: only the rent
		{anyOf(children, not(young)), `{}`, Likely, false},
		{allOf(children, not(young), not(large)), `{}`, Unlikely, false},
		{anyOf(young, large), `{}`, Possible, true},
		{anyOf(young, large), `{"V4":1}`, Likely, false},
		{anyOf(young, large), `{"V4":0}`, Unlikely, false},
		{young, `{"V4":1}`, Possible, true},
		{children, `{"V5":["klein"]}`, Likely, false},
		{children, `{}`, Possible, true},
	} {
		files := rule(c.when)
		files["questions.yaml"], files["parameters/all.yaml"] = tiedQuestions, tiedFigures
		rules := small(t, files)
		got := verdictOn(t, rules.At("2026-06-01"), "meal", parse(t, rules, c.answers))
		if got.Verdict != c.want || got.Open != c.open || got.Broken {
			t.Errorf("%s with %s: %+v, want %v, open %v", c.when, c.answers, got, c.want, c.open)
		}
	}
}

// TestNextKnowsThatNoChildrenHaveNoAge: that there are none settles what hangs on their ages.
func TestNextKnowsThatNoChildrenHaveNoAge(t *testing.T) {
	files := rule("{all: [{any: [{answer: V2, in: [kortrijk]}, {answer: V6, in: [loon]}]}, {answer: V5, in: [klein]}]}")
	files["questions.yaml"], files["parameters/all.yaml"] = tiedQuestions, tiedFigures
	if next, more := small(t, files).At("2026-06-01").Next(Answers{}, 0); next != "V4" || !more {
		t.Errorf("asks %q", next)
	}
}
