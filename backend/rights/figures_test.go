package rights

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestEveryAgeAtItsBoundary: below, at and above each age that the city's rules have, on the day it begins to hold and on
// the last day of its shelf life, through a rule of its own.
func TestEveryAgeAtItsBoundary(t *testing.T) {
	rules := cityRules(t)
	for id, p := range rules.parameters {
		for i := range p.Values {
			v := &p.Values[i]
			if v.Value == nil {
				continue
			}
			probe := small(t, rule("{id: x, answer: V1, at_least: adult}"))
			probe.parameters["adult"] = p
			for _, day := range []string{v.From, v.ShelfUntil} {
				if p.on(day) != v {
					continue // a newer figure holds by then
				}
				check := probe.At(day)
				limit := int(*v.Value)
				for age, want := range map[int]Verdict{limit - 1: Unlikely, limit: Likely, limit + 1: Likely} {
					got := verdictOn(t, check, "meal", parse(t, probe, fmt.Sprintf(`{"V1":%d}`, age)))
					if got.Verdict != want || got.Broken {
						t.Errorf("%s from %s, age %d on %s: %+v, want %v", id, v.From, age, day, got, want)
					}
				}
			}
			if before := dayBefore(t, v.From); p.on(before) == v {
				t.Errorf("%s from %s holds on %s", id, v.From, before)
			}
		}
	}
}

func dayBefore(t *testing.T, day string) string {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at.AddDate(0, 0, -1).Format(time.DateOnly)
}

// TestEveryCeilingAtItsBoundary: below, at and above each limit of each ceiling, for every household, with income bands
// cut at the limit itself.
func TestEveryCeilingAtItsBoundary(t *testing.T) {
	rules := cityRules(t)
	households := rules.questions[rules.question(askHousehold)].Codes
	const cent = 0.01
	for id, p := range rules.parameters {
		if p.Test == "" {
			continue
		}
		for i := range p.Values {
			v := &p.Values[i]
			for _, who := range households {
				for dependants := range 6 {
					low, high, err := p.limits(v, who, dependants)
					if err != nil {
						t.Fatalf("%s: %v", id, err)
					}
					sure, beyond := low, high // the last month's income that is low, the first that is too high
					if p.Test == "year" {
						sure, beyond = math.Floor(low*sureShare/12/cent)*cent, math.Floor(high/12/cent)*cent+cent
					}
					for _, c := range []struct {
						lower, upper float64
						want         int32
					}{
						{0, sure, endYes}, {0, sure + cent, endMaybe}, {0, sure - cent, endYes},
						{beyond - cent, noLimit, endMaybe}, {beyond, noLimit, endNo}, {beyond + cent, noLimit, endNo},
					} {
						bands := &value{Bands: map[string]float64{"A": c.lower, "B": c.upper}}
						want := c.want
						if high == noLimit && want == endNo {
							continue // nobody is above no limit
						}
						if got := p.test(bands, []string{"A", "B"}, 0, low, high); got != want {
							t.Errorf("%s from %s, %s with %d: an income of %.2f to %.2f is %d, want %d", id, v.From, who, dependants, c.lower, c.upper, got, want)
						}
					}
				}
			}
		}
	}
}

// TestOthersAreAllWhoAreNotSingle: the limits of social rent, rent subsidy and renovation loan know a single person without
// dependants and all others (rights.md 5.3), so who lives with others counts as a couple does.
func TestOthersAreAllWhoAreNotSingle(t *testing.T) {
	rules := cityRules(t)
	for _, id := range []string{"sociale-huur", "huursubsidie", "mijn-verbouwlening"} {
		p := rules.parameters[id]
		for i := range p.Values {
			one, _, _ := p.limits(&p.Values[i], "alleen", 0)
			couple, top, _ := p.limits(&p.Values[i], "koppel", 0)
			low, high, err := p.limits(&p.Values[i], "anderen", 0)
			if err != nil || low != couple || high != top || one >= low {
				t.Errorf("%s: with others %.2f to %.2f, a couple %.2f to %.2f, single %.2f (%v)", id, low, high, couple, top, one, err)
			}
		}
	}
	check := rules.At(today)
	for band, want := range map[string]Verdict{"A": Likely, "E": Likely, "F": Possible, "G": Possible, "H": Unlikely} { // the table of rights.md 5.2
		a := parse(t, rules, `{"V1":40,"V2":"kortrijk","V3":"anderen","V4":0,"V9":"`+band+`","V10":"prive"}`)
		if got := verdictOn(t, check, "sociale-huurwoning", a); got.Verdict != want || got.Open {
			t.Errorf("social rent with others, band %s: %+v, want %v", band, got, want)
		}
	}
}

