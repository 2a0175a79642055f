package rights

import (
	"flag"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// judge evaluates rules as they are written, for full answers only: no diagram, no partition. It is what the engine is
// held against.
type judge struct {
	r   *Rules
	day string
}

// verdict is the verdict on a right for answers without a gap.
func (j judge) verdict(right *Right, a *Answers) Verdict {
	if right.Info || !right.InForce(j.day) {
		return Info
	}
	if right.Have != nil && j.value(right.Have, a, false) == endYes {
		return Have
	}
	return Verdict(j.value(right.When, a, false))
}

func (j judge) value(c *condition, a *Answers, flipped bool) int32 {
	switch {
	case c.Use != "":
		return j.value(j.r.shared[c.Use].When, a, flipped)
	case len(c.All) > 0:
		return slices.Min(j.values(c.All, a, flipped))
	case len(c.Any) > 0:
		return slices.Max(j.values(c.Any, a, flipped))
	case len(c.Of) > 0:
		values := j.values(c.Of, a, flipped)
		slices.Sort(values)
		return values[len(values)-c.Count]
	case c.Not != nil:
		return endYes - j.value(c.Not, a, !flipped)
	case c.Possible != nil:
		return min(endMaybe, j.value(c.Possible, a, flipped))
	case c.Doubt != nil:
		return max(endMaybe, endYes-j.value(c.Doubt, a, flipped))
	case c.Right != "":
		return j.other(c, a)
	case c.Income != "":
		return j.income(c.Income, a)
	case len(c.In) > 0:
		q := j.r.questions[j.r.question(c.Answer)]
		v := a.value[j.r.question(c.Answer)]
		return yesNo(slices.ContainsFunc(c.In, func(code string) bool {
			i := slices.Index(q.Codes, code)
			return q.Kind == One && int(v) == i || q.Kind == Many && v>>i&1 == 1
		}))
	}
	n := int(a.value[j.r.question(c.Answer)])
	return yesNo((c.AtLeast == "" || n >= int(*j.r.parameters[c.AtLeast].on(j.day).Value)) &&
		(c.Below == "" || n < int(*j.r.parameters[c.Below].on(j.day).Value)))
}

func (j judge) values(list []*condition, a *Answers, flipped bool) []int32 {
	var out []int32
	for _, c := range list {
		out = append(out, j.value(c, a, flipped))
	}
	return out
}

func (j judge) other(c *condition, a *Answers) int32 {
	i := slices.IndexFunc(j.r.rights, func(r *Right) bool { return r.ID == c.Right })
	if i < 0 || j.r.broken[c.Right] {
		return endMaybe
	}
	if !j.r.rights[i].InForce(j.day) {
		return endNo
	}
	v := j.verdict(j.r.rights[i], a)
	switch {
	case v == Info:
		return endMaybe
	case c.At == "":
		return min(endYes, int32(v))
	}
	return yesNo(v.String() == c.At || slices.Index([]string{"possible", "likely", "have"}, c.At)+1 < int(v))
}

func (j judge) income(id string, a *Answers) int32 {
	p := j.r.parameters[id]
	who := j.r.questions[j.r.question("V3")].Codes[a.value[j.r.question("V3")]]
	low, high, err := p.limits(p.on(j.day), who, int(a.value[j.r.question("V4")]))
	if err != nil {
		return endMaybe
	}
	return p.test(j.r.parameters[bandsID].on(j.day), j.r.questions[j.r.question("V9")].Codes, int(a.value[j.r.question("V9")]), low, high)
}

// possible are all answers to a question, given the others: what a person can give.
func (j judge) possible(question int) []uint16 {
	q := j.r.questions[question]
	var out []uint16
	switch q.Kind {
	case Number:
		for n := q.Min; n <= q.Max; n++ {
			out = append(out, uint16(n))
		}
	case One:
		for i := range q.Codes {
			out = append(out, uint16(i))
		}
	default:
		for set := uint16(0); set < 1<<len(q.Codes); set++ {
			alone := slices.ContainsFunc(q.None, func(code string) bool { return set>>slices.Index(q.Codes, code)&1 == 1 })
			if set == 0 && q.Depends == "" || alone && bits.OnesCount16(set) > 1 {
				continue
			}
			out = append(out, set)
		}
	}
	return out
}

// agrees says whether full answers can be given together.
func (j judge) agrees(a *Answers) bool {
	for i, q := range j.r.questions {
		if on := j.r.question(q.Depends); on >= 0 && (a.value[on] == 0) != (a.value[i] == 0) {
			return false
		}
	}
	return true
}

// brute is the definition itself: the verdicts of every possible answer to the skipped questions. Who has a right could
// get it too.
func (j judge) brute(right *Right, a Answers, skipped []int) (Verdict, bool) {
	var seen [5]bool
	var visit func(a Answers, rest []int)
	visit = func(a Answers, rest []int) {
		if len(rest) == 0 {
			if j.agrees(&a) {
				seen[j.verdict(right, &a)] = true
			}
			return
		}
		for _, v := range j.possible(rest[0]) {
			a.set(rest[0], v)
			visit(a, rest[1:])
		}
	}
	visit(a, skipped)
	switch {
	case seen[Info]:
		return Info, false
	case !seen[Unlikely] && !seen[Possible] && seen[Likely]:
		return Likely, false
	case !seen[Unlikely] && !seen[Possible]:
		return Have, false
	case seen == [5]bool{true}:
		return Unlikely, false
	case seen == [5]bool{false, true}:
		return Possible, false
	}
	return Possible, true
}

// full draws a household that answered everything.
func (j judge) full(t *rapid.T) Answers {
	var a Answers
	for i, q := range j.r.questions {
		if on := j.r.question(q.Depends); on >= 0 && a.value[on] == 0 {
			a.set(i, 0)
			continue
		}
		all := j.possible(i)
		v := rapid.SampledFrom(all).Draw(t, q.ID)
		if v == 0 && q.Kind == Many {
			v = 1
		}
		a.set(i, v)
	}
	return a
}

// skip leaves out some questions of full answers, few enough that every possible answer can be tried.
func (j judge) skip(t *rapid.T, a Answers) (Answers, []int) {
	order := rapid.Permutation(indexes(len(j.r.questions))).Draw(t, "order")
	var skipped []int
	for work, i := 1, 0; i < 4; i++ {
		work *= len(j.possible(order[i]))
		if work > 6000 {
			break
		}
		skipped = append(skipped, order[i])
		a.given &^= 1 << order[i]
		a.value[order[i]] = 0
	}
	if err := j.r.agree(&a); err != nil { // ages of children answered, their number skipped, is no contradiction
		t.Fatal(err)
	}
	skipped = slices.DeleteFunc(skipped, func(q int) bool { return a.has(q) })
	return a, skipped
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestSkippingIsExact: the verdict is what all possible answers to the skipped questions agree on.
func TestSkippingIsExact(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	var results []Result
	rapid.Check(t, func(t *rapid.T) {
		a, skipped := j.skip(t, j.full(t))
		results = check.Verdicts(a, results[:0])
		one := rapid.IntRange(0, len(results)-1).Draw(t, "right")
		if results[one].Broken {
			t.Skip("broken on this day")
		}
		want, open := j.brute(rules.rights[one], a, skipped)
		if got := results[one]; got.Verdict != want || got.Open != open {
			t.Fatalf("%s: %v (open %v), all possible answers say %v (open %v)", got.ID, got.Verdict, got.Open, want, open)
		}
	})
}

// TestFullAnswersAreAsWritten: without a gap, every right has the verdict that its rule as written gives.
func TestFullAnswersAreAsWritten(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	rapid.Check(t, func(t *rapid.T) {
		a := j.full(t)
		for i, got := range check.Verdicts(a, nil) {
			if want := j.verdict(rules.rights[i], &a); !got.Broken && (got.Verdict != want || got.Open) {
				t.Fatalf("%s: %v, the rule says %v", got.ID, got.Verdict, want)
			}
		}
	})
}

// TestAnsweringNarrows: a verdict that is not open stays when a skipped question is answered, except that who may get a
// right may turn out to have it.
func TestAnsweringNarrows(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	rapid.Check(t, func(t *rapid.T) {
		full := j.full(t)
		a := full
		for _, q := range rapid.SliceOfN(rapid.IntRange(0, len(rules.questions)-1), 1, 14).Draw(t, "skipped") {
			a.given &^= 1 << q
			a.value[q] = 0
		}
		if err := rules.agree(&a); err != nil {
			t.Fatal(err)
		}
		before := check.Verdicts(a, nil)
		for q := range rules.questions {
			if a.has(q) {
				continue
			}
			b := a
			b.set(q, full.value[q])
			if rules.agree(&b) != nil {
				continue
			}
			for i, after := range check.Verdicts(b, nil) {
				was := before[i]
				if !was.Open && after.Verdict != was.Verdict && !(was.Verdict == Likely && after.Verdict == Have) {
					t.Fatalf("%s was %v and is %v after %s", was.ID, was.Verdict, after.Verdict, rules.questions[q].ID)
				}
			}
		}
	})
}

// draws is how many households [TestDrawnHouseholds] draws.
var draws = flag.Int("draws", 5000, "households drawn for TestDrawnHouseholds")

// TestDrawnHouseholds: whatever a household skips, a verdict that is not open is the verdict of the rule as written for
// what the household would have answered. (The brute force above is limited to few skips, this is not.)
func TestDrawnHouseholds(t *testing.T) {
	rules := cityRules(t)
	j := judge{rules, today}
	check := rules.At(today)
	random := rand.New(rand.NewPCG(2026, 11))
	possible := make([][]uint16, len(rules.questions))
	for q := range possible {
		possible[q] = j.possible(q)
	}
	var results []Result
	decided := 0
	for range *draws {
		var full Answers
		for q, question := range rules.questions {
			v := possible[q][random.IntN(len(possible[q]))]
			if on := rules.question(question.Depends); on >= 0 {
				v = max(v, 1)
				if full.value[on] == 0 {
					v = 0
				}
			}
			full.set(q, v)
		}
		a := full
		skips := random.Uint32() & random.Uint32()
		for q := range rules.questions {
			if skips>>q&1 == 1 {
				a.given &^= 1 << q
				a.value[q] = 0
			}
		}
		if err := rules.agree(&a); err != nil {
			t.Fatal(err)
		}
		results = check.Verdicts(a, results[:0])
		for i, got := range results {
			if got.Open || got.Broken {
				continue
			}
			decided++
			want := j.verdict(rules.rights[i], &full)
			if got.Verdict != want && !(got.Verdict == Likely && want == Have) {
				t.Fatalf("%s: %v with skips %014b, %v in full: %v", got.ID, got.Verdict, skips, want, full)
			}
		}
	}
	if decided < *draws {
		t.Errorf("only %d verdicts were decided", decided)
	}
}
