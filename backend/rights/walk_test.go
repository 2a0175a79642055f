package rights

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// some draws a household that skipped some questions.
func (j judge) some(t *rapid.T) (full, some Answers) {
	full = j.full(t)
	some = full
	for _, q := range rapid.SliceOfN(rapid.IntRange(0, len(j.r.questions)-1), 1, 20).Draw(t, "skipped") {
		some.given &^= 1 << q
		some.value[q] = 0
		for i := range j.r.questions {
			if j.r.question(j.r.questions[i].Depends) == q && some.value[i] == 0 {
				some.given &^= 1 << i
			}
		}
	}
	if err := j.r.agree(&some); err != nil {
		t.Fatal(err)
	}
	return full, some
}

// What [Check.Waiting] leaves out can change no verdict, whatever is answered there.
func TestOnlyWaitingQuestionsCount(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	rapid.Check(t, func(t *rapid.T) {
		_, a := j.some(t)
		waiting := check.Waiting(a, 0)
		before := check.Verdicts(a, nil)
		for q, question := range rules.questions {
			if a.has(q) || slices.Contains(waiting, question.ID) {
				continue
			}
			for _, value := range j.possible(q) {
				b := a
				b.set(q, value)
				if rules.agree(&b) != nil {
					continue
				}
				for i, after := range check.Verdicts(b, nil) {
					was := before[i]
					if after.Verdict != was.Verdict && !(was.Verdict == Likely && after.Verdict == Have) || after.Open != was.Open {
						t.Fatalf("%s does not wait, but makes %s %v (was %v)", question.ID, was.ID, after.Verdict, was.Verdict)
					}
				}
			}
		}
	})
}

// TestExplainNamesWhatWouldChange: of a right every question of which one other answer gives another verdict, and no other
// question; and the answer that it names does so.
func TestExplainNamesWhatWouldChange(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	rapid.Check(t, func(t *rapid.T) {
		_, a := j.some(t)
		right := rules.rights[rapid.IntRange(0, len(rules.rights)-1).Draw(t, "right")]
		e, _ := check.Explain(right.ID, a)
		verdict := func(b Answers) Verdict {
			for _, one := range check.Verdicts(b, nil) {
				if one.ID == right.ID {
					return one.Verdict
				}
			}
			return Info
		}
		named := map[string]bool{}
		for _, change := range e.Changes {
			named[change.Question] = true
			b, err := rules.With(a, change.Question, change.Code)
			if err != nil || verdict(b) != change.Verdict || change.Verdict == e.Verdict {
				t.Fatalf("%s: %+v gives %v (%v)", right.ID, change, verdict(b), err)
			}
		}
		for q, question := range rules.questions {
			if on := rules.question(question.Depends); named[question.ID] || on >= 0 && a.has(on) && a.value[on] == 0 {
				continue
			}
			for _, value := range j.possible(q) {
				if value == 0 && question.Depends != "" {
					continue // who has children gives their ages
				}
				b := a
				b.set(q, value)
				if a.has(q) {
					rules.follow(&b, q)
				}
				if rules.agree(&b) == nil && b.value[q] == value && verdict(b) != e.Verdict {
					t.Fatalf("%s: another answer to %s, %b, makes %v of %v and is not named", right.ID, question.ID, value, verdict(b), e.Verdict)
				}
			}
		}
	})
}

// TestDecidingNamesWhatSettles: of a right that is open every question without an answer of which one answer settles it, and no
// other; a right that only a person can tell of then is settled too.
func TestDecidingNamesWhatSettles(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	rapid.Check(t, func(t *rapid.T) {
		_, a := j.some(t)
		var open []int
		for i, result := range check.Verdicts(a, nil) {
			if result.Open {
				open = append(open, i)
			} else if named := check.Deciding(result.ID, a); len(named) > 0 {
				t.Fatalf("%s is not open, and hangs on %v", result.ID, named)
			}
		}
		if len(open) == 0 {
			return
		}
		i := rapid.SampledFrom(open).Draw(t, "right")
		id := rules.rights[i].ID
		named := check.Deciding(id, a)
		for q, question := range rules.questions {
			settles := slices.ContainsFunc(j.possible(q), func(value uint16) bool {
				b := a
				b.set(q, value)
				return !a.has(q) && !(value == 0 && question.Depends != "") && rules.agree(&b) == nil && !check.Verdicts(b, nil)[i].Open
			})
			if settles != slices.Contains(named, question.ID) {
				t.Fatalf("%s: an answer to %s settles it: %v, but %v are named", id, question.ID, settles, named)
			}
		}
	})
}

