package rights

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestABrokenRightHarmsNoOther: it becomes "ask about it", and what leans on it is unsure; the rest stays.
func TestABrokenRightHarmsNoOther(t *testing.T) {
	other := strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(smallRight)
	for name, broken := range map[string]string{
		"unknown code": strings.Replace(smallRight, "in: [eten]", "in: [drinken]", 1),
		"no YAML":      "id: [",
		"unknown key":  smallRight + "colour: blue\n",
	} {
		rules := small(t, map[string]string{smallPlace: broken, "wonen/drink.yaml": other})
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
		"conditions.yaml":  {Data: []byte(strings.ReplaceAll(smallConditions, "kortrijk", "elders"))},
		"wonen/other.yaml": {Data: []byte(strings.NewReplacer("order: 1", "order: 2", "id: meal", "id: other", "nl: {name: a", "nl: {name: b").Replace(smallRight))},
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
