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

// TestTheWayBackAfterCorrections: whatever is answered, skipped, opened again and left again, in any order, Back from where one
// goes on leads to every answer, never to a question without sense, and the number of a question falls only by going back.
func TestTheWayBackAfterCorrections(t *testing.T) {
	rules := cityRules(t)
	g := guide.New(rules, "2026-11-21")
	rapid.Check(t, func(t *rapid.T) {
		w := g.Begin()
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before, _ := g.Progress(w)
			switch do := rapid.SampledFrom([]string{"answer", "answer", "answer", "skip", "back", "reopen", "leave", "resume"}).Draw(t, "do"); {
			case do == "back":
				w, _ = g.Back(w)
			case do == "reopen":
				w = g.Reopen(w, rapid.SampledFrom(rules.Questions()).Draw(t, "question").ID)
			case do == "leave":
				w.At = ""
			case do == "resume":
				w = g.Resume(w)
			case w.At != "":
				w = forward(t, g, w, do == "skip")
				if now, _ := g.Progress(w); now < before || now == before && w.At != "" {
					t.Fatalf("question %d comes after question %d: %s after %v", now, before, w.At, w.Trail)
				}
			}
			if senseless(g, w, w.At) {
				t.Fatalf("%s is asked, after %v", w.At, w.Trail)
			}
			reaches(t, g, g.Resume(w))
		}
	})
}

// forward answers the question that stands, now and then with what takes the sense of another one away, or skips it.
func forward(t *rapid.T, g *guide.Guide, w guide.Walk, skip bool) guide.Walk {
	if skip {
		return g.Skip(w)
	}
	q, _ := g.Question(w.At)
	value := strconv.Itoa(rapid.IntRange(q.Min, max(q.Min, q.Max)).Draw(t, "number"))
	if len(q.Codes) > 0 {
		value = rapid.SampledFrom(q.Codes).Draw(t, "code")
	} else if rapid.IntRange(0, 2).Draw(t, "none") == 0 {
		value = strconv.Itoa(q.Min)
	}
	next, err := g.Answer(w, value)
	if err != nil {
		t.Fatalf("%s refuses %s: %v", w.At, value, err)
	}
	return next
}

// senseless: the answer to another question answers this one, and nobody can give it another answer.
func senseless(g *guide.Guide, w guide.Walk, question string) bool {
	values, given := g.Given(w, question)
	return given && len(values) == 0
}

// reaches goes back to the first question.
func reaches(t *rapid.T, g *guide.Guide, w guide.Walk) {
	var reached []string
	last, _ := g.Progress(w)
	for at, ok := g.Back(w); ok; at, ok = g.Back(at) {
		n, _ := g.Progress(at)
		if senseless(g, at, at.At) || n > last || w.At != "" && n == last {
			t.Fatalf("back from question %d leads to %s, question %d of %v", last, at.At, n, at.Trail)
		}
		reached, last = append(reached, at.At), n
	}
	for _, id := range g.Asked(w) {
		if !slices.Contains(reached, id) {
			t.Fatalf("%s was answered, and back from %q after %v leads to %v", id, w.At, w.Trail, reached)
		}
	}
}

// TestACorrectionThatIsLeftKeepsItsPlace: of the fourth question nothing changes by looking again at the second.
func TestACorrectionThatIsLeftKeepsItsPlace(t *testing.T) {
	g := guide.New(cityRules(t), "2026-11-21")
	w := g.Begin()
	for _, value := range []string{"34", "kortrijk", "prive"} {
		next, err := g.Answer(w, value)
		if err != nil {
			t.Fatal(err)
		}
		w = next
	}
	stood, again := w.At, g.Reopen(w, "V2")
	if at, _ := g.Progress(again); again.At != "V2" || at != 2 {
		t.Errorf("%s is question %d", again.At, at)
	}
	left := g.Reopen(again, stood)
	if at, _ := g.Progress(left); at != 4 {
		t.Errorf("%s was question 4 and is question %d", left.At, at)
	}
	var back []string
	for w, ok := g.Back(left); ok; w, ok = g.Back(w) {
		back = append(back, w.At)
	}
	if !slices.Equal(back, []string{"V10", "V2", "V1"}) {
		t.Errorf("back leads to %v", back)
	}
}

// TestWithoutChildrenNobodyAsksTheirAges: not even on the way back.
func TestWithoutChildrenNobodyAsksTheirAges(t *testing.T) {
	g := guide.New(cityRules(t), "2026-11-21")
	w := g.Begin()
	for asked := 0; !slices.Contains(w.Trail, "V5"); asked++ {
		values := map[string][]string{"V1": {"34"}, "V4": {"2"}, "V5": {"3-5"}}[w.At]
		next, err := g.Answer(w, values...)
		if err != nil || asked > 14 {
			t.Fatalf("at %q after %v: %v", w.At, w.Trail, err)
		}
		w = next
	}
	w, err := g.Answer(g.Reopen(w, "V4"), "0")
	if err != nil {
		t.Fatal(err)
	}
	for at, ok := g.Back(w); ok; at, ok = g.Back(at) {
		if at.At == "V5" {
			t.Error("without children their ages are asked on the way back")
		}
	}
	if again := g.Reopen(w, "V5"); again.At == "V5" {
		t.Error("without children their ages can be opened")
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
	if w.At != "V2" {
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