// TestDecidingNamesTheWorkOfSomebodyNearTheLivingWage: with a wage only a person can tell, whatever the rest.
func TestDecidingNamesTheWorkOfSomebodyNearTheLivingWage(t *testing.T) {
	rules := cityRules(t)
	check := rules.At(today)
	a := parse(t, rules, `{"V1":40,"V2":"kortrijk","V3":"alleen","V4":0,"V7":["geen"],"V8":"nee","V9":"A"}`)
	if got := verdictOn(t, check, "leefloon", a); !got.Open {
		t.Fatalf("%+v", got)
	}
	if named := check.Deciding("leefloon", a); !slices.Contains(named, "V6") {
		t.Errorf("it hangs on %v", named)
	}
}

// "At most so many to go" is never more after an answer than before it, and the way ends: with every question answered or
// passed, and with no verdict left that another answer could settle unless a question was passed.
func TestTheWayGetsShorter(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	rapid.Check(t, func(t *rapid.T) {
		full := j.full(t)
		var a Answers
		var passed Passed
		for left := len(check.Waiting(a, passed)); ; {
			next, more := check.Next(a, passed)
			if !more {
				break
			}
			if !slices.Contains(check.Waiting(a, passed), next) {
				t.Fatalf("%s is asked and does not wait", next)
			}
			if q := rules.question(next); rapid.IntRange(0, 3).Draw(t, "pass") == 0 {
				passed = rules.Pass(passed, next)
			} else {
				a.set(q, full.value[q])
				if err := rules.agree(&a); err != nil {
					t.Fatal(err)
				}
			}
			now := len(check.Waiting(a, passed))
			if now >= left {
				t.Fatalf("after %s %d wait, before it %d", next, now, left)
			}
			left = now
		}
		if left := check.Waiting(a, passed); len(left) > 0 {
			t.Fatalf("nothing more is asked, but %v wait", left)
		}
		for _, result := range check.Verdicts(a, nil) {
			if result.Open && passed == 0 {
				t.Fatalf("%s is open after every question", result.ID)
			}
		}
	})
}

// What [Check.Next] asks first: what decides most rights, then most of their weight, then the first in the fixed order. An
// age counts as one answer, not a range of ages.
func TestNextDecidesMostRights(t *testing.T) {
	const questions = `questions:
  - {id: V1, kind: number, min: 0, max: 120}
  - {id: V2, kind: one, codes: [a, b, c, d]}
  - {id: V3, kind: one, codes: [a, b, c, d]}
`
	const figures = `parameters:
  - {id: adult, unit: years, values: [{from: 2020-01-01, value: 18, published: 2020-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2027-12-31}]}
  - {id: older, unit: years, values: [{from: 2020-01-01, value: 19, published: 2020-01-01, checked: 2026-01-01, confidence: read, source: a page, shelf_until: 2027-12-31}]}
`
	type right struct {
		weight int
		when   string
	}
	for _, c := range []struct {
		name   string
		rights []right
		want   string
	}{
		{"two light ones before a heavy one", []right{{4, "{answer: V2, in: [a]}"}, {1, "{answer: V3, in: [a]}"}, {1, "{answer: V3, in: [b]}"}}, "V3"},
		{"of as many, the heavier", []right{{1, "{answer: V2, in: [a]}"}, {4, "{answer: V3, in: [a]}"}}, "V3"},
		{"of equal ones, the first", []right{{2, "{answer: V2, in: [a]}"}, {2, "{answer: V3, in: [a]}"}}, "V2"},
		// V2 decides with one answer of four, V1 for one age of 121: a third of its ranges.
		{"an age that few have", []right{{1, "{all: [{not: {answer: V1, at_least: adult, below: older}}, {answer: V2, in: [a, b, c]}]}"}}, "V2"},
		// V2 decides with three answers of four, V1 for all ages but one: two thirds of its ranges.
		{"ages that nearly all have", []right{{1, "{all: [{answer: V1, at_least: adult, below: older}, {answer: V2, in: [a]}]}"}}, "V1"},
		// The same, and V1 for the ages from 18 on.
		{"ages up to the last", []right{{1, "{all: [{answer: V1, below: adult}, {answer: V2, in: [a]}]}"}}, "V1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"questions.yaml": questions, "parameters/all.yaml": figures, smallPlace: ""}
			for i, right := range c.rights {
				id := fmt.Sprint("right", i)
				files["wonen/"+id+".yaml"] = strings.NewReplacer("id: meal", "id: "+id, "weight: 1", fmt.Sprint("weight: ", right.weight)).Replace(rule(right.when)[smallPlace])
			}
			check := small(t, files).At("2026-06-01")
			if next, more := check.Next(Answers{}, 0); next != c.want || !more {
				t.Errorf("asks %q, want %q", next, c.want)
			}
		})
	}
}