// TestAnOldFigureExcludesNobodyThroughAnotherRight: a right that wants another one to be "likely" is not excluded because
// an old figure keeps that one from it. What the figure has no say in stays as it was.
func TestAnOldFigureExcludesNobodyThroughAnotherRight(t *testing.T) {
	const fresh, old = "2026-06-30", "2026-07-01"
	const limit, capped = "{id: z, income: limit}", "{possible: {id: z, income: limit}}"
	const here, doubted = "{all: [{id: z, income: limit}, {use: here}]}", "{all: [{use: here}, {doubt: {id: z, income: limit}}]}"
	for _, c := range []struct {
		drink, meal, day, answers string
		want                      Verdict
	}{
		{limit, "{id: x, right: drink, at: likely}", fresh, `"V9":"C"`, Unlikely},
		{limit, "{id: x, right: drink, at: likely}", old, `"V9":"C"`, Possible},
		{limit, "{id: x, right: drink, at: likely}", fresh, `"V9":"B"`, Unlikely},
		{limit, "{id: x, right: drink, at: likely}", old, `"V9":"B"`, Possible},
		{limit, "{id: x, right: drink, at: likely}", old, `"V9":"A"`, Likely},
		{capped, "{id: x, right: drink, at: likely}", old, `"V9":"C"`, Unlikely}, // no figure makes it likely
		{here, "{id: x, right: drink, at: likely}", old, `"V9":"C","V2":"kortrijk"`, Possible},
		{here, "{id: x, right: drink, at: likely}", old, `"V9":"C","V2":"elders"`, Unlikely},
		{doubted, "{id: x, right: drink, at: likely}", fresh, `"V9":"A","V2":"kortrijk"`, Unlikely},
		{doubted, "{id: x, right: drink, at: likely}", old, `"V9":"A","V2":"kortrijk"`, Possible},
		{limit, "{not: {all: [{use: here}, {doubt: {id: z, income: limit}}]}}", fresh, `"V9":"C","V2":"kortrijk"`, Unlikely},
		{limit, "{not: {all: [{use: here}, {doubt: {id: z, income: limit}}]}}", old, `"V9":"C","V2":"kortrijk"`, Possible},
		{limit, "{not: {id: x, right: drink, at: likely}}", fresh, `"V9":"A"`, Unlikely},
		{limit, "{not: {id: x, right: drink, at: likely}}", old, `"V9":"A"`, Possible},
		{limit, "{not: {id: x, right: drink, at: likely}}", old, `"V9":"C"`, Likely},
		{limit, "{not: {id: x, right: drink, at: possible}}", fresh, `"V9":"B"`, Unlikely},
		{limit, "{not: {id: x, right: drink, at: possible}}", old, `"V9":"C"`, Possible},
		{limit, "{not: {id: z, right: drink}}", old, `"V9":"A"`, Possible},
	} {
		files := rule(c.meal)
		files["wonen/drink.yaml"] = strings.NewReplacer("id: meal", "id: drink", "order: 1", "order: 2").Replace(rule(c.drink)[smallPlace])
		rules := small(t, files)
		got := verdictOn(t, rules.At(c.day), "meal", parse(t, rules, `{"V3":"alleen","V4":0,`+c.answers+`}`))
		if got.Verdict != c.want || got.Open || got.Broken {
			t.Errorf("%s when drink is %s, with %s on %s: %+v, want %v", c.meal, c.drink, c.answers, c.day, got, c.want)
		}
	}
}

// TestEveryVerdictIsReached: for each right and each verdict that it can have there is a household, and the rule as written
// gives it that verdict. Together with lint, which refuses a rule without "unlikely" or "likely", no right is decoration.
func TestEveryVerdictIsReached(t *testing.T) {
	rules := cityRules(t)
	check := rules.At(today)
	j := judge{rules, today}
	w := check.scratch.Get().(*walk)
	nobody := check.choose(&Answers{})
	for i, right := range rules.rights {
		p := &check.rights[i]
		if p.info || p.broken {
			continue
		}
		for end := endNo; end <= endHave; end++ {
			if check.reach(p.root, &nobody, w, false)&(1<<end) == 0 {
				continue
			}
			a, ok := check.witness(p.root, end)
			if !ok {
				t.Errorf("%s: no household for %v", p.id, Verdict(end))
				continue
			}
			if got := j.verdict(right, &a); got != Verdict(end) {
				t.Errorf("%s: the household for %v is %v as written", p.id, Verdict(end), got)
			}
		}
	}
}

// witness is a household whose path through a diagram ends at an end; what it does not need stays at its first answer.
func (c *Check) witness(root, end int32) (Answers, bool) {
	dead := map[int32]bool{}
	var path choice
	var find func(node int32) bool
	find = func(node int32) bool {
		if node < ends {
			return node == end
		}
		if dead[node] {
			return false
		}
		level := c.d.level[node]
		for v := range c.d.width[level] {
			if find(c.d.kid(node, v)) {
				path.value[level] = int8(v)
				return true
			}
		}
		dead[node] = true
		return false
	}
	found := find(root)
	var a Answers
	for q, question := range c.rules.questions {
		level := c.levels[q]
		switch question.Kind {
		case Number:
			a.set(q, uint16(c.ages[q][path.value[level]]))
		case One:
			a.set(q, uint16(path.value[level]))
		default:
			var set uint16
			for i := range question.Codes {
				set |= uint16(path.value[level+i]) << i
			}
			a.set(q, set)
		}
	}
	return a, found
}

// TestFuzzyFilesLoadOrRefuse: a right whose file is cut off anywhere loads as a broken right or as a right, never panics.
func TestFuzzyFilesLoadOrRefuse(t *testing.T) {
	for n := 0; n < len(smallRight); n += 7 {
		rules, err := Load(fstest.MapFS{
			"questions.yaml":      {Data: []byte(smallQuestions)},
			"parameters/all.yaml": {Data: []byte(smallParameters)},
			"conditions.yaml":     {Data: []byte(smallConditions)},
			"asking.yaml":         {Data: []byte(smallAsking)},
			smallPlace:            {Data: []byte(smallRight[:n])},
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(rules.Faults()) == 0 {
			t.Errorf("cut at %d: no fault", n)
		}
		rules.At("2026-01-01").Verdicts(Answers{}, nil)
	}
}
