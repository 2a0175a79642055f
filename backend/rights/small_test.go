package rights

import (
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
	smallConditions = `old: {nl: old, fr: old, en: old, ar: old}
conditions:
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
domain: wonen
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
	smallPlace  = "wonen/meal.yaml"
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