// TestEveryRightDrivesAQuestion, however many there are before it.
func TestEveryRightDrivesAQuestion(t *testing.T) {
	files := map[string]string{smallPlace: ""}
	for n := range 300 {
		id, when := fmt.Sprint("right", n), "{id: x, answer: V14, in: [eten]}"
		if n == 299 {
			when = "{id: x, answer: V2, in: [kortrijk]}"
		}
		files["wonen/"+id+".yaml"] = strings.NewReplacer("id: meal", "id: "+id, "order: 1\n", fmt.Sprintf("order: %d\n", n+1)).Replace(rule(when)[smallPlace])
	}
	rules := small(t, files)
	check, a := rules.At("2026-06-01"), parse(t, rules, `{"V14":["eten"]}`)
	if waiting := check.Waiting(a, 0); !slices.Equal(waiting, []string{"V2"}) {
		t.Errorf("%v wait", waiting)
	}
	if next, more := check.Next(a, 0); next != "V2" || !more {
		t.Errorf("asks %q", next)
	}
}

// What an answer to a number question decides on average is what its numbers decide when each is tried.
func TestEveryNumberCountsOnce(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	w := check.scratch.Get().(*walk)
	rapid.Check(t, func(t *rapid.T) {
		_, a := j.some(t)
		at := check.choose(&a)
		open, _ := check.openRights(&at, w)
		for q, question := range rules.questions {
			if question.Kind != Number || a.has(q) {
				continue
			}
			var want gain
			for number := question.Min; number <= question.Max; number++ {
				b := a
				b.set(q, uint16(number))
				if rules.agree(&b) != nil {
					continue
				}
				rights, weight := check.settles(q, &b, open, w)
				want = gain{want.rights + rights, want.weight + weight, want.answers + 1}
			}
			if got := check.gain(q, &a, open, w); got != want {
				t.Fatalf("%s: %+v, number by number %+v", question.ID, got, want)
			}
		}
	})
}

func TestWithAndGiven(t *testing.T) {
	rules := cityRules(t)
	a, err := rules.With(Answers{}, "V4", "2")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	a, err = rules.With(a, "V5", "3-5", "<3")
	must(err)
	if got, ok := rules.Given(a, "V5"); !ok || !slices.Equal(got, []string{"<3", "3-5"}) {
		t.Errorf("V5 is %v", got)
	}
	a, err = rules.With(a, "V4", "0")
	must(err)
	if got, ok := rules.Given(a, "V5"); !ok || len(got) != 0 {
		t.Errorf("without children V5 is %v, %v", got, ok)
	}
	if after, err := rules.With(a, "V5", "<3"); err == nil || after != a {
		t.Errorf("ages of no children: %v, and the answers must stay as they were", err)
	}
	a, err = rules.With(a, "V4", "1")
	must(err)
	if got, ok := rules.Given(a, "V5"); ok {
		t.Errorf("with a child again V5 is still answered: %v", got)
	}
	a, err = rules.With(a, "V3", "koppel")
	must(err)
	a, err = rules.With(a, "V3")
	must(err)
	if _, ok := rules.Given(a, "V3"); ok {
		t.Error("V3 was skipped and is answered")
	}
	for name, c := range map[string][]string{
		"V1": {"200"}, "V2": {"gent"}, "V3": {"alleen", "koppel"}, "V14": {"niets", "eten"}, "V99": {"1"}, "V4": {"een"},
	} {
		after, err := rules.With(a, name, c...)
		if wrong := (*AnswerError)(nil); !errors.As(err, &wrong) || after != a {
			t.Errorf("%s = %v: %v, and the answers must stay as they were", name, c, err)
		}
	}
}

