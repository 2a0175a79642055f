package guide_test

import (
	"io/fs"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"wijkloket/assets"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/casetest"
	"wijkloket/backend/rights/guide"
)

func cityRules(t testing.TB) *rights.Rules {
	t.Helper()
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := rights.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// The worked households give their verdicts too when only the questions that the guide asks are answered, in its order.
func TestWorkedCasesAsWalked(t *testing.T) {
	rules := cityRules(t)
	for _, one := range casetest.Load(t) {
		name, g := one.Name, guide.New(rules, one.Date)
		w := g.Begin()
		asked := 0
		for ; w.At != ""; asked++ {
			next, err := g.Answer(w, one.Answer(w.At)...)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			w = next
		}
		if asked > len(rules.Questions()) {
			t.Errorf("%s: %d questions", name, asked)
		}
		want := map[string]guide.Standing{"likely": guide.Likely, "possible": guide.Ask, "have": guide.Have}
		for _, group := range g.Results(w, guide.Standings...) {
			for _, item := range group.Items {
				expected, named := want[one.Expect[item.ID]]
				switch {
				case named && expected == guide.Ask && item.Standing == guide.Unclear: // a skipped question decides: also "possible"
				case named && item.Standing != expected, !named && item.Standing != guide.Unlikely && item.Standing != guide.Info:
					t.Errorf("%s: %s is %s, want %q", name, item.ID, item.Standing, one.Expect[item.ID])
				}
			}
		}
	}
}

// Walking back and forth loses no answer, asks nothing twice on the way forward, and ends.
func TestBackKeepsWhatWasAnswered(t *testing.T) {
	rules := cityRules(t)
	g := guide.New(rules, "2026-11-21")
	rapid.Check(t, func(t *rapid.T) {
		w := g.Begin()
		given := map[string][]string{}
		for steps := 0; w.At != "" && steps < 60; steps++ {
			if held, ok := g.Given(w, w.At); ok != (given[w.At] != nil) || ok && !slices.Equal(held, given[w.At]) {
				t.Fatalf("%s was answered %v and is %v", w.At, given[w.At], held)
			}
			q, _ := g.Question(w.At)
			switch rapid.IntRange(0, 5).Draw(t, "do") {
			case 0:
				if before, ok := g.Back(w); ok {
					w = before
				}
			case 1:
				delete(given, w.At)
				w = g.Skip(w)
			default:
				at, value := w.At, strconv.Itoa(rapid.IntRange(q.Min, max(q.Min, q.Max)).Draw(t, "number"))
				if len(q.Codes) > 0 {
					value = rapid.SampledFrom(q.Codes).Draw(t, "code")
				}
				next, err := g.Answer(w, value)
				if err != nil {
					t.Fatal(err)
				}
				given[at] = []string{value}
				if at == "V4" { // what depends on it follows
					if held, ok := g.Given(next, "V5"); !ok || len(held) == 0 {
						delete(given, "V5")
					}
				}
				w = next
			}
			if at, left := g.Progress(w); at > len(rules.Questions()) || left < 0 || at+left > len(rules.Questions()) {
				t.Fatalf("question %d, at most %d more", at, left)
			}
		}
	})
}

// What is told of a right is in exactly one group, and the counts are those of the groups.
func TestEveryRightIsToldOnce(t *testing.T) {
	rules := cityRules(t)
	g := guide.New(rules, "2026-11-21")
	w := g.Begin()
	w, err := g.Answer(w, "34")
	if err != nil {
		t.Fatalf("%s: %v", w.At, err)
	}
	seen, counts := map[string]bool{}, map[guide.Standing]int{}
	for _, group := range g.Results(w, guide.Standings...) {
		for _, item := range group.Items {
			if seen[item.ID] {
				t.Errorf("%s is told twice", item.ID)
			}
			seen[item.ID] = true
			counts[item.Standing]++
			if item != g.Standing(w, item.ID) {
				t.Errorf("%s is told in two ways", item.ID)
			}
		}
	}
	if len(seen) != len(rules.Rights()) {
		t.Errorf("%d of %d rights are told", len(seen), len(rules.Rights()))
	}
	for standing, n := range g.Found(w) {
		if counts[standing] != n {
			t.Errorf("%d are %s, counted %d", counts[standing], standing, n)
		}
	}
}

func TestReopenAndDeciding(t *testing.T) {
	g := guide.New(cityRules(t), "2026-11-21")
	w := g.Begin()
	for w.At != "" {
		if w.At == "V2" || w.At == "V8" {
			w = g.Skip(w)
			continue
		}
		q, _ := g.Question(w.At)
		value := "40"
		if len(q.Codes) > 0 {
			value = q.Codes[0]
		} else if q.Max < 40 {
			value = "0"
		}
		next, err := g.Answer(w, value)
		if err != nil {
			t.Fatal(err)
		}
		w = next
	}
	unclear := g.Results(w, guide.Unclear)
	if len(unclear) == 0 {
		t.Fatal("nothing hangs on the papers that were skipped")
	}
	id := unclear[0].Items[0].ID
	deciding := g.Deciding(w, id)
	if !slices.Contains(deciding, "V2") {
		t.Fatalf("%s hangs on %v", id, deciding)
	}
	w = g.Reopen(w, "V2")
	if w.At != "V2" || slices.Contains(w.Trail, "V2") {
		t.Fatalf("at %s, after %v", w.At, w.Trail)
	}
	w, err := g.Answer(w, "kortrijk")
	if err != nil {
		t.Fatal(err)
	}
	if now := g.Standing(w, id).Standing; now == guide.Unclear {
		t.Errorf("%s is still not clear", id)
	}
}
