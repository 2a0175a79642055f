package rights

import (
	"slices"
	"sync"
)

// Check answers for one day. It does not change and may be used by many at once.
type Check struct {
	rules   *Rules
	day     string
	d       *diagram
	levels  []int // of each question: its level, or that of its first code
	ages    [][]int
	depends []int // of each question: the number above zero of which it depends, or -1
	rights  []prepared
	blank   []Result              // of each right: what is the same for all answers
	uses    [maxQuestions][]int32 // the rights that depend on a question
	scratch sync.Pool
}

// prepared is a right on a day.
type prepared struct {
	id     string
	weight int32
	asks   uint16 // the questions it depends on
	broken bool
	info   bool
	root   int32
	have   *node
	when   *node
	raw    int32 // root before impossible answers are taken out
	basis
}

// At prepares the rules for a day, written YYYY-MM-DD: with the figures that hold on it. A right whose figure does not
// exist on that day is broken on it, and so [Possible].
func (r *Rules) At(day string) *Check {
	c, _ := r.prepare(day, false)
	return c
}

// prepare is [Rules.At] with what was wrong, by right. "Good" figures do not grow old.
func (r *Rules) prepare(day string, good bool) (*Check, map[string]error) {
	c := &Check{rules: r, day: day, levels: make([]int, len(r.questions)), ages: make([][]int, len(r.questions))}
	c.layLevels()
	b := &builder{c: c, done: map[string]*prepared{}, errs: map[string]error{}, good: good}
	c.rights = make([]prepared, 0, len(r.rights))
	for _, right := range r.rights {
		c.rights = append(c.rights, *b.right(right))
	}
	for i, p := range c.rights {
		c.blank = append(c.blank, Result{ID: p.id, Broken: p.broken, Basis: p.Basis})
		for q := range r.questions {
			if p.asks&(1<<q) != 0 {
				c.uses[q] = append(c.uses[q], int32(i))
			}
		}
	}
	size := len(c.d.level)
	c.scratch.New = func() any { return &walk{seen: make([]uint32, size)} }
	c.d.finish()
	return c, b.errs
}

// Day is the day that the check is for.
func (c *Check) Day() string { return c.day }

// layLevels gives each question its level, a many-question one for each code, and parts ages where figures part them.
func (c *Check) layLevels() {
	var width []int
	for i, q := range c.rules.questions {
		c.depends = append(c.depends, c.rules.question(q.Depends))
		c.levels[i] = len(width)
		switch q.Kind {
		case Number:
			width = append(width, c.parts(i))
		case One:
			width = append(width, len(q.Codes))
		default:
			for range q.Codes {
				width = append(width, 2)
			}
		}
	}
	c.d = newDiagram(width)
}

// parts cuts the numbers of a question into the ranges that no figure of this day tells apart, and says how many there
// are. Small numbers stay apart: household rows count them.
func (c *Check) parts(question int) int {
	q := c.rules.questions[question]
	cuts := []int{q.Min}
	if q.Max-q.Min < maxCodes {
		for n := q.Min + 1; n <= q.Max; n++ {
			cuts = append(cuts, n)
		}
	}
	for _, p := range c.rules.parameters {
		if v := p.on(c.day); v != nil && v.Value != nil && !v.bad && !p.bad && int(*v.Value) > q.Min && int(*v.Value) <= q.Max {
			cuts = append(cuts, int(*v.Value))
		}
	}
	slices.Sort(cuts)
	c.ages[question] = slices.Compact(cuts)
	return len(c.ages[question])
}

// part is the range in which a number lies.
func (c *Check) part(question int, number int) int {
	cuts := c.ages[question]
	i := len(cuts) - 1
	for cuts[i] > number {
		i--
	}
	return i
}

// choice is an answer at each level: the value, or -1 when it was skipped.
type choice struct {
	value [maxLevels]int8
	given uint64 // the levels of which something is known
	above uint64 // skipped numbers that are above zero: what depends on them was answered
}

// choose spreads answers over the levels.
func (c *Check) choose(a *Answers) choice {
	var out choice
	for q := range c.rules.questions {
		c.chooseOne(&out, a, q)
	}
	for q, on := range c.depends {
		switch {
		case on < 0 || a.has(on) || !a.has(q):
		case a.value[q] == 0:
			out.set(c.levels[on], 0)
		default:
			out.above |= 1 << c.levels[on]
			out.given |= out.above
		}
	}
	return out
}

func (c *Check) chooseOne(out *choice, a *Answers, question int) {
	level := c.levels[question]
	q := &c.rules.questions[question]
	switch {
	case q.Kind == Many:
		for i := range q.Codes {
			if a.has(question) {
				out.set(level+i, int8(a.value[question]>>i&1))
			} else {
				out.skip(level + i)
			}
		}
	case !a.has(question):
		out.skip(level)
	case q.Kind == Number:
		out.set(level, int8(c.part(question, int(a.value[question]))))
	default:
		out.set(level, int8(a.value[question]))
	}
}

func (at *choice) set(level int, value int8) {
	at.value[level] = value
	at.given |= 1 << level
}

func (at *choice) skip(level int) {
	at.value[level] = -1
	at.given &^= 1 << level
}

// on is the value that holds on a day, nil before the first.
func (p *parameter) on(day string) *value {
	var found *value
	for i := range p.Values {
		if p.Values[i].From <= day && (found == nil || p.Values[i].From > found.From) {
			found = &p.Values[i]
		}
	}
	return found
}