// A link gives back what went in, for every household and every set of skips.
func TestPackIsExact(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	rapid.Check(t, func(t *rapid.T) {
		_, a := j.some(t)
		passed := Passed(rapid.Uint16Range(0, 1<<len(rules.questions)-1).Draw(t, "passed"))
		text := rules.Pack(a, passed)
		if len(text) > 40 {
			t.Fatalf("%d characters", len(text))
		}
		got, gotPassed, err := rules.Unpack(text)
		if err != nil || got != a || gotPassed != passed {
			t.Fatalf("%v %v %v, want %v %v", got, gotPassed, err, a, passed)
		}
	})
}

// Whatever a link says, it is refused or is answers that a household can give.
func FuzzUnpack(f *testing.F) {
	rules := cityRules(f)
	f.Add(rules.Pack(Answers{}, 0))
	f.Add("AQAA")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		a, passed, err := rules.Unpack(text)
		if wrong := (*AnswerError)(nil); err != nil {
			if !errors.As(err, &wrong) || a != (Answers{}) {
				t.Errorf("%v with %v", err, a)
			}
			return
		}
		if again := rules.Pack(a, passed); again != text && len(text)%4 != 2 && len(text)%4 != 3 {
			t.Errorf("%q reads like %q", text, again)
		}
		for _, q := range rules.questions {
			values, given := rules.Given(a, q.ID)
			if !given || len(values) == 0 {
				continue
			}
			if b, err := rules.With(a, q.ID, values...); err != nil || b != a {
				t.Errorf("%s = %v: %v", q.ID, values, err)
			}
		}
	})
}

// Every answer has words in every language, and the bands of income meet without a gap.
func TestEveryAnswerHasWords(t *testing.T) {
	rules := cityRules(t)
	check := rules.At(today)
	for _, lang := range Languages {
		for _, q := range rules.questions {
			if q.Ask(lang) == "" || q.Why(lang) == "" {
				t.Errorf("%s has no words in %s", q.ID, lang)
			}
			codes := q.Codes
			if q.Kind == Number {
				codes = []string{strconv.Itoa(q.Min), strconv.Itoa(q.Max)}
			}
			for _, code := range codes {
				if check.Label(q.ID, code, lang) == "" {
					t.Errorf("%s=%s has no words in %s", q.ID, code, lang)
				}
			}
		}
	}
	for _, c := range []struct{ code, lang, want string }{
		{"A", "nl", "Minder dan €\u00a0890"}, {"B", "nl", "€\u00a0890 tot €\u00a01.339"}, {"H", "nl", "€\u00a04.500 of meer"}, {"D", "en", "€1,810 to €2,199"},
		{"C", "fr", "De 1\u202f340\u00a0€ à 1\u202f809\u00a0€"}, {"E", "ar", "من 2.200 إلى 2.799\u00a0يورو"},
	} {
		if got := check.Label(askIncome, c.code, c.lang); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.code, c.lang, got, c.want)
		}
	}
	if got := check.Label("V4", "5", "nl"); got != "5 of meer" {
		t.Errorf("V4=5 is %q", got)
	}
}

func TestSitesOfASource(t *testing.T) {
	for _, c := range []struct {
		of   Evidence
		want []string
	}{
		{Evidence{Source: "ocmw.dehaan.be/leefloon; primabook.mi-is.be; cpasuccle.be (1/3/2026)"}, []string{"ocmw.dehaan.be", "primabook.mi-is.be", "cpasuccle.be"}},
		{Evidence{Source: "kortrijk.be 15-9-2022; kortrijk.be/tvelootje"}, []string{"kortrijk.be"}},
		{Evidence{Source: "besox (school year 2025-2026); a leaflet", Confidence: "read"}, []string{"besox", "a leaflet"}},
		{Evidence{Source: "state of 2025, not read on a page", Confidence: "known"}, nil},
		{Evidence{Source: "for Kortrijk nothing was found", Confidence: "unsure"}, nil},
		{Evidence{Source: "kortrijk.be", Confidence: "unsure"}, []string{"kortrijk.be"}},
	} {
		if got := c.of.Sites(); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.of.Source, got, c.want)
		}
	}
}
